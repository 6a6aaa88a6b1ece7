import Foundation
import Glibc
import Sequencer
import Show

/// The thread of a driver: gives machines their events, does what they want done.
final class LineLoop<Machine: DeviceMachine> {
  /// A device with its machine and its line.
  private struct Post {
    var device: Device
    var machine: Machine
    var opener: any LineOpener
    /// The name of a line that others are on too.
    var shared: String?
    var generation: Int
    var line: OpenLine?
    var splitter = LineSplitter()
    var unsent: [UInt8] = []
    /// The process that the line before had, to be ended before another starts.
    var formerChild: Int32?
    var isOpening = false
  }

  /// The most bytes that wait for a device which does not read.
  private static var mostUnsentBytes: Int { 262_144 }
  /// The most bytes that are read of a device in a turn.
  private static var mostReadBytes: Int { 65_536 }
  private static var longestWaitMilliseconds: Int64 { 1000 }

  private let slots: LineSlots
  private let showNow: @Sendable () -> ShowInstant
  private let make: LineDriver<Machine>.Maker
  private let tell: @Sendable (DeviceID, DriverReport) -> Void
  private var posts: [DeviceID: Post] = [:]
  /// Who talks on each line that is shared.
  private var turns: [String: LineTurns] = [:]
  /// What machines are to be given, in order: one may come of another.
  private var events: [(event: LineEvent, device: DeviceID)] = []
  private var isGiving = false
  private var generations = 0

  init(
    slots: LineSlots, showNow: @escaping @Sendable () -> ShowInstant, make: @escaping LineDriver<Machine>.Maker,
    tell: @escaping @Sendable (DeviceID, DriverReport) -> Void
  ) {
    (self.slots, self.showNow, self.make, self.tell) = (slots, showNow, make, tell)
  }

  /// Turns until the driver ends.
  func run() {
    while true {
      let content = slots.take()
      if content.isEnding { return finish(content.opened) }
      if let hall = content.hall { follow(hall) }
      for opened in content.opened { take(opened) }
      for (device, state) in content.desired.sorted(by: { $0.key < $1.key }) { give(.desired(state), to: device) }
      for device in posts.keys.sorted() where isDue(device) { give(.due, to: device) }
      waitAndTalk()
    }
  }

  private func isDue(_ device: DeviceID) -> Bool {
    posts[device]?.machine.wakesAt.map { $0 <= showNow() } ?? false
  }

  private func follow(_ hall: [DeviceID: Device]) {
    for (id, device) in hall where posts[id]?.device != device {
      guard let driven = make(device) else { continue }
      closeLine(of: id)
      generations += 1
      let former = posts[id]?.formerChild
      posts[id] = Post(
        device: device, machine: driven.machine, opener: driven.opener, shared: driven.shared, generation: generations,
        formerChild: former)
    }
    for id in posts.keys where hall[id] == nil {
      closeLine(of: id)
      if let child = posts[id]?.formerChild {
        Thread { ChildEnding.end([child], patienceMilliseconds: 500) }.start()
      }
      posts[id] = nil
    }
  }

  private func take(_ opened: LineSlots.Opened) {
    // A shared line is for all who wait for it, whoever asked for it first and may be gone by now.
    let takers = posts.filter { id, post in
      guard let shared = opened.shared else { return id == opened.device && post.generation == opened.generation }
      return post.shared == shared && post.isOpening
    }
    guard takers.isEmpty == false else { return LineSlots.discard(opened.result) }
    for id in takers.keys.sorted() {
      posts[id]?.isOpening = false
      switch opened.result {
      case .success(let line): begin(line, of: id)
      case .failure(let fault): give(.lost(fault.description), to: id)
      }
    }
  }

  private func begin(_ line: OpenLine, of device: DeviceID) {
    posts[device]?.line = line
    posts[device]?.splitter = LineSplitter()
    give(.opened(secret: line.secret), to: device)
  }

  /// Gives a machine an event, after those that are on their way, and does what it wants done.
  private func give(_ event: LineEvent, to device: DeviceID) {
    events.append((event, device))
    guard isGiving == false else { return }
    isGiving = true
    defer { isGiving = false }
    while events.isEmpty == false {
      let (event, device) = events.removeFirst()
      guard let actions = posts[device]?.machine.take(event, at: showNow()) else { continue }
      for action in actions { carryOut(action, of: device) }
      send(device)
    }
  }

  private func carryOut(_ action: LineAction, of device: DeviceID) {
    switch action {
    case .open: open(device)
    case .send(let bytes):
      if posts[device]?.line != nil { posts[device]?.unsent += bytes }
    case .close: closeLine(of: device)
    case .turn:
      guard let shared = posts[device]?.shared else { return give(.turn, to: device) }
      if turns[shared, default: LineTurns()].ask(device) { give(.turn, to: device) }
    case .pass: passTurn(of: device)
    case .tell(let report): tell(device, report)
    }
  }

  private func passTurn(of device: DeviceID) {
    guard let shared = posts[device]?.shared, let next = turns[shared]?.leave(device) else { return }
    // What is on its way yet goes out first: commands never mix.
    let unsent = posts[device]?.unsent ?? []
    posts[device]?.unsent = []
    posts[next]?.unsent = unsent
    give(.turn, to: next)
  }

