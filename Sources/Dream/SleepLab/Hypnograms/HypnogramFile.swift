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
  /// A form that this version does not read.
  case notRead(HypnogramFormat)
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
    case .notRead(let format):
      "the hypnogram is \(format.rawValue), which this version does not read: export it as EDF+ annotations, "
        + "or write one code a line"
    case .unknownFormat:
      "the hypnogram has no form that is known: give EDF+ annotations, or one code (W, N1, N2, N3, R, ?) a line"
    }
  }
}

/// A hypnogram as it came.
public struct HypnogramFile: Sendable, Hashable {
  /// Its form.
  public let format: HypnogramFormat
  /// What it says, in seconds from its own beginning.
  public let hypnogram: Hypnogram
  /// What was put right.
  public let repairs: [Repair]

  private static let mostBytes = 64 << 20

  /// Reads a hypnogram.
  ///
  /// - Parameter path: where it is.
  /// - Throws: `HypnogramError`, which names lines and byte offsets, never the file or its text.
  public init(path: String) throws(HypnogramError) {
    let bytes: MappedBytes
    do { bytes = try MappedBytes(path: path) } catch { throw .file(error) }
    try self.init(bytes)
  }

  /// Reads a hypnogram that is in memory.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `HypnogramError`.
  public init(_ bytes: MappedBytes) throws(HypnogramError) {
    let start = bytes.bytes(in: 0..<4096)
    switch HypnogramFile.format(of: start, bytes.count) {
    case .annotations:
      let recording: Recording
      do { recording = try Recording(bytes) } catch { throw .recording(error) }
      guard let read = recording.hypnogram else { throw .noStages }
      (format, hypnogram, repairs) = (.annotations, read, recording.repairs)
    case .codePerLine:
      guard bytes.count <= HypnogramFile.mostBytes else { throw .unknownFormat }
      let lines = try HypnogramLines(bytes.bytes(in: 0..<bytes.count))
      (format, hypnogram, repairs) = (.codePerLine, lines.hypnogram, lines.repairs)
    case .some(let format): throw .notRead(format)
    case nil: throw .unknownFormat
    }
  }

  /// The form by the file's first bytes.
  private static func format(of start: [UInt8], _ count: Int) -> HypnogramFormat? {
    if start.first == 0xFF, start.dropFirst().starts(with: Array("BIOSEMI".utf8)) { return .annotations }
    if start.starts(with: Array("0       ".utf8)), count >= 256 { return .annotations }
    let words = String(decoding: start, as: UTF8.self).lowercased()
    let head = words.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if head.hasPrefix("<") { return words.contains("cmpstudyconfig") ? .profusion : .nsrr }
    let firstLine = head.prefix { !$0.isNewline }
    if firstLine.contains("onset") && firstLine.contains("duration") { return .bids }
    let secondLine = head.dropFirst(firstLine.count).drop { $0.isNewline }.prefix { !$0.isNewline }
    for line in [firstLine, secondLine] {
      let words = line.split { $0.isWhitespace || $0 == "," || $0 == ";" }
      if words.count > 1, Double(words[1]) != nil, StageWording.stage(ofCode: String(words[0])) != nil {
        return .stageAndDuration
      }
      if words.count == 1, StageWording.stage(ofCode: String(words[0])) != nil { return .codePerLine }
    }
    return nil
  }
}
