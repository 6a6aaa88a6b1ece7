import Foundation
import Journal

let moment = Journal.Moment(atMilliseconds: 0, wallMilliseconds: 1_749_540_000_000)

/// Prints a line at once, whatever standard output is.
func say(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

/// Commits groups, one after the other, and prints `ack NUMBER` once each is acknowledged. After a fault it prints
/// `fault` and what it was, and goes on behind a gap, as a daemon does.
func hammer(_ path: String, groups: Int, size: Int64, isLosing: Bool) {
  do {
    let (writer, opening) = try JournalWriter.open(path: path, at: moment, settings: isLosing ? .losing : .init())
    say("opened \(opening.last.seq)")
    var seq = opening.last.seq
    for index in 0..<groups {
      let expected = writer.acknowledged.seq
      var group = Journal.Group()
      if seq > expected { group.entries = [.gap(from: expected + 1, to: seq, at: moment)] }
      let first = seq + 1 + Int64(group.entries.count)
      group.entries += (first..<first + size).map(entry)
      seq = first + size - 1
      if index % 7 == 0 || group.entries[0].kind == "gap" {
        group.snapshot = Journal.Snapshot(seq: seq, stateHash: "\(seq)", state: #"{"seq":\#(seq)}"#)
      }
      group.answers = [
        Journal.Answer(
          operatorName: "desk", id: "\(seq)", bodyHash: "\(seq)", reply: "{}", seq: seq, wallMilliseconds: seq)
      ]
      switch commit(group, to: writer) {
      case .success: say("ack \(seq)")
      case .failure(let fault): say("fault \(seq) \(fault)")
      }
    }
    writer.close()
    say("closed")
  } catch {
    say("cannot open: \(error)")
    exit(74)
  }
}

private func commit(_ group: Journal.Group, to writer: JournalWriter) -> Result<Void, JournalFault> {
  let done = DispatchSemaphore(value: 0)
  let answer = Answer()
  writer.submit(group) { result in
    answer.result = result
    done.signal()
  }
  done.wait()
  return answer.result
}

/// What the commit thread brings; the semaphore orders the two threads.
private final class Answer: @unchecked Sendable {
  var result: Result<Void, JournalFault> = .failure(.closed)
}

private func entry(_ seq: Int64) -> Journal.Entry {
  Journal.Entry(
    seq: seq, role: .input, kind: seq % 3 == 0 ? "reading" : "command", artwork: seq % 2 == 0 ? "onirica" : nil,
    subject: "desk", atMilliseconds: seq, wallMilliseconds: seq, body: #"{"seq":\#(seq),"text":"()"}"#)
}

/// Opens for writing, prints what was found, and ends.
func open(_ path: String) {
  do {
    let (writer, opening) = try JournalWriter.open(path: path, at: moment)
    switch opening.start {
    case .fresh: say("fresh \(opening.last.seq)")
    case .continued: say("continued \(opening.last.seq)")
    case .begunAnew(let finding, _): say("begun-anew \(opening.last.seq) \(finding.code)")
    }
    writer.close()
  } catch {
    say("cannot open: \(error)")
    exit(74)
  }
}

/// Reads, and prints how it was read and the last number.
func read(_ path: String) {
  do {
    let reader = try JournalReader(path: path)
    say("\(reader.access) \(try reader.last().seq) \(try reader.entries().count)")
  } catch {
    say("cannot read: \(error)")
    exit(74)
  }
}

/// Has ext4 forget all that is not on its device yet, and refuse all that comes (EXT4_IOC_SHUTDOWN without
/// flushing its log, linux/fs/ext4/ext4.h).
///
/// - Returns: 0, or errno.
func cutPower(of folder: String) -> Int32 {
  let shutdown: UInt = 0x8004_587D
  var withoutFlushing: UInt32 = 2
  let descriptor = Glibc.open(folder, O_RDONLY)
  guard descriptor >= 0 else { return errno }
  return ioctl(descriptor, shutdown, &withoutFlushing) == 0 ? 0 : errno
}
