import Crypto

/// The bytes of an entry, of which the chain is made.
///
/// In order: the hash of the entry before (32 bytes); `seq` (8 bytes, the highest first); `role`, `kind`, `artwork`
/// and `subject`, each as a length (4 bytes, the highest first) and UTF-8, a missing one as the length FFFFFFFF
/// alone; `at_ms` (8 bytes); `wall_ms` as the byte 1 and 8 bytes, or the byte 0 alone; `body` as a length and UTF-8.
/// One value serves many rows, so that a commit allocates once.
struct CanonicalRow {
  /// The bytes of the row that was encoded last.
  private(set) var bytes: [UInt8] = []
  private(set) var role = 0..<0
  private(set) var kind = 0..<0
  private(set) var artwork: Range<Int>?
  private(set) var subject: Range<Int>?
  private(set) var body = 0..<0

  /// Encodes an entry.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - previous: the hash of the entry before.
  /// - Returns: the entry's own hash.
  mutating func encode(_ entry: Journal.Entry, after previous: ChainHash) -> ChainHash {
    begin(after: previous, seq: entry.seq)
    role = append(string: entry.role.rawValue)
    kind = append(string: entry.kind)
    artwork = append(optional: entry.artwork)
    subject = append(optional: entry.subject)
    append(at: entry.atMilliseconds, wall: entry.wallMilliseconds)
    body = append(string: entry.body)
    return hash
  }

  /// The hash of what was appended since ``begin(after:seq:)``.
  var hash: ChainHash {
    bytes.withUnsafeBytes { bytes in
      var hasher = SHA256()
      hasher.update(bufferPointer: bytes)
      return ChainHash(hasher.finalize())
    }
  }

  /// Begins a row.
  ///
  /// - Parameters:
  ///   - previous: the hash of the entry before.
  ///   - seq: number of the entry.
  mutating func begin(after previous: ChainHash, seq: Int64) {
    bytes.removeAll(keepingCapacity: true)
    previous.withBytes { bytes.append(contentsOf: $0) }
    append(seq)
  }

  /// Appends a text, or that there is none.
  ///
  /// - Parameter text: UTF-8, or nil.
  mutating func append(text: UnsafeBufferPointer<UInt8>?) {
    guard let text else {
      appendLength(.max)
      return
    }
    appendLength(UInt32(truncatingIfNeeded: text.count))
    bytes.append(contentsOf: text)
  }

  /// Appends the two times.
  ///
  /// - Parameters:
  ///   - at: show time in milliseconds.
  ///   - wall: milliseconds since 1970, or nil.
  mutating func append(at: Int64, wall: Int64?) {
    append(at)
    bytes.append(wall == nil ? 0 : 1)
    if let wall { append(wall) }
  }

  private mutating func append(_ number: Int64) {
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func appendLength(_ length: UInt32) {
    withUnsafeBytes(of: length.bigEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func append(string: String) -> Range<Int> {
    var string = string
    string.withUTF8 { append(text: $0) }
    return (bytes.count - string.utf8.count)..<bytes.count
  }

  private mutating func append(optional string: String?) -> Range<Int>? {
    if let string { return append(string: string) }
    append(text: nil)
    return nil
  }
}

extension Journal {
  /// The hash of an entry in the chain: SHA-256 over the hash before it and the entry's canonical bytes.
  ///
  /// - Parameters:
  ///   - entry: the entry.
  ///   - previous: the hash of the entry before, ``ChainHash/zero`` before the first.
  /// - Returns: the hash.
  public static func hash(of entry: Entry, after previous: ChainHash) -> ChainHash {
    var row = CanonicalRow()
    return row.encode(entry, after: previous)
  }
}
