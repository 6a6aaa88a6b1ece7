/// A polysomnography file, open: its header, its timeline and its annotations, with the samples where they lie.
///
/// Fields that name a person, a place or a date are never decoded. Times are seconds from the first sample.
public struct Recording: Sendable {
  /// What the header says.
  public let header: RecordingHeader
  /// When the records happened.
  public let timeline: Timeline
  /// The annotations in the order of the file.
  public let annotations: [Annotation]
  /// What was put right, each fault once.
  public private(set) var repairs: [Repair]
  let bytes: MappedBytes

  /// The signals that hold samples, with their index in the header.
  public var signalIndices: [Int] {
    header.signals.indices.filter { !header.signals[$0].isAnnotations }
  }

  /// Opens a recording.
  ///
  /// - Parameter path: where it is: EDF, EDF+C, EDF+D, BDF, BDF+C or BDF+D.
  /// - Throws: `RecordingError` only if the header cannot be read; it names byte offsets, never the file.
  public init(path: String) throws(RecordingError) {
    let mapped: MappedBytes
    do { mapped = try MappedBytes(path: path) } catch { throw .file(error) }
    try self.init(mapped)
  }

  /// Opens a recording that is in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `RecordingError` only if the header cannot be read.
  public init(_ bytes: MappedBytes) throws(RecordingError) {
    let bytes = LineEndTranslation.undone(bytes)
    var reader = HeaderReader(bytes.bytes)
    reader.report(bytes.repairs)
    var header = try reader.read()
    var repairs = reader.repairs
    var lists = Recording.lists(header, bytes.bytes)
    Recording.dropStrayRecords(&header, lists.onsets, &repairs)
    lists.onsets = Array(lists.onsets.prefix(header.recordCount))
    lists.foreignRecords.removeAll { $0 >= header.recordCount }
    Recording.dropShiftedRecords(&header, &lists, &repairs)
    Recording.settleRecordLength(&header, lists, &repairs)
    Recording.refuseSignalsWithoutRate(&header)
    let seconds = header.recordSeconds ?? 0
    let outlierCount = lists.dropOutliers(recordSeconds: seconds, by: header.toleranceSeconds)
    if outlierCount > 0 {
      repairs.append(
        Repair("record-times", "\(outlierCount) records carry a time that cannot be; placed between their neighbours"))
    }
    let laid = Timeline.laidOut(
      onsets: seconds > 0 ? lists.onsets : [], recordSeconds: seconds, toleranceSeconds: header.toleranceSeconds)
    let first = seconds > 0 ? laid.firstOnset : 0
    if laid.isDisordered {
      repairs.append(Repair("record-order", "some records stand after later ones; put in the order of time"))
    }
    if laid.overlapCount > 0 {
      repairs.append(
        Repair(
          "record-overlap",
          "\(laid.overlapCount) records begin before the one in front ends; where they overlap the later one counts"))
    }
    header.isByteOrderReversed = ByteOrder.isReversed(header, bytes.bytes)
    if header.isByteOrderReversed {
      repairs.append(Repair("byte-order", "the samples stand with their high byte first; read so"))
    }
    if SevenBits.areAllThatIsLeft(header, bytes.bytes) {
      repairs.append(Repair("seven-bits", "no byte of a sample has its highest bit: the file lost them on its way"))
      for index in header.signals.indices where !header.signals[index].isAnnotations {
        header.signals[index].refusal = .sevenBits
      }
    }
    Recording.report(laid.timeline, lists, header, &repairs)
    self.header = header
    self.bytes = bytes.bytes
    timeline = laid.timeline
    annotations = lists.annotations.map {
      var annotation = $0
      annotation.onsetSeconds -= first
      return annotation
    }
    self.repairs = repairs
  }

  /// How many samples a second a signal has; nil where that is not known.
  ///
  /// - Parameter index: the signal's index in the header.
  public func rateHz(of index: Int) -> Double? {
    guard let seconds = header.recordSeconds, seconds > 0 else { return nil }
    return Double(header.signals[index].samplesPerRecord) / seconds
  }

  /// The annotations that give a stage, as a hypnogram; nil where there are none.
  public var hypnogram: Hypnogram? { Hypnogram(annotations: annotations) }

  /// The annotations that give something else that was scored, in the order of the file.
  public var scoredEvents: [ScoredEvent] {
    annotations.compactMap { annotation in
      guard case .event(let kind) = annotation.meaning else { return nil }
      return ScoredEvent(
        kind: kind, onsetSeconds: annotation.onsetSeconds, durationSeconds: annotation.durationSeconds ?? 0)
    }
  }
}
