/// A part of a night's file, as the table of sections names it.
struct NightSection: Hashable, Sendable {
  /// What sections there are. A kind that is not known is passed over: a later version may add some.
  enum Kind: UInt32, CaseIterable, Sendable {
    case consent = 1
    case epochs = 2
    case events = 3
    case track = 4
    case provenances = 5
    case reports = 6
  }

  /// The kind's number.
  var kind: UInt32
  /// The offset from the file's beginning in bytes, a multiple of 64.
  var offset: Int
  /// The length in bytes.
  var length: Int
  /// How many entries it has.
  var count: Int
  /// The SHA-256 of its bytes.
  var digest: [UInt8]

  /// Its place in the file.
  var range: Range<Int> { offset..<(offset + length) }

  static let headerByteCount = 64
  static let entryByteCount = 64
  static let digestByteCount = 32
  static let alignment = 64
  static let mostSections = 64
  /// The longest dream report in bytes of UTF-8; a longer one is cut.
  static let mostReportBytes = 65_536

  /// The next offset at which a section may begin.
  static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) / alignment * alignment }
}
