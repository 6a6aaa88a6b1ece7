import Crypto
import Foundation

/// How far a journal has been committed, told outside of it.
///
/// The database can prove that what is in it was not changed, not that nothing is missing at its end: SQLite drops a
/// write-ahead log from the first bad byte on without a word. The mark is what shows it: a small file beside the
/// database with the number and hash of the last committed entry.
///
/// When it is written: after each commit returned, so it never claims more than was committed. It is a plain write
/// into the page cache; it is synchronized with each snapshot, at opening and at closing, not with each commit. So
/// it is exact when a process ends however it ends, and after a power cut it can lag, by what the kernel had not
/// written yet (30 s as a rule, never past the last snapshot). A lagging mark claims less, which is no finding;
/// what it then cannot show is the loss of entries younger than itself. The two slots of 512 bytes are written in
/// turn and each has a check sum, so a torn write leaves the other.
struct Mark: Sendable, Hashable {
  /// Identity of the journal: 32 hexadecimal digits that it got when it was begun.
  var journal: String
  /// The last committed entry.
  var position: Journal.Position

  static let slotBytes = 512

  /// The slot's bytes: a line of text, so that people can read it, padded by spaces.
  var slot: [UInt8] {
    let text = "regie-mark 1 \(journal) \(position.seq) \(position.hash) "
    var bytes = Array(text.utf8)
    bytes.append(contentsOf: Self.checkSum(of: bytes).utf8)
    bytes.append(contentsOf: repeatElement(0x20, count: max(0, Self.slotBytes - 1 - bytes.count)))
    bytes.append(0x0A)
    return bytes
  }

  private static func checkSum(of bytes: [UInt8]) -> String {
    String(ChainHash(SHA256.hash(data: bytes)).description.prefix(16))
  }

  /// Reads a slot.
  ///
  /// - Parameter slot: its bytes; anything but a whole slot with a right check sum gives nil.
  init?(slot: some Collection<UInt8>) {
    let words = String(decoding: slot, as: UTF8.self).split(separator: " ").map(String.init)
    guard words.count >= 6, words[0] == "regie-mark", words[1] == "1", words[2].utf8.count == 32,
      let seq = Int64(words[3]), seq >= 0, let hash = ChainHash(hexadecimal: words[4])
    else { return nil }
    self.init(journal: words[2], position: Journal.Position(seq: seq, hash: hash))
    guard words[5] == Self.checkSum(of: Array(words[0...4].joined(separator: " ").utf8) + [0x20]) else { return nil }
  }

  /// Makes a mark.
  ///
  /// - Parameters:
  ///   - journal: identity of the journal.
  ///   - position: the last committed entry.
  init(journal: String, position: Journal.Position) {
    self.journal = journal
    self.position = position
  }

  /// Reads the newer of the two slots.
  ///
  /// - Parameter path: the mark's file.
  /// - Returns: nil where there is no file, or no slot in order.
  static func read(_ path: String) -> Mark? {
    guard let file = try? OwnedFile(path, O_RDONLY) else { return nil }
    let bytes = file.read(upTo: 2 * slotBytes)
    let slots = stride(from: 0, to: bytes.count, by: slotBytes).map { bytes[$0..<min($0 + slotBytes, bytes.count)] }
    return slots.compactMap { Mark(slot: $0) }.max { $0.position.seq < $1.position.seq }
  }
}

/// The mark's file, open for writing.
final class MarkFile {
  private let file: OwnedFile
  private let journal: String
  private var slotIndex = 0

  /// Opens the file and writes a first mark, in both slots and onto the disk.
  ///
  /// - Parameters:
  ///   - path: the mark's file.
  ///   - mark: the journal's identity and its last entry.
  /// - Throws: what failed.
  init(_ path: String, beginningWith mark: Mark) throws(JournalFault) {
    file = try OwnedFile(path, O_RDWR | O_CREAT)
    journal = mark.journal
    for slotIndex in 0...1 {
      let code = file.write(mark.slot, at: slotIndex * Mark.slotBytes)
      guard code == 0 else { throw OwnedFile.fault(code, path: path) }
    }
    let code = file.synchronize()
    guard code == 0 else { throw OwnedFile.fault(code, path: path) }
  }

  /// Writes the mark of a commit that returned.
  ///
  /// - Parameters:
  ///   - position: the last committed entry.
  ///   - synchronized: whether to wait for the disk.
  /// - Returns: 0, or errno.
  func write(_ position: Journal.Position, synchronized: Bool) -> Int32 {
    let code = file.write(Mark(journal: journal, position: position).slot, at: slotIndex * Mark.slotBytes)
    guard code == 0 else { return code }
    slotIndex = 1 - slotIndex
    return synchronized ? file.synchronize() : 0
  }
}
