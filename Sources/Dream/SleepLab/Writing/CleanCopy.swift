/// A recording without anybody in it: EDF+ or BDF+ with the same samples and the same times.
///
/// Patient, recording and date hold what EDF+ sets for "unknown" (edfplus.info, EDF+ 2.1.3.3); the time of day is
/// midnight. Labels are made anew from what they mean (`CleanLabel`), units and filters are kept where they are of the
/// known form, transducers and reserved fields are blank. Annotations keep their onset and length; their text becomes
/// the stage, the kind of event, or `Annotation`. Records come in the order of time, each with its own.
public struct CleanCopy: Sendable {
  /// How many annotations of which sort the copy has.
  public struct AnnotationCounts: Sendable, Hashable {
    /// Stages of sleep.
    public var stages = 0
    /// Events of a known kind, and lights off and on.
    public var events = 0
    /// Others, of which the text is gone.
    public var others = 0
  }

  /// The labels of the copy's signals, in their order.
  public let labels: [String]
  /// How many annotations of which sort it has.
  public let annotationCounts: AnnotationCounts
  /// How many bytes the copy has.
  public var byteCount: Int { header.count + order.count * recordByteCount }

  private let recording: Recording
  private let signals: [Int]
  private let header: [UInt8]
  private let lists: [[UInt8]]
  private let order: [(record: Int?, onset: Double)]
  private let listByteCount: Int
  private let recordByteCount: Int

  /// Prepares a copy; nothing of the samples is read yet.
  ///
  /// - Parameter recording: the recording.
  public init(of recording: Recording) {
    self.recording = recording
    signals = recording.signalIndices
    labels = signals.enumerated().map { place, index in
      CleanLabel.text(
        recording.header.signals[index].label, recording.header.signals[index].kind, number: place + 1)
    }
    annotationCounts = CleanCopy.counts(recording.annotations)
    let texts = recording.annotations.sorted { $0.onsetSeconds < $1.onsetSeconds }.map(CleanCopy.list)
    order = CleanCopy.order(recording, listCount: texts.count)
    let filled = CleanCopy.filled(texts, order.map(\.onset))
    let width = recording.header.format.bytesPerSample
    let longest = filled.map(\.count).max() ?? 0
    listByteCount = (longest + width - 1) / width * width
    lists = filled
    recordByteCount =
      listByteCount + signals.reduce(0) { $0 + recording.header.signals[$1].samplesPerRecord * width }
    header =
      CleanHeader(
        recording, signals, labels, listSamples: listByteCount / width, recordCount: order.count
      ).bytes
  }

  /// Gives the copy out piece by piece: the header, then records.
  ///
  /// - Parameter take: called with some bytes at a time, in order; what it throws ends the copy.
  public func write<Failure: Error>(_ take: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var piece = header
    for place in order.indices {
      append(place, to: &piece)
      if piece.count >= 1 << 20 {
        try take(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    if !piece.isEmpty { try take(piece) }
  }

  private func append(_ place: Int, to piece: inout [UInt8]) {
    let source = recording.header
    if let record = order[place].record {
      for index in signals {
        let signal = source.signals[index]
        let start = source.byteCount + record * source.recordByteCount + signal.byteOffsetInRecord
        var samples = recording.bytes.bytes(
          in: start..<(start + signal.samplesPerRecord * source.format.bytesPerSample))
        if source.isByteOrderReversed { CleanCopy.turn(&samples, source.format.bytesPerSample) }
        piece += samples
      }
    }
    piece += lists[place]
    piece.append(contentsOf: repeatElement(0, count: listByteCount - lists[place].count))
  }

  private static func turn(_ samples: inout [UInt8], _ width: Int) {
    for start in stride(from: 0, to: samples.count - width + 1, by: width) {
      samples.swapAt(start, start + width - 1)
    }
  }

  /// The records in the order of time; a recording without any has some for its annotations alone.
  private static func order(_ recording: Recording, listCount: Int) -> [(record: Int?, onset: Double)] {
    let timeline = recording.timeline
    var result: [(record: Int?, onset: Double)] = []
    for segment in timeline.segments {
      for record in segment.records {
        let place = Double(record - segment.records.lowerBound)
        result.append((record, segment.startSeconds + place * timeline.recordSeconds))
      }
    }
    if result.isEmpty, recording.signalIndices.contains(where: { recording.header.signals[$0].samplesPerRecord > 0 }) {
      // The length of a record is not known: the samples are kept, their times are those of the file.
      return (0..<recording.header.recordCount).map { ($0, 0) }
    }
    guard result.isEmpty else { return result }
    return (0...(listCount / 500)).map { _ in (nil, 0) }
  }

  /// The lists of all records: each record's own time, then annotations, as many in each as are needed to hold all.
  private static func filled(_ texts: [[UInt8]], _ onsets: [Double]) -> [[UInt8]] {
    var result = onsets.map { Array("\(signed($0))\u{14}\u{14}\u{0}".utf8) }
    let total = texts.reduce(0) { $0 + $1.count }
    guard !result.isEmpty, total > 0 else { return result }
    let room = total / result.count + (texts.map(\.count).max() ?? 0)
    var record = 0
    var used = 0
    for text in texts {
      if used + text.count > room, record + 1 < result.count {
        record += 1
        used = 0
      }
      result[record] += text
      used += text.count
    }
    return result
  }

  private static func list(_ annotation: Annotation) -> [UInt8] {
    let duration = annotation.durationSeconds.map { "\u{15}\(HeaderNumber.decimal($0, 6))" } ?? ""
    return Array("\(signed(annotation.onsetSeconds))\(duration)\u{14}\(annotation.meaning.cleanText)\u{14}\u{0}".utf8)
  }

  private static func signed(_ seconds: Double) -> String {
    let text = HeaderNumber.decimal(seconds, 6)
    return text.hasPrefix("-") ? text : "+\(text)"
  }

  private static func counts(_ annotations: [Annotation]) -> AnnotationCounts {
    annotations.reduce(into: AnnotationCounts()) { counts, annotation in
      switch annotation.meaning {
      case .stage: counts.stages += 1
      case .event, .lightsOff, .lightsOn: counts.events += 1
      case .other: counts.others += 1
      }
    }
  }
}

extension Annotation.Meaning {
  /// The wording under which this reads back as the same.
  var cleanText: String {
    switch self {
    case .stage(.rem): "Sleep stage R"
    case .stage(.unknown): "Sleep stage ?"
    case .stage(let stage): "Sleep stage \(stage.wording)"
    case .lightsOff: "Lights off"
    case .lightsOn: "Lights on"
    case .event(.eyeMovement): "Rapid eye movement"
    case .event(.respiratoryArousal): "RERA"
    case .event(let kind): kind.rawValue
    case .other: "Annotation"
    }
  }
}
