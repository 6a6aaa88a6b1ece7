import DeviceLines
import Foundation
import Sequencer
import Show
import Synchronization

/// Drives all foreign devices on one thread that waits for none of them; the daemon's link carries their messages.
///
/// What comes from outside lies in slots: the newest desired state of a device, and of its messages the newest 64.
public final class ForeignDeviceDriver: BrokerDriver {
  /// The most messages of a device that wait.
  static let mostWaiting = 64
  private static let longestWaitMilliseconds: Int64 = 1000

  /// What lies in the slots.
  struct Content: Sendable {
    var hall: (base: String, devices: [DeviceID: Device])?
    var desired: [DeviceID: DesiredState] = [:]
    var messages: [DeviceID: [BrokerMessage]] = [:]
    /// Every change of the link since the last turn: the last, and whether it went in between.
    var link: (isLinked: Bool, wasLost: Bool)?
    var publish: (@Sendable (BrokerMessage) -> Void)?
    var listeners: [String: [DeviceID]] = [:]
    var isRung = false
    var isBegun = false
    var isEnding = false
  }

  private let showNow: @Sendable () -> ShowInstant
  private let timings: ForeignTimings
  private let content = Mutex(Content())
  private let bell = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  /// A driver that has not begun.
  ///
  /// - Parameters:
  ///   - showNow: a clock of show time.
  ///   - timings: how patient it is.
  public init(showNow: @escaping @Sendable () -> ShowInstant, timings: ForeignTimings = ForeignTimings()) {
    (self.showNow, self.timings) = (showNow, timings)
  }

  /// Gives it a way to publish.
  public func publish(by publish: @escaping @Sendable (BrokerMessage) -> Void) {
    content.withLock { $0.publish = publish }
  }

  /// Starts the thread.
  public func begin(telling tell: @escaping @Sendable (DeviceID, DriverReport) -> Void) {
    let isFirst = content.withLock { content in
      defer { content.isBegun = true }
      return !content.isBegun && !content.isEnding
    }
    guard isFirst else { return }
    let thread = Thread { [self] in
      run(tell)
      ended.signal()
    }
    thread.name = "mqtt-devices"
    thread.start()
  }

  /// Takes the foreign devices of a hall; those whose declaration and topics are the same go on untouched.
  public func follow(_ hall: Hall) -> Set<DeviceID> {
    let own = hall.devices.filter { $0.value.foreignTopics(base: hall.topics) != nil }
    ring {
      $0.hall = (hall.topics, own)
      $0.desired = $0.desired.filter { own[$0.key] != nil }
      $0.messages = $0.messages.filter { own[$0.key] != nil }
      $0.listeners = hall.foreignListeners
    }
    return Set(own.keys)
  }

  /// Puts a desired state into the device's slot.
  public func desire(_ state: DesiredState, of device: DeviceID) { ring { $0.desired[device] = state } }

  /// The link came or went.
  public func linked(_ isLinked: Bool) {
    ring { $0.link = (isLinked, $0.link.map { $0.wasLost || !$0.isLinked } ?? false || !isLinked) }
  }

  /// Puts a message into the slots of the devices that are heard on its topic; the oldest give way.
  public func hear(_ message: BrokerMessage) {
    ring { content in
      for device in content.listeners[message.topic] ?? [] {
        var waiting = content.messages[device] ?? []
        if waiting.count >= Self.mostWaiting {
          waiting.remove(at: waiting.firstIndex { $0.topic == message.topic } ?? 0)
        }
        content.messages[device] = waiting + [message]
      }
    }
  }

  /// Ends the thread, within a second.
  public func end() {
    let isRunning = content.withLock { content in
      defer { content.isEnding = true }
      return content.isBegun && !content.isEnding
    }
    bell.signal()
    if isRunning { _ = ended.wait(timeout: .now() + .milliseconds(900)) }
  }

  private func ring(_ change: (inout Content) -> Void) {
    let isNew = content.withLock { content in
      change(&content)
      defer { content.isRung = true }
      return !content.isRung
    }
    if isNew { bell.signal() }
  }

  private func take() -> Content {
    content.withLock { content in
      defer {
        (content.hall, content.desired, content.messages, content.link) = (nil, [:], [:], nil)
        content.isRung = false
      }
      return content
    }
  }

  private func run(_ tell: @escaping @Sendable (DeviceID, DriverReport) -> Void) {
    var posts = ForeignDevicePosts(timings: timings)
    while true {
      let content = take()
      if content.isEnding { return }
      for (device, action) in posts.turn(content, at: showNow()) {
        switch action {
        case .publish(let message): content.publish?(message)
        case .tell(let report): tell(device, report)
        }
      }
      let now = showNow()
      let wait = posts.wakesAt.map { ($0 - now).milliseconds } ?? Self.longestWaitMilliseconds
      if wait <= 0 { continue }
      _ = bell.wait(timeout: .now() + .milliseconds(Int(min(Self.longestWaitMilliseconds, wait))))
    }
  }
}

/// The machines of all foreign devices; belongs to the driver's thread.
struct ForeignDevicePosts {
  private struct Post {
    var device: Device
    var base: String
    var machine: ForeignDeviceMachine
  }

  let timings: ForeignTimings
  private var posts: [DeviceID: Post] = [:]
  private var isLinked = false

  init(timings: ForeignTimings) { self.timings = timings }

  /// When the next of them wants to be woken.
  var wakesAt: ShowInstant? { posts.values.compactMap(\.machine.wakesAt).min() }

  /// Gives the machines what came, lights first.
  mutating func turn(_ content: ForeignDeviceDriver.Content, at now: ShowInstant) -> [(DeviceID, ForeignAction)] {
    var done: [(DeviceID, ForeignAction)] = []
    if let hall = content.hall { follow(hall.devices, base: hall.base, at: now, &done) }
    if let link = content.link {
      isLinked = link.isLinked
      for id in order() {
        if link.wasLost { give(.linked(false), to: id, at: now, &done) }
        if link.isLinked { give(.linked(true), to: id, at: now, &done) }
      }
    }
    for id in order() {
      if let state = content.desired[id] { give(.desired(state), to: id, at: now, &done) }
      for message in content.messages[id] ?? [] { give(.message(message), to: id, at: now, &done) }
      if let due = posts[id]?.machine.wakesAt, due <= now { give(.due, to: id, at: now, &done) }
    }
    return done
  }

  private func order() -> [DeviceID] {
    posts.keys.sorted { left, right in
      let (first, second) = (posts[left]?.device.kind != .light, posts[right]?.device.kind != .light)
      return first == second ? left < right : second
    }
  }

  private mutating func follow(
    _ devices: [DeviceID: Device], base: String, at now: ShowInstant, _ done: inout [(DeviceID, ForeignAction)]
  ) {
    posts = posts.filter { devices[$0.key] != nil }
    for (id, device) in devices.sorted(by: { $0.key < $1.key }) {
      if let post = posts[id], post.device == device, post.base == base { continue }
      let seed = RetryRhythm.seed(of: id)
      guard let machine = ForeignDeviceMachine(device, base: base, timings: timings, seed: seed) else { continue }
      posts[id] = Post(device: device, base: base, machine: machine)
      if isLinked { give(.linked(true), to: id, at: now, &done) }
    }
  }

  private mutating func give(
    _ event: ForeignEvent, to id: DeviceID, at now: ShowInstant, _ done: inout [(DeviceID, ForeignAction)]
  ) {
    done += (posts[id]?.machine.take(event, at: now) ?? []).map { (id, $0) }
  }
}
