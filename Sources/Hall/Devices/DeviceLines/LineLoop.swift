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
        device: device, machine: driven.machine, opener: driven.opener, generation: generations, formerChild: former)
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
    guard let post = posts[opened.device], post.generation == opened.generation else {
      return LineSlots.discard(opened.result)
    }
    posts[opened.device]?.isOpening = false
    switch opened.result {
    case .success(let line):
      posts[opened.device]?.line = line
      posts[opened.device]?.splitter = LineSplitter()
      give(.opened(secret: line.secret), to: opened.device)
    case .failure(let fault): give(.lost(fault.description), to: opened.device)
    }
  }

  private func give(_ event: LineEvent, to device: DeviceID) {
    guard let actions = posts[device]?.machine.take(event, at: showNow()) else { return }
    for action in actions {
      switch action {
      case .open: open(device)
      case .send(let bytes):
        if posts[device]?.line != nil { posts[device]?.unsent += bytes }
      case .close: closeLine(of: device)
      case .tell(let report): tell(device, report)
      }
    }
    send(device)
  }

  private func open(_ device: DeviceID) {
    guard let post = posts[device], post.line == nil, !post.isOpening else { return }
    posts[device]?.isOpening = true
    posts[device]?.formerChild = nil
    let (opener, former, generation, slots) = (post.opener, post.formerChild, post.generation, slots)
    let thread = Thread {
      if let former { ChildEnding.end([former], patienceMilliseconds: 500) }
      let result: Result<OpenLine, LineFault>
      do throws(LineFault) { result = .success(try opener.open()) } catch { result = .failure(error) }
      slots.opened(LineSlots.Opened(device: device, generation: generation, result: result))
    }
    thread.name = "line-opener"
    thread.start()
  }

  private func closeLine(of device: DeviceID) {
    guard let line = posts[device]?.line else { return }
    close(line.descriptor)
    if let child = line.child { kill(child, SIGTERM) }
    posts[device]?.formerChild = line.child
    posts[device]?.line = nil
    posts[device]?.unsent = []
  }

  private func lose(_ device: DeviceID, _ why: String) {
    closeLine(of: device)
    give(.lost(why), to: device)
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
    if Machine.hearsBytes { return give(.bytes(Array(bytes[..<count])), to: device) }
    for text in posts[device]?.splitter.take(bytes[..<count]) ?? [] {
      // What a line asks for may close this line, or open another.
      guard posts[device]?.line == line else { return }
      give(.line(text), to: device)
    }
    if posts[device]?.splitter.isOverlong == true { lose(device, "it talks without an end") }
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
