import Crypto

/// Opens a night's file: first its head and table, then its sections, each after its digest.
struct NightOpening {
  private let bytes: MappedBytes
  private let id: NightID
  private let durationSeconds: Double
  private let sections: [NightSection.Kind: NightSection]

  /// Reads the head and the table of sections, whose digest is checked.
  init(_ bytes: MappedBytes) throws(NightFileError) {
    let head = bytes.bytes(in: 0..<NightSection.headerByteCount)
    guard head.starts(with: NightFile.magic) else { throw .notANight }
    var reader = ByteReader(head, end: head.count)
    reader.skip(NightFile.magic.count)
    guard let version = reader.unsigned() else { throw .damaged(atByte: 0) }
    guard version == NightFile.version else { throw .version(version) }
    guard let sectionCount = reader.unsigned(), sectionCount <= NightSection.mostSections else {
      throw .damaged(atByte: 0)
    }
    let tableEnd = NightSection.headerByteCount + Int(sectionCount) * NightSection.entryByteCount
    let digest = bytes.bytes(in: tableEnd..<(tableEnd + NightSection.digestByteCount))
    guard Self.digest(of: bytes, in: 0..<tableEnd) == digest else { throw .damaged(atByte: 0) }
    guard let byteCount = reader.count(), byteCount == bytes.count else { throw .damaged(atByte: 16) }
    let id = NightID(rawValue: String(decoding: reader.take(16), as: UTF8.self))
    guard let id, let duration = reader.double(), duration.isFinite, duration >= 0 else {
      throw .badValue(atByte: 24)
    }
    (self.bytes, self.id, durationSeconds) = (bytes, id, duration)
    sections = try Self.table(of: bytes, count: Int(sectionCount), from: tableEnd + NightSection.digestByteCount)
  }

  private static func table(
    of bytes: MappedBytes, count: Int, from start: Int
  ) throws(NightFileError) -> [NightSection.Kind: NightSection] {
    var sections: [NightSection.Kind: NightSection] = [:]
    for index in 0..<count {
      let place = NightSection.headerByteCount + index * NightSection.entryByteCount
      let entry = bytes.bytes(in: place..<(place + NightSection.entryByteCount))
      var reader = ByteReader(entry, end: entry.count)
      guard let number = reader.unsigned(), reader.unsigned() != nil, let offset = reader.count(),
        let length = reader.count(), let entries = reader.count(), offset >= start, length <= bytes.count,
        offset <= bytes.count - length, offset % NightSection.alignment == 0
      else { throw .badValue(atByte: place) }
      guard let kind = NightSection.Kind(rawValue: number) else { continue }
      guard sections[kind] == nil else { throw .badValue(atByte: place) }
      sections[kind] = NightSection(
        kind: number, offset: offset, length: length, count: entries,
        digest: reader.take(NightSection.digestByteCount))
    }
    return sections
  }

  /// The consent alone, for those who ask only whether the night may be used still.
  func consent() throws(NightFileError) -> Consent {
    let section = try section(.consent)
    var decoder = try decoder(section)
    return try decoder.consent(useCount: section.count)
  }

  /// The night; its track stays in the map.
  func night(verifying verification: NightFile.Verification) throws(NightFileError) -> Night {
    let track = try section(.track)
    let columnBytes = 4 * FeatureTrack.Feature.allCases.count
    guard track.length % columnBytes == 0, track.count == track.length / columnBytes else {
      throw .badValue(atByte: track.offset)
    }
    if verification == .everything { try verify(track) }
    let events = try entries(.events) { (decoder) throws(NightFileError) in try decoder.event() }
    return Night(
      id: id, durationSeconds: durationSeconds,
      epochs: try entries(.epochs) { (decoder) throws(NightFileError) in try decoder.epoch() },
      track: FeatureTrack(count: track.count, mapped: bytes, offset: track.offset),
      events: events.filter { $0.method == .regie }.map(\.event),
      yasaEvents: events.filter { $0.method == .yasa }.map(\.event),
      provenance: try entries(.provenances) { (decoder) throws(NightFileError) in try decoder.provenance() },
      consent: try consent(),
      reports: try entries(.reports) { (decoder) throws(NightFileError) in try decoder.report() })
  }

  private func entries<Entry>(
    _ kind: NightSection.Kind, _ entry: (inout NightDecoder) throws(NightFileError) -> Entry
  ) throws(NightFileError) -> [Entry] {
    let section = try section(kind)
    var decoder = try decoder(section)
    return try decoder.entries(section.count, entry)
  }

  private func section(_ kind: NightSection.Kind) throws(NightFileError) -> NightSection {
    guard let section = sections[kind] else { throw .badValue(atByte: NightSection.headerByteCount) }
    return section
  }

  private func decoder(_ section: NightSection) throws(NightFileError) -> NightDecoder {
    try verify(section)
    return NightDecoder(bytes.bytes(in: section.range), base: section.offset)
  }

  private func verify(_ section: NightSection) throws(NightFileError) {
    guard Self.digest(of: bytes, in: section.range) == section.digest else {
      throw .damaged(atByte: section.offset)
    }
  }

  private static func digest(of bytes: MappedBytes, in range: Range<Int>) -> [UInt8] {
    bytes.withBytes(in: range) { memory in
      var hash = SHA256()
      hash.update(bufferPointer: memory)
      return Array(hash.finalize())
    }
  }
}
