import Foundation
import Testing

@testable import Journal

/// A folder of its own for a test, removed with everything in it.
final class Workbench {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "journal-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var path: String { folder + "/journal.sqlite" }

  static let moment = Journal.Moment(atMilliseconds: 1, wallMilliseconds: 1_749_540_000_000)

  func open(
    _ settings: JournalWriter.Settings = .init(), notices: Notices = Notices()
  ) throws -> (writer: JournalWriter, opening: JournalOpening) {
    try JournalWriter.open(path: path, at: Self.moment, settings: settings) { notices.add($0) }
  }

  func reader() throws -> JournalReader { try JournalReader(path: path) }

  /// The names in the folder, sorted.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  static func entry(
    _ seq: Int64, kind: String = "reading", artwork: String? = "onirica", wall: Int64? = nil, body: String? = nil
  ) -> Journal.Entry {
    Journal.Entry(
      seq: seq, role: .input, kind: kind, artwork: artwork, subject: "onirica-presence", atMilliseconds: seq * 10,
      wallMilliseconds: wall ?? 1_749_540_000_000 + seq, body: body ?? #"{"value":\#(seq)}"#)
  }

  static func group(_ seqs: ClosedRange<Int64>) -> Journal.Group {
    Journal.Group(entries: seqs.map { entry($0) })
  }

  static func snapshot(_ seq: Int64) -> Journal.Snapshot {
    Journal.Snapshot(seq: seq, stateHash: "hash-\(seq)", state: #"{"after":\#(seq)}"#)
  }
}

/// What a writer said meanwhile.
final class Notices: Sendable {
  private let said = Locked<[JournalNotice]>([])

  func add(_ notice: JournalNotice) { said.with { $0.append(notice) } }

  var all: [JournalNotice] { said.with { $0 } }
}

/// A value that several threads use.
final class Locked<Value: Sendable>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) { self.value = value }

  func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
    lock.lock()
    defer { lock.unlock() }
    return try body(&value)
  }
}
