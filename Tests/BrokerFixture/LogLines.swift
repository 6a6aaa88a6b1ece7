import Foundation
import Glibc
import Synchronization

/// The lines that a child process wrote so far, read by a thread of its own; tests wait for lines instead of sleeping.
final class LogLines: Sendable {
  private struct Waiter {
    let identifier: Int
    let text: String
    let start: Int
    let continuation: CheckedContinuation<String?, Never>
  }

  private struct State {
    var lines: [String] = []
    var ended = false
    var waiters: [Waiter] = []
    var nextIdentifier = 0
  }

  private let state = Mutex(State())
  /// Whether the line came that the initialiser waited for.
  let foundFirst: Bool

  /// Reads a descriptor until a line comes, then goes on until its end on a new thread.
  ///
  /// - Parameters:
  ///   - descriptor: a pipe's read end; duplicated here, so the caller may close its own at any time.
  ///   - text: what the awaited line contains.
  ///   - milliseconds: how long to wait for it at most.
  init(reading descriptor: Int32, until text: String, within milliseconds: Int32) {
    let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    var reader = LineReader(descriptor: own)
    var first: [String] = []
    while !first.contains(where: { $0.contains(text) }), reader.waits(milliseconds), let lines = reader.next() {
      first += lines
    }
    foundFirst = first.contains { $0.contains(text) }
    state.withLock { $0.lines = first }
    let rest = reader
    Thread.detachNewThread { [weak self] in
      var reader = rest
      while let lines = reader.next() {
        for line in lines { self?.add(line) }
      }
      close(own)
      self?.end()
    }
  }

  /// All lines so far.
  var all: [String] { state.withLock { $0.lines } }

  /// Waits for a line.
  ///
  /// - Parameters:
  ///   - text: what the line must contain.
  ///   - start: the index of the first line that counts.
  ///   - seconds: how long to wait at most.
  /// - Returns: the line, or nil when the process ended or the time ran out before it came.
  func line(containing text: String, from start: Int, within seconds: Double) async -> String? {
    await withCheckedContinuation { continuation in
      let identifier: Int? = state.withLock { state in
        if let line = state.lines[min(start, state.lines.count)...].first(where: { $0.contains(text) }) {
          continuation.resume(returning: line)
          return nil
        }
        if state.ended {
          continuation.resume(returning: nil)
          return nil
        }
        state.nextIdentifier += 1
        state.waiters.append(
          Waiter(identifier: state.nextIdentifier, text: text, start: start, continuation: continuation))
        return state.nextIdentifier
      }
      guard let identifier else { return }
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in self?.giveUp(identifier) }
    }
  }

  private func add(_ line: String) {
    state.withLock { state in
      state.lines.append(line)
      let index = state.lines.count - 1
      for waiter in state.waiters where index >= waiter.start && line.contains(waiter.text) {
        waiter.continuation.resume(returning: line)
      }
      state.waiters.removeAll { index >= $0.start && line.contains($0.text) }
    }
  }

  private func end() {
    state.withLock { state in
      state.ended = true
      for waiter in state.waiters { waiter.continuation.resume(returning: nil) }
      state.waiters = []
    }
  }

  private func giveUp(_ identifier: Int) {
    state.withLock { state in
      for waiter in state.waiters where waiter.identifier == identifier { waiter.continuation.resume(returning: nil) }
      state.waiters.removeAll { $0.identifier == identifier }
    }
  }
}

/// Cuts what a descriptor gives into lines.
private struct LineReader {
  let descriptor: Int32
  private var partial: [UInt8] = []
  private var buffer = [UInt8](repeating: 0, count: 4096)

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether something can be read within a time.
  func waits(_ milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) > 0
  }

  /// The lines that one read completed, or nil at the end.
  mutating func next() -> [String]? {
    var count = read(descriptor, &buffer, buffer.count)
    while count < 0 && errno == EINTR { count = read(descriptor, &buffer, buffer.count) }
    guard count > 0 else { return nil }
    var lines: [String] = []
    for byte in buffer[..<count] {
      if byte == UInt8(ascii: "\n") {
        lines.append(String(decoding: partial, as: UTF8.self))
        partial.removeAll(keepingCapacity: true)
      } else {
        partial.append(byte)
      }
    }
    return lines
  }
}
