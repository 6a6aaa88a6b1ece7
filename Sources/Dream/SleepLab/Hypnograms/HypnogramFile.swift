/// The forms in which hypnograms come.
public enum HypnogramFormat: String, Sendable, Hashable, CaseIterable {
  /// Annotations in an EDF+ or BDF+ file.
  case annotations = "EDF+ annotations"
  /// One code a line, one line an epoch of 30 s.
  case codePerLine = "one code a line"
  /// A stage and its length a line.
  case stageAndDuration = "stage and duration"
  /// The XML of the National Sleep Research Resource.
  case nsrr = "NSRR XML"
  /// The XML of Compumedics Profusion.
  case profusion = "Profusion XML"
  /// The events table of a BIDS data set.
  case bids = "BIDS events"
  /// An onset and a stage a line, with a length or without.
  case onsetAndStage = "onset and stage"
  /// Events by the clock, as Noxturnal exports them.
  case noxturnal = "Noxturnal events"
}

/// Why a hypnogram cannot be used.
public enum HypnogramError: Error, Hashable, CustomStringConvertible {
  /// The bytes cannot be had.
  case file(FileError)
  /// The EDF or BDF file around the annotations cannot be read.
  case recording(RecordingError)
  /// The file holds no stage.
  case noStages
  /// A line is not a stage.
  case lineUnreadable(Int)
  /// An XML document that is broken.
  case xmlUnreadable(line: Int)
  /// An XML document that declares types or entities.
  case declaresTypes
  /// Stages to a length that no epoch has.
  case epochLength
  /// More bytes than any scoring has.
  case tooLarge
  /// The file has none of the known forms.
  case unknownFormat

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .recording(let error): error.description
    case .noStages: "the hypnogram holds no stage: give the file with the scoring, not the recording"
    case .lineUnreadable(let line):
      "line \(line) of the hypnogram is no stage: write W, N1, N2, N3, R or ? on each line"
    case .xmlUnreadable(let line): "line \(line) of the hypnogram's XML is broken: export it again"
    case .declaresTypes:
      "the hypnogram's XML declares types or entities, which no scoring needs: take the <!DOCTYPE …> out"
    case .epochLength:
      "the hypnogram's epochs are shorter than 1 s or longer than 120 s: export it with epochs of 30 s"
    case .tooLarge: "the hypnogram has more than 64 MiB: give the file with the scoring alone"
    case .unknownFormat:
      "the hypnogram has no form that is known: give EDF+ annotations, NSRR or Profusion XML, a BIDS table, "
        + "or one code (W, N1, N2, N3, R, ?) a line"
    }
  }
}

/// A hypnogram as it came.
public struct HypnogramFile: Sendable, Hashable {
  /// Its form.
  public let format: HypnogramFormat
  /// What it says, in seconds from the recording's first sample, or from its own beginning where no recording is known.
  public let hypnogram: Hypnogram
  /// What was scored beside stages, by onset; kinds that are not known are left out.
  public let events: [ScoredEvent]
  /// What was put right.
  public let repairs: [Repair]

  private static let mostBytes = 64 << 20

  /// Reads a hypnogram; beside a BIDS table `….tsv` its description `….json` is read, where there is one.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - recording: the recording that it belongs to; where both carry a time of the clock, the scoring is moved by
  ///     the difference.
  /// - Throws: `HypnogramError`, which names lines and byte offsets, never the file or its text.
  public init(path: String, of recording: Recording? = nil) throws(HypnogramError) {
    let bytes: MappedBytes
    do { bytes = try MappedBytes(path: path) } catch { throw .file(error) }
    var description: MappedBytes?
    if path.lowercased().hasSuffix(".tsv") { description = try? MappedBytes(path: path.dropLast(4) + ".json") }
    try self.init(bytes, of: recording, description: description)
  }

  /// Reads a hypnogram that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - recording: the recording that it belongs to.
  ///   - description: what a BIDS data set says of the table's columns, as JSON.
  /// - Throws: `HypnogramError`.
  public init(
    _ bytes: MappedBytes, of recording: Recording? = nil, description: MappedBytes? = nil
  ) throws(HypnogramError) {
    var scoring = try HypnogramFile.scoring(bytes, description)
    scoring.judge()
    scoring.align(with: recording)
    format = scoring.format
    hypnogram = Hypnogram(periods: scoring.periods)
    events = scoring.events.sorted { $0.onsetSeconds < $1.onsetSeconds }
    repairs = scoring.repairs
  }

  private static func scoring(_ bytes: MappedBytes, _ description: MappedBytes?) throws(HypnogramError) -> Scoring {
    let start = bytes.bytes(in: 0..<256)
    if isRecording(start, bytes.count) { return try annotations(bytes) }
    guard bytes.count <= mostBytes else { throw .tooLarge }
    guard bytes.count > 0 else { throw .unknownFormat }
    let all = bytes.bytes(in: 0..<bytes.count)
    let text = ScoringText.decoded(start)
    let head = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if head.hasPrefix("<") { return try ScoringXML.scoring(all) }
    // A picture, an archive: bytes that no text has.
    guard !text.unicodeScalars.contains(where: { $0.value < 9 || (14..<32).contains($0.value) }) else {
      throw .unknownFormat
    }
    let table = CellTable(ScoringText.decoded(all))
    if ClockTable.isLikely(table) { return try ClockTable(table).scoring() }
    return try ScoringTable(table).scoring(
      levels: description.map { ColumnLevels.read($0.bytes(in: 0..<$0.count)) } ?? [:])
  }

  private static func isRecording(_ start: [UInt8], _ count: Int) -> Bool {
    if start.first == 0xFF, start.dropFirst().starts(with: Array("BIOSEMI".utf8)) { return true }
    return start.starts(with: Array("0       ".utf8)) && count >= 256
  }

  private static func annotations(_ bytes: MappedBytes) throws(HypnogramError) -> Scoring {
    let recording: Recording
    do { recording = try Recording(bytes) } catch { throw .recording(error) }
    guard let read = recording.hypnogram else { throw .noStages }
    return Scoring(
      format: .annotations, periods: read.periods, events: recording.scoredEvents, repairs: recording.repairs,
      clockSeconds: StartClock.seconds(of: bytes))
  }
}
