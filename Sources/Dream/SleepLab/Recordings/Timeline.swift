/// When the records of a recording happened.
public struct Timeline: Sendable, Hashable {
  /// Records that follow each other without a gap.
  public struct Segment: Sendable, Hashable {
    /// When the first of them begins, in seconds from the recording's first sample.
    public var startSeconds: Double
    /// The records, by their index in the file.
    public var records: Range<Int>
  }

  /// A stretch without samples.
  public struct Gap: Sendable, Hashable {
    /// Where it begins, in seconds from the recording's first sample.
    public var atSeconds: Double
    /// How long it is in seconds.
    public var lengthSeconds: Double
  }

  /// The segments in the order of time.
  public var segments: [Segment] = []
  /// The length of a record in seconds.
  public var recordSeconds: Double

  /// The end of the last record, in seconds from the first sample.
  public var durationSeconds: Double {
    segments.map { end(of: $0) }.max() ?? 0
  }

  /// The gaps in the order of time.
  public var gaps: [Gap] {
    var result: [Gap] = []
    var reached = segments.first.map { end(of: $0) } ?? 0
    for segment in segments.dropFirst() {
      if segment.startSeconds > reached {
        result.append(Gap(atSeconds: reached, lengthSeconds: segment.startSeconds - reached))
      }
      reached = max(reached, end(of: segment))
    }
    return result
  }

  private func end(of segment: Segment) -> Double {
    segment.startSeconds + Double(segment.records.count) * recordSeconds
  }

  /// Lays the records out by the times that they carry.
  ///
  /// - Parameters:
  ///   - onsets: the time of each record as its annotations give it; nil follows the one before without a gap.
  ///   - recordSeconds: the length of a record, more than 0.
  ///   - toleranceSeconds: a step smaller than this is rounding, not a gap.
  /// - Returns: the timeline, the time of its first sample on the file's own clock, whether the order of the records
  ///   was not that of time, and how many records begin before the one in front ends.
  static func laidOut(
    onsets: [Double?], recordSeconds: Double, toleranceSeconds: Double
  ) -> (timeline: Timeline, firstOnset: Double, isDisordered: Bool, overlapCount: Int) {
    var timeline = Timeline(recordSeconds: recordSeconds)
    var expected = onsets.first.flatMap { $0 } ?? 0
    var isDisordered = false
    var overlapCount = 0
    for (record, onset) in onsets.enumerated() {
      let time = onset ?? expected
      if var last = timeline.segments.last, abs(time - expected) <= toleranceSeconds {
        last.records = last.records.lowerBound..<(record + 1)
        timeline.segments[timeline.segments.count - 1] = last
        expected += recordSeconds
      } else {
        if record > 0, time < expected {
          if time <= expected - recordSeconds - toleranceSeconds { isDisordered = true } else { overlapCount += 1 }
        }
        timeline.segments.append(Segment(startSeconds: time, records: record..<(record + 1)))
        expected = time + recordSeconds
      }
    }
    if isDisordered { timeline.segments.sort { $0.startSeconds < $1.startSeconds } }
    let firstOnset = timeline.segments.first?.startSeconds ?? 0
    for index in timeline.segments.indices { timeline.segments[index].startSeconds -= firstOnset }
    return (timeline, firstOnset, isDisordered, overlapCount)
  }
}
