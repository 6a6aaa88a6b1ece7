import Foundation
import Glibc
import Sequencer
import Show
import Synchronization

/// One device's machine and what opens its lines.
public struct DrivenDevice<Machine: DeviceMachine>: Sendable {
  var machine: Machine
  var opener: any LineOpener
  var shared: String?

  /// A device that is driven.
  ///
  /// - Parameters:
  ///   - machine: what it is.
  ///   - opener: what opens its lines.
  ///   - shared: the name of the line where others are on it too: whoever opens it opens it for all, and they take turns.
  public init(_ machine: Machine, over opener: any LineOpener, sharing shared: String? = nil) {
    (self.machine, self.opener, self.shared) = (machine, opener, shared)
  }
}

/// Drives all devices of one protocol on one thread that never waits for any of them.
///
/// What comes from outside lies in slots that hold the newest alone: one desired state a device, one hall. Opening a
/// line may wait (names are looked up, processes start), and so has a thread for itself; a device has one at most.
public final class LineDriver<Machine: DeviceMachine>: DeviceDriver {
  /// Makes what drives a device; nothing where it is not for this driver.
  public typealias Maker = @Sendable (Device) -> DrivenDevice<Machine>?

  private let name: String
  private let showNow: @Sendable () -> ShowInstant
  private let make: Maker
  private let slots: LineSlots

  /// A driver that has not begun.
  ///
  /// - Parameters:
  ///   - name: the name of its thread.
  ///   - showNow: a clock of show time.
  ///   - make: makes what drives a device; called for every declaration that is new or changed.
  public init(_ name: String, showNow: @escaping @Sendable () -> ShowInstant, make: @escaping Maker) {
    (self.name, self.showNow, self.make) = (name, showNow, make)
    slots = LineSlots()
  }

  /// Starts the thread.
  public func begin(telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void) {
    guard slots.begin() else { return }
    let thread = Thread { [showNow, make, slots] in
      LineLoop<Machine>(slots: slots, showNow: showNow, make: make, tell: tell).run()
    }
    thread.name = name
    thread.start()
  }

  /// Takes the devices that are for this driver; those whose declaration is the same go on untouched.
  public func follow(_ hall: Hall) -> Set<DeviceID> {
    let own = hall.devices.filter { make($0.value) != nil }
    slots.follow(own)
    return Set(own.keys)
  }

  /// Puts a desired state into the device's slot.
  public func desire(_ state: DesiredState, of device: DeviceID) { slots.desire(state, of: device) }

  /// Closes all lines and ends all processes, within a second.
  public func end() { slots.end() }
}

/// What reaches a driver's thread: everything here is bounded by the number of devices.
final class LineSlots: Sendable {
  struct Opened: Sendable {
    var device: DeviceID
    var generation: Int
    /// The name of the line where it is shared.
    var shared: String?
    var result: Result<OpenLine, LineFault>
  }

  struct Content: Sendable {
    var hall: [DeviceID: Device]?
    var desired: [DeviceID: DesiredState] = [:]
    var opened: [Opened] = []
    var isEnding = false
    fileprivate var isBegun = false
    fileprivate var hasEnded = false
  }

  private let content = Mutex(Content())
  private let ended = DispatchSemaphore(value: 0)
  /// Becomes readable when something lies in a slot.
  let bell: Int32
  private let rope: Int32

  init() {
    var pair: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    // Without descriptors the loop still turns, by its longest wait.
    _ = socketpair(AF_UNIX, kind, 0, &pair)
    (bell, rope) = (pair[0], pair[1])
  }

  deinit {
    close(bell)
    close(rope)
  }

  func begin() -> Bool {
    content.withLock { content in
      defer { content.isBegun = true }
      return !content.isBegun && !content.isEnding
    }
  }

  func follow(_ own: [DeviceID: Device]) {
    content.withLock {
      $0.hall = own
      $0.desired = $0.desired.filter { own[$0.key] != nil }
    }
    ring()
  }

  func desire(_ state: DesiredState, of device: DeviceID) {
    content.withLock { $0.desired[device] = state }
    ring()
  }

  /// Takes a line that was opened; closes it where nobody waits for it any more.
  func opened(_ opened: Opened) {
    let isLate = content.withLock { content in
      if !content.hasEnded { content.opened.append(opened) }
      return content.hasEnded
    }
    if isLate { Self.discard(opened.result) } else { ring() }
  }

  static func discard(_ result: Result<OpenLine, LineFault>) {
    guard case .success(let line) = result else { return }
    close(line.descriptor)
    if let child = line.child { ChildEnding.end([child], patienceMilliseconds: 200) }
  }

  /// Takes all that lies here.
  func take() -> Content {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(bell, &bytes, bytes.count) > 0 {}
    return content.withLock { content in
      defer { (content.hall, content.desired, content.opened) = (nil, [:], []) }
      return content
    }
  }

  /// Tells that the thread is over; returns what came late.
  func finish() -> [Opened] {
    let late = content.withLock { content in
      content.hasEnded = true
      defer { content.opened = [] }
      return content.opened
    }
    ended.signal()
    return late
  }

  func end() {
    let isRunning = content.withLock { content in
      defer { content.isEnding = true }
      return content.isBegun && !content.isEnding
    }
    ring()
    if isRunning { _ = ended.wait(timeout: .now() + .milliseconds(900)) }
  }

  private func ring() {
    var byte: UInt8 = 1
    _ = write(rope, &byte, 1)
  }
}
