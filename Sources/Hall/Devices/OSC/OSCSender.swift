import Dispatch
import Glibc
import OpenSoundControl
import Sequencer
import Show
import Synchronization

/// Sends messages of Open Sound Control over UDP, in their order.
///
/// Nobody answers: `sent` means that this machine has sent it. Receivers that are named, not numbered, have a queue of
/// their own, as looking a name up may take long.
public final class OSCSender: MessageSender {
  /// How many messages may wait in each queue.
  static let mostWaiting = 256

  private struct State {
    var waiting = [0, 0]
    var hasEnded = false
  }

  private let state = Mutex(State())
  private let queues = [DispatchQueue(label: "osc"), DispatchQueue(label: "osc-names")]

  /// A sender.
  public init() {}

  /// Sends a message of Open Sound Control.
  public func send(_ message: OutsideMessage, settled: @escaping @Sendable (SendOutcome) -> Void) -> Bool {
    guard case .osc(let call) = message else { return false }
    let lane = Self.isNumber(call.host) ? 0 : 1
    let mayWait = state.withLock { state in
      guard !state.hasEnded, state.waiting[lane] < Self.mostWaiting else { return false }
      state.waiting[lane] += 1
      return true
    }
    guard mayWait else {
      settled(.failed("dropped: \(Self.mostWaiting) messages wait already"))
      return true
    }
    queues[lane].async { [self] in
      let hasEnded = state.withLock { state in
        state.waiting[lane] -= 1
        return state.hasEnded
      }
      settled(hasEnded ? .failed("dropped: the daemon ends") : Self.perform(call))
    }
    return true
  }

  /// Ends; what waits is dropped.
  public func end() { state.withLock { $0.hasEnded = true } }

  /// A message's bytes.
  static func packet(_ call: OSCCall) -> [UInt8] {
    let arguments = call.arguments.map { argument -> OSCMessage.Argument in
      switch argument {
      case .integer(let number): .integer(number)
      case .float(let number): .float(Float(number))
      case .text(let text): .text(text)
      case .flag(let flag): .flag(flag)
      }
    }
    return OSCMessage(call.address, arguments).bytes
  }

  private static func isNumber(_ host: String) -> Bool {
    var address = in_addr()
    return inet_pton(AF_INET, host, &address) == 1
  }

  private static func perform(_ call: OSCCall) -> SendOutcome {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(call.host, "\(call.port)", &hints, &found)
    defer { found.map { freeaddrinfo($0) } }
    guard code == 0, let place = found?.pointee else {
      return .failed("not sent: \(call.host) is not found (\(String(cString: gai_strerror(code))))")
    }
    let descriptor = socket(place.ai_family, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return .failed("not sent: \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    let bytes = packet(call)
    let count = sendto(descriptor, bytes, bytes.count, 0, place.ai_addr, place.ai_addrlen)
    return count == bytes.count ? .done("sent") : .failed("not sent: \(String(cString: strerror(errno)))")
  }
}
