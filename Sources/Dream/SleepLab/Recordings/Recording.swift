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
    var reader = HeaderReader(bytes)
    var header = try reader.read()
    var repairs = reader.repairs
    let lists = Recording.lists(header, bytes)
    Recording.dropStrayRecords(&header, lists.onsets, &repairs)
    if header.recordSeconds ?? 0 <= 0, let seconds = Recording.recordSeconds(from: lists.onsets) {
      header.recordSeconds = seconds
      repairs.append(
        Repair("record-duration", "the header gives no length of a record; \(seconds) s by the records' own times"))
    }
    Recording.refuseSignalsWithoutRate(&header)
    let seconds = header.recordSeconds ?? 0
    let fastest = header.signals.filter { !$0.isAnnotations }.map(\.samplesPerRecord).max() ?? 1
    let laid = Timeline.laidOut(
      onsets: seconds > 0 ? Array(lists.onsets.prefix(header.recordCount)) : [], recordSeconds: seconds,
      toleranceSeconds: max(0.002, 0.5 * seconds / Double(max(1, fastest))))
    let first = seconds > 0 ? laid.firstOnset : 0
    Recording.report(laid.timeline, laid.isDisordered, lists.unreadableCount, header, &repairs)
    self.header = header
    self.bytes = bytes
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
}
