/// Writes recordings as EDF+C (Kemp and Olivan 2003), without any identity: the fields for a person, a place and a
/// date hold what the standard sets for "unknown".
public struct RecordingWriter: Sendable {
  /// A signal to be written.
  public struct Signal: Sendable {
    /// At most 16 characters of ASCII: `EEG C4-M1`.
    public var label: String
    /// At most 8 characters of ASCII: `uV`.
    public var unit: String
    /// What was filtered: `HP:0.3Hz LP:35Hz`.
    public var prefilter: String
    /// The range that the digital range −32767…32767 stands for: from minus this to this.
    public var greatest: Double
    /// Samples a second; a whole number of them fits a record.
    public var rateHz: Int
    /// The samples in the unit; beyond the range they are cut.
    public var values: [Float]

    /// Makes a signal.
    ///
    /// - Parameters:
    ///   - label: at most 16 characters of ASCII.
    ///   - unit: at most 8 characters of ASCII.
    ///   - prefilter: what was filtered.
    ///   - greatest: the value of the greatest digital number, more than 0.
    ///   - rateHz: samples a second.
    ///   - values: the samples.
    public init(label: String, unit: String, prefilter: String, greatest: Double, rateHz: Int, values: [Float]) {
      self.label = label
      self.unit = unit
      self.prefilter = prefilter
      self.greatest = greatest
      self.rateHz = rateHz
      self.values = values
    }

    /// Makes a signal whose range holds all its samples, so that none is cut.
    ///
    /// - Parameters:
    ///   - label: at most 16 characters of ASCII.
    ///   - unit: at most 8 characters of ASCII.
    ///   - prefilter: what was filtered.
    ///   - rateHz: samples a second.
    ///   - values: the samples; what is not finite becomes 0.
    public init(label: String, unit: String, prefilter: String, rateHz: Int, fitting values: [Float]) {
      let most = values.reduce(0.0) { $1.isFinite ? max($0, Double(abs($1))) : $0 }
      var greatest = most > 0 ? most : 1
      // The header may round down: a little more, until it does not.
      while RecordingWriter.range(greatest).value < most { greatest *= 1.0005 }
      self.init(
        label: label, unit: unit, prefilter: prefilter, greatest: greatest, rateHz: rateHz, values: values)
    }

    /// How many samples lie beyond the range and are cut to it.
    public var cutCount: Int {
      let limit = Float(RecordingWriter.range(greatest).value)
      return values.count { $0.isFinite && abs($0) > limit }
    }
  }

  /// An annotation to be written.
  public struct Note: Sendable, Hashable {
    /// Seconds from the first sample.
    public var onsetSeconds: Double
    /// Its length in seconds; nil for none.
    public var durationSeconds: Double?
    /// Its text.
    public var text: String

    /// Makes an annotation.
    ///
    /// - Parameters:
    ///   - onsetSeconds: from the first sample.
    ///   - durationSeconds: nil for none.
    ///   - text: without control characters.
    public init(onsetSeconds: Double, durationSeconds: Double?, text: String) {
      self.onsetSeconds = onsetSeconds
      self.durationSeconds = durationSeconds
      self.text = text
    }

    /// Makes an annotation at a whole second.
    ///
    /// - Parameters:
    ///   - onsetSeconds: from the first sample.
    ///   - durationSeconds: nil for none.
    ///   - text: without control characters.
    public init(onsetSeconds: Int, durationSeconds: Int?, text: String) {
      self.init(
        onsetSeconds: Double(onsetSeconds), durationSeconds: durationSeconds.map(Double.init), text: text)
    }
  }

  private static let recordSeconds = 30
  private static let digitalGreatest = 32767

  /// The range of a signal as the header holds it: 7 characters, so that both signs have the same number.
  fileprivate static func range(_ greatest: Double) -> (text: String, value: Double) {
    HeaderNumber.text(abs(greatest), width: 7)
  }

  private let signals: [Signal]
  private let notes: [Note]

  /// Prepares a file.
  ///
  /// - Parameters:
  ///   - signals: all of one length; none for a file of annotations alone.
  ///   - notes: by onset.
  public init(signals: [Signal], notes: [Note]) {
    self.signals = signals
    self.notes = notes
  }

