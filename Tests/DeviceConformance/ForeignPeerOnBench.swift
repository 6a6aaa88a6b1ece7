import Foundation
import MQTTDeviceSimulator
import MQTTDevices
import Sequencer
import Show
import Synchronization

/// A simulated device of another maker, at a broker that only passes messages on.
///
/// A slow one answers each message after a quarter of a second; one that is away says so, as its last will would.
final class ForeignPeerOnBench: BenchPeer {
  private struct State {
    var manner: Manner
    var simulated: SimulatedForeignDevice
    var opened = 0
    var hear: (@Sendable (BrokerMessage) -> Void)?
  }

  private let state: Mutex<State>
  private let line = DispatchQueue(label: "foreign-peer")

  init(_ device: Device, _ manner: Manner) {
    guard let simulated = SimulatedForeignDevice(device, base: "h") else {
      preconditionFailure("the bench declares foreign devices")
    }
    state = Mutex(State(manner: manner, simulated: simulated))
  }

  var manner: Manner {
    get { state.withLock { $0.manner } }
    set {
      let greeting = state.withLock { state in
        state.manner = newValue
        state.simulated.manner = newValue.ofSimulated
        return newValue == .away ? state.simulated.farewell() : state.simulated.greeting()
      }
      say(greeting)
    }
  }
  var opened: Int { state.withLock { $0.opened } }
  /// It has no line of its own: the daemon's link leads to all.
  var lines: Int { 0 }

  /// A driver of devices, to which they speak.
  static func driver(
    of peers: [ForeignPeerOnBench], showNow: @escaping @Sendable () -> ShowInstant
  ) -> ForeignDeviceDriver {
    var timings = ForeignTimings()
    (timings.answer, timings.spacing) = (.milliseconds(400), .milliseconds(10))
    timings.pauses = (.milliseconds(50), .milliseconds(500))
    let driver = ForeignDeviceDriver(showNow: showNow, timings: timings)
    driver.publish { message in for peer in peers { peer.take(message) } }
    for peer in peers { peer.begin { [weak driver] in driver?.hear($0) } }
    return driver
  }

  private func begin(_ hear: @escaping @Sendable (BrokerMessage) -> Void) {
    let first = state.withLock { state in
      state.hear = hear
      return state.manner == .away ? state.simulated.farewell() : []
    }
    // Retained: it reaches the driver whenever it follows the device's topics.
    line.asyncAfter(deadline: .now() + .milliseconds(20)) { [self] in say(first) }
  }

  private func take(_ message: BrokerMessage) {
    let (answers, delayMilliseconds) = state.withLock { state -> ([BrokerMessage], Int) in
      guard
        ([state.simulated.topics.command] + [state.simulated.topics.question].compactMap(\.self)).contains(
          message.topic)
      else { return ([], 0) }
      state.opened += 1
      state.simulated.manner = state.manner.ofSimulated
      return (state.simulated.take(message), state.manner == .slow ? 250 : 0)
    }
    line.asyncAfter(deadline: .now() + .milliseconds(delayMilliseconds)) { [self] in say(answers) }
  }

  private func say(_ messages: [BrokerMessage]) {
    let hear = state.withLock { $0.hear }
    for message in messages { hear?(message) }
  }
}

extension Manner {
  /// How a simulated device behaves so; a slow one is slow on its way.
  fileprivate var ofSimulated: SimulatedForeignDevice.Manner {
    switch self {
    case .obedient, .slow: .obedient
    case .refusing: .refusing
    case .lying: .lying
    case .dead, .away: .dead
    }
  }
}
