/// The time of day at which a recording begins, used for the distance of two files and never shown or kept.
enum StartClock {
  private static let noDate = Array("01.01.85".utf8)

  /// Seconds from midnight; nil where the header gives none, or only the standard's placeholder.
  static func seconds(of bytes: MappedBytes) -> Double? {
    let start = bytes.bytes(in: 168..<184)
    guard start.count == 16 else { return nil }
    let parts = start[8...].split { !(48...57).contains($0) }
      .map { part in part.reduce(0) { $0 * 10 + Int($1) - 48 } }
    guard parts.count == 3, parts[0] < 25, parts[1] < 60, parts[2] < 61 else { return nil }
    let seconds = Double(parts[0] * 3600 + parts[1] * 60 + parts[2])
    // Midnight is what a cleaned file says: no time rather than that one.
    return seconds == 0 || Array(start[..<8]) == noDate ? nil : seconds
  }
}

extension Scoring {
  private static let day = 86_400.0

  /// Moves the scoring to where its clock says that it belongs on a recording, if both have one and they then meet.
  mutating func align(with recording: Recording?) {
    guard let recording, let own = clockSeconds, let start = StartClock.seconds(of: recording.bytes) else { return }
    var offset = (own - start).truncatingRemainder(dividingBy: Scoring.day)
    if offset > Scoring.day / 2 { offset -= Scoring.day }
    if offset < -Scoring.day / 2 { offset += Scoring.day }
    guard abs(offset) >= 0.5 else { return }
    let duration = recording.timeline.durationSeconds
    let meets = periods.contains { $0.seconds.upperBound + offset > 0 && $0.seconds.lowerBound + offset < duration }
    guard meets else {
      repairs.append(
        Repair(
          "scoring-clock", "by its clock the scoring lies outside the recording; laid at the recording's beginning"))
      return
    }
    periods = periods.map {
      StagePeriod(stage: $0.stage, seconds: ($0.seconds.lowerBound + offset)..<($0.seconds.upperBound + offset))
    }
    for index in events.indices { events[index].onsetSeconds += offset }
    repairs.append(
      Repair("scoring-clock", "by both clocks the scoring begins \(offset) s after the recording's first sample; moved")
    )
  }
}