  /// The whole file.
  ///
  /// - Returns: EDF+C; a last record that is not full is filled with zeros.
  public func bytes() -> [UInt8] {
    let recordCount = signals.isEmpty ? 1 : recordsOfSignals
    let lists = (0..<recordCount).map { annotationList(record: $0, of: recordCount) }
    // An annotation signal counts in samples of 2 bytes.
    let listBytes = ((lists.map(\.count).max() ?? 2) + 1) / 2 * 2
    var result = header(recordCount, listSamples: listBytes / 2)
    for record in 0..<recordCount {
      for signal in signals { append(signal, record, to: &result) }
      result.append(contentsOf: lists[record])
      result.append(contentsOf: repeatElement(0, count: listBytes - lists[record].count))
    }
    return result
  }

  private var recordsOfSignals: Int {
    let seconds = signals.map { Double($0.values.count) / Double($0.rateHz) }.max() ?? 0
    return max(1, Int((seconds / Double(RecordingWriter.recordSeconds)).rounded(.up)))
  }

  private func append(_ signal: Signal, _ record: Int, to bytes: inout [UInt8]) {
    let count = signal.rateHz * RecordingWriter.recordSeconds
    // The range as a reader will find it, not as it was before it was written in 8 characters.
    let scale = Float(Double(RecordingWriter.digitalGreatest) / RecordingWriter.range(signal.greatest).value)
    let limit = Float(RecordingWriter.digitalGreatest)
    for index in (record * count)..<((record + 1) * count) {
      let value = index < signal.values.count ? signal.values[index] * scale : 0
      let digital = Int16(max(-limit, min(limit, value.isFinite ? value : 0)).rounded())
      bytes.append(UInt8(truncatingIfNeeded: digital))
      bytes.append(UInt8(truncatingIfNeeded: digital >> 8))
    }
  }

  /// The time-stamped annotation lists of one record: its own time first.
  private func annotationList(record: Int, of recordCount: Int) -> [UInt8] {
    let start = record * RecordingWriter.recordSeconds
    let isLast = record == recordCount - 1
    var text = "+\(signals.isEmpty ? 0 : start)\u{14}\u{14}\u{0}"
    for note in notes {
      let isLate = isLast || note.onsetSeconds < Double(start + RecordingWriter.recordSeconds)
      let belongs = signals.isEmpty || ((note.onsetSeconds >= Double(start) || record == 0) && isLate)
      guard belongs else { continue }
      let duration = note.durationSeconds.map { "\u{15}\(HeaderNumber.decimal($0, 6))" } ?? ""
      let onset = HeaderNumber.decimal(note.onsetSeconds, 6)
      let words = String(String.UnicodeScalarView(note.text.unicodeScalars.filter { $0.value >= 32 }))
      text += "\(onset.hasPrefix("-") ? "" : "+")\(onset)\(duration)\u{14}\(words)\u{14}\u{0}"
    }
    return Array(text.utf8)
  }

  private func header(_ recordCount: Int, listSamples: Int) -> [UInt8] {
    let count = signals.count + 1
    var text = ""
    let add = { (field: String, width: Int) in
      let ascii = String(field.unicodeScalars.map { $0.isASCII && $0.value >= 32 ? Character($0) : "?" }).prefix(width)
      text += ascii + String(repeating: " ", count: width - ascii.count)
    }
    add("0", 8)
    add("X X X X", 80)
    // The standard's unknown start: no date in the recording field, the earliest date in the old one.
    add("Startdate X X X X", 80)
    add("01.01.85", 8)
    add("00.00.00", 8)
    add("\(256 * (count + 1))", 8)
    add("EDF+C", 44)
    add("\(recordCount)", 8)
    add("\(signals.isEmpty ? 0 : RecordingWriter.recordSeconds)", 8)
    add("\(count)", 4)
    let columns: [(width: Int, signal: (Signal) -> String, annotations: String)] = [
      (16, { $0.label }, "EDF Annotations"), (80, { _ in "" }, ""), (8, { $0.unit }, ""),
      (8, { "-" + RecordingWriter.range($0.greatest).text }, "-1"),
      (8, { RecordingWriter.range($0.greatest).text }, "1"),
      (8, { _ in "-32767" }, "-32768"), (8, { _ in "32767" }, "32767"), (80, { $0.prefilter }, ""),
      (8, { "\($0.rateHz * RecordingWriter.recordSeconds)" }, "\(listSamples)"), (32, { _ in "" }, ""),
    ]
    for column in columns {
      for signal in signals { add(column.signal(signal), column.width) }
      add(column.annotations, column.width)
    }
    return Array(text.utf8)
  }
}
