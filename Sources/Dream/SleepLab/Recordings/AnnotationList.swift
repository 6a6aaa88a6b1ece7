/// The time-stamped annotation lists of one record: `±onset[\x15duration]\x14text\x14…\x00` (EDF+, section 2.2.2).
struct AnnotationList {
  private(set) var annotations: [Annotation] = []
  /// The onset of the first list, which is the record's own time; nil where there is none.
  private(set) var recordOnsetSeconds: Double?
  private(set) var unreadableCount = 0
  /// Whether there are bytes, but no sign stands where the first time begins.
  private(set) var isForeign = false

  private static let farthestSeconds = 1e7

  /// Parses the bytes of one annotation signal in one record.
  init(_ bytes: [UInt8]) {
    if let first = bytes.first, first != 43, first != 45 { isForeign = bytes.contains { $0 != 0 } }
    var rest = bytes[...]
    while let start = rest.firstIndex(where: { $0 != 0 }) {
      let end = rest[start...].firstIndex(of: 0) ?? rest.endIndex
      read(rest[start..<end], isFirst: start == bytes.startIndex)
      rest = rest[end...]
    }
  }

  private mutating func read(_ list: ArraySlice<UInt8>, isFirst: Bool) {
    let parts = list.split(separator: 0x14, omittingEmptySubsequences: false)
    let times = parts[0].split(separator: 0x15, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count > 1, let onset = HeaderText.number(Array(times[0])),
      abs(onset) <= AnnotationList.farthestSeconds
    else {
      unreadableCount += 1
      return
    }
    // An annotation that stands where the record's time should be says nothing about the record.
    if isFirst, parts[1].isEmpty, times.count == 1 { recordOnsetSeconds = onset }
    var duration: Double?
    if times.count > 1 {
      duration = HeaderText.number(Array(times[1]))
      if let given = duration, given < 0 || given > AnnotationList.farthestSeconds { duration = nil }
    }
    for text in parts.dropFirst() where !text.isEmpty {
      annotations.append(Annotation(onsetSeconds: onset, durationSeconds: duration, meaning: .init(text: text)))
    }
  }
}
