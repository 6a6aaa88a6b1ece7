import MQTTLink
import OpenSoundControl
import Show
import Synchronization

/// Takes messages of Open Sound Control to the control room, as readings; a flood waits here, and no more than so much.
final class OSCIntake: Sendable {
  /// How many messages wait at most; the oldest give way.
  static let mostWaiting = 4096

  private struct State {
    var waiting: [MQTTMessage] = []
    var isAsked = false
  }

  private let state = Mutex(State())

  /// Takes what was heard.
  ///
  /// - Parameters:
  ///   - messages: of a datagram, in their order.
  ///   - ask: is called where nobody was asked yet to take what waits.
  func hear(_ messages: [OSCMessage], ask: () -> Void) {
    let mustAsk = state.withLock { state in
      state.waiting += messages.map(Self.reading)
      if state.waiting.count > Self.mostWaiting { state.waiting.removeFirst(state.waiting.count - Self.mostWaiting) }
      defer { state.isAsked = true }
      return !state.isAsked
    }
    if mustAsk { ask() }
  }

  /// Takes all that waits.
  func takeAll() -> [MQTTMessage] {
    state.withLock { state in
      defer { (state.waiting, state.isAsked) = ([], false) }
      return state.waiting
    }
  }

  /// A message as a reading: its first argument, as JSON; one without arguments says `true`.
  static func reading(_ message: OSCMessage) -> MQTTMessage {
    let text =
      switch message.arguments.first {
      case .text(let text)?: jsonQuoted(text)
      case .flag(let flag)?: "\(flag)"
      case .integer(let number)?: "\(number)"
      case .long(let number)?: "\(number)"
      case .float(let number)?: number.isFinite ? "\(number)" : "null"
      case .double(let number)?: number.isFinite ? "\(number)" : "null"
      case nil: "true"
      }
    return MQTTMessage(topic: TopicMap.topic(ofOSC: message.address), payload: Array(text.utf8))
  }
}
