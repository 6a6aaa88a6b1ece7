/// A night's stages and events as an EDF+ file of annotations (edfplus.info, section 2.2), without any identity.
///
/// An annotation an epoch and one an event, in records of 60 000 bytes at most; the start date is the standard's unknown.
public enum ScoringEDF {
  /// EDF asks for records of no more than 61 440 bytes.
  private static let mostRecordBytes = 60_000

  /// The file of a night.
  ///
  /// - Parameter night: the night.
  /// - Returns: the whole file.
  public static func bytes(of night: Night) -> [UInt8] {
    let keeping = Array("+0\u{14}\u{14}\u{0}".utf8)
    var records = [keeping]
    for entry in ScoringEntry.entries(of: night) {
      let sign = entry.onsetSeconds < 0 ? "" : "+"
      let text =
        "\(sign)\(ScoringEntry.text(entry.onsetSeconds))\u{15}\(ScoringEntry.text(entry.durationSeconds))"
        + "\u{14}\(entry.words)\u{14}\u{0}"
      let list = Array(text.utf8)
      if records[records.count - 1].count + list.count > mostRecordBytes { records.append(keeping) }
      records[records.count - 1] += list
    }
    let recordBytes = ((records.map(\.count).max() ?? 2) + 1) / 2 * 2
    var bytes = header(of: night.id, recordCount: records.count, samples: recordBytes / 2)
    for record in records { bytes += record + [UInt8](repeating: 0, count: recordBytes - record.count) }
    return bytes
  }

  private static func header(of id: NightID, recordCount: Int, samples: Int) -> [UInt8] {
    let fields: [(String, Int)] = [
      ("0", 8), ("X X X X", 80), ("Startdate X X X \(NightMark.text(id))", 80), ("01.01.85", 8), ("00.00.00", 8),
      ("512", 8), ("EDF+C", 44), ("\(recordCount)", 8), ("0", 8), ("1", 4), ("EDF Annotations", 16), ("", 80), ("", 8),
      ("-1", 8), ("1", 8), ("-32768", 8), ("32767", 8), ("", 80), ("\(samples)", 8), ("", 32),
    ]
    return fields.flatMap { text, width in
      Array(text.utf8.prefix(width)) + [UInt8](repeating: 0x20, count: max(0, width - text.utf8.count))
    }
  }
}
