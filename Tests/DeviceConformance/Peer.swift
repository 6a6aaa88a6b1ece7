import DeviceLines
import Foundation
import Glibc
import Sequencer
import Show
import Synchronization

/// How a device at the other end of a line behaves.
enum Manner: String, Sendable, CaseIterable {
  case obedient, slow, refusing, lying, dead
  /// Its line cannot even be opened.
  case away
}

/// A device at the other end, whatever way leads to it; its manner may change while it is spoken to.
protocol BenchPeer: AnyObject, Sendable {
  /// How it behaves.
  var manner: Manner { get set }
  /// How many times it was reached.
  var opened: Int { get }
  /// How many lines to it are open.
  var lines: Int { get }
}

/// What a device says to a line, by its protocol; one for each line that is opened.
protocol PeerTalk: AnyObject, Sendable {
  /// What it says first.
  var greeting: [String] { get }
  /// What it answers; nothing where it is silent.
  func answers(to line: String, as manner: Manner) -> [String]
}

/// A device on loopback, at the other end of socket pairs: its manner may change while it is spoken to.
///
/// A slow one answers each line after a tenth of a second, by its own thread's waiting for descriptors: a player that is told
/// much while it loads has hundreds of lines before it.
final class Peer: LineOpener, BenchPeer {
  private struct State {
    var manner: Manner
    var opened = 0
    var lines = 0
  }

  private let state: Mutex<State>
  private let end: String
  private let makeTalk: @Sendable () -> any PeerTalk

  init(_ manner: Manner, end: String, _ makeTalk: @escaping @Sendable () -> any PeerTalk) {
    state = Mutex(State(manner: manner))
    (self.end, self.makeTalk) = (end, makeTalk)
  }

  var manner: Manner {
    get { state.withLock { $0.manner } }
    set { state.withLock { $0.manner = newValue } }
  }
  /// How many lines were opened.
  var opened: Int { state.withLock { $0.opened } }
  /// How many lines are open.
  var lines: Int { state.withLock { $0.lines } }

  func open() throws(LineFault) -> OpenLine {
    guard manner != .away else { throw LineFault("no connection") }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &pair) == 0 else {
      throw LineFault("no socket pair")
    }
    _ = fcntl(pair[0], F_SETFL, O_NONBLOCK)
    let (theirs, talk) = (pair[1], makeTalk())
    state.withLock { state in
      state.opened += 1
      state.lines += 1
    }
    let thread = Thread { [self] in serve(theirs, talk) }
    thread.start()
    return OpenLine(descriptor: pair[0])
  }

  private func serve(_ descriptor: Int32, _ talk: any PeerTalk) {
    if manner != .dead { say(talk.greeting, descriptor) }
    var splitter = LineSplitter()
    var bytes = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      for line in splitter.take(bytes[..<count]) {
        let manner = manner
        if manner == .slow { poll(nil, 0, 100) }
        if manner != .dead { say(talk.answers(to: line, as: manner), descriptor) }
      }
    }
    close(descriptor)
    state.withLock { $0.lines -= 1 }
  }

  private func say(_ lines: [String], _ descriptor: Int32) {
    for line in lines {
      let bytes = Array((line + end).utf8)
      send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
  }
}