  private func open(_ device: DeviceID) {
    guard let post = posts[device], post.line == nil, !post.isOpening else { return }
    let others = posts.values.filter { post.shared != nil && $0.shared == post.shared }
    if let line = others.compactMap(\.line).first { return begin(line, of: device) }
    posts[device]?.isOpening = true
    if others.contains(where: \.isOpening) { return }
    posts[device]?.formerChild = nil
    let (opener, former, generation, slots) = (post.opener, post.formerChild, post.generation, slots)
    let thread = Thread { [shared = post.shared] in
      if let former { ChildEnding.end([former], patienceMilliseconds: 500) }
      let result: Result<OpenLine, LineFault>
      do throws(LineFault) { result = .success(try opener.open()) } catch { result = .failure(error) }
      slots.opened(LineSlots.Opened(device: device, generation: generation, shared: shared, result: result))
    }
    thread.name = "line-opener"
    thread.start()
  }

  /// Closes a device's line; one that others are on too stays open for them.
  private func closeLine(of device: DeviceID) {
    guard let line = posts[device]?.line else { return }
    passTurn(of: device)
    posts[device]?.line = nil
    posts[device]?.unsent = []
    if posts.values.contains(where: { $0.line == line }) { return }
    close(line.descriptor)
    if let child = line.child { kill(child, SIGTERM) }
    posts[device]?.formerChild = line.child
  }

  /// The line is lost, for all who are on it.
  private func lose(_ device: DeviceID, _ why: String) {
    guard let line = posts[device]?.line else { return }
    let all = posts.filter { $0.value.line == line }.keys.sorted()
    for id in all { closeLine(of: id) }
    for id in all { give(.lost(why), to: id) }
  }

  private func send(_ device: DeviceID) {
    guard let post = posts[device], let line = post.line, !post.unsent.isEmpty else { return }
    let count =
      line.isSocket
      ? Glibc.send(line.descriptor, post.unsent, post.unsent.count, Int32(MSG_NOSIGNAL))
      : write(line.descriptor, post.unsent, post.unsent.count)
    if count > 0 { posts[device]?.unsent.removeFirst(count) }
    if count < 0, errno != EAGAIN, errno != EINTR { return lose(device, "it closed its line") }
    if let left = posts[device]?.unsent.count, left > Self.mostUnsentBytes { lose(device, "it reads nothing") }
  }

  private func waitAndTalk() {
    let open = posts.compactMap { id, post in post.line.map { (id, $0.descriptor, !post.unsent.isEmpty) } }
    var waiting = [pollfd(fd: slots.bell, events: Int16(POLLIN), revents: 0)]
    for (_, descriptor, hasMore) in open {
      waiting.append(pollfd(fd: descriptor, events: Int16(hasMore ? POLLIN | POLLOUT : POLLIN), revents: 0))
    }
    let now = showNow()
    let due = posts.values.compactMap(\.machine.wakesAt).min().map { ($0 - now).milliseconds }
    let wait = max(0, min(Self.longestWaitMilliseconds, due ?? Self.longestWaitMilliseconds))
    guard poll(&waiting, nfds_t(waiting.count), Int32(wait)) > 0 else { return }
    for (index, entry) in open.enumerated() {
      let events = waiting[index + 1].revents
      guard events != 0, posts[entry.0]?.line?.descriptor == entry.1 else { continue }
      if events & Int16(POLLOUT) != 0 { send(entry.0) }
      if events & Int16(POLLIN | POLLHUP | POLLERR) != 0 { receive(entry.0) }
    }
  }

  private func receive(_ device: DeviceID) {
    guard let line = posts[device]?.line else { return }
    var bytes = [UInt8](repeating: 0, count: Self.mostReadBytes)
    let count = read(line.descriptor, &bytes, bytes.count)
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    // An empty datagram is no end of a line.
    if count == 0, Self.isDatagram(line) { return }
    guard count > 0 else { return lose(device, "it closed its line") }
    if Machine.hearsBytes {
      for hearer in hearers(of: line, read: device) { give(.bytes(Array(bytes[..<count])), to: hearer) }
      return
    }
    for text in posts[device]?.splitter.take(bytes[..<count]) ?? [] {
      // What a line asks for may close this line, or open another.
      guard posts[device]?.line == line else { return }
      give(.line(text), to: device)
    }
    if posts[device]?.splitter.isOverlong == true { lose(device, "it talks without an end") }
  }

  /// Who hears what comes on a line: whoever talks on it; all who are on it where nobody does.
  private func hearers(of line: OpenLine, read device: DeviceID) -> [DeviceID] {
    guard let shared = posts[device]?.shared else { return [device] }
    if let holder = turns[shared]?.holder { return [holder] }
    return posts.filter { $0.value.line == line }.keys.sorted()
  }

  private static func isDatagram(_ line: OpenLine) -> Bool {
    var (kind, size): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
    return line.isSocket && getsockopt(line.descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) == 0
      && kind == Int32(SOCK_DGRAM.rawValue)
  }

  private func finish(_ opened: [LineSlots.Opened]) {
    for device in posts.keys { closeLine(of: device) }
    ChildEnding.end(posts.values.compactMap(\.formerChild), patienceMilliseconds: 400)
    for late in opened + slots.finish() { LineSlots.discard(late.result) }
  }
}
