// The steps of opening a recording, apart from its values.
extension Recording {
  /// The annotations of the whole file and the time of each record.
  static func lists(
    _ header: RecordingHeader, _ bytes: MappedBytes
  ) -> (annotations: [Annotation], onsets: [Double?], unreadableCount: Int) {
    let signals = header.signals.filter { $0.isAnnotations && $0.samplesPerRecord > 0 }
    var annotations: [Annotation] = []
    var onsets: [Double?] = Array(repeating: nil, count: header.recordCount)
    var unreadableCount = 0
    guard !signals.isEmpty else { return ([], onsets, 0) }
    for record in 0..<header.recordCount {
      let start = header.byteCount + record * header.recordByteCount
      for (place, signal) in signals.enumerated() {
        let begin = start + signal.byteOffsetInRecord
        let list = AnnotationList(
          bytes.bytes(in: begin..<(begin + signal.samplesPerRecord * header.format.bytesPerSample)))
        if place == 0 { onsets[record] = list.recordOnsetSeconds }
        annotations.append(contentsOf: list.annotations)
        unreadableCount += list.unreadableCount
      }
    }
    return (annotations, onsets, unreadableCount)
  }

  /// Records beyond the header's count are believed in EDF+ only where they carry a time of their own.
  static func dropStrayRecords(
    _ header: inout RecordingHeader, _ onsets: [Double?], _ repairs: inout [Repair]
  ) {
    guard let declared = header.declaredRecordCount, declared > 0, declared < header.recordCount,
      header.signals.contains(where: { $0.isAnnotations && $0.samplesPerRecord > 0 }),
      onsets[..<declared].contains(where: { $0 != nil }),
      onsets[declared...].contains(where: { $0 == nil })
    else { return }
    repairs.removeAll { $0.code == "record-count" }
    repairs.append(
      Repair(
        "trailing-bytes",
        "\(header.recordCount - declared) records' worth of bytes after the last one carries no times; left out"))
    header.recordCount = declared
  }

  /// The length of a record by the most common step between the records' own times; nil where they tell nothing.
  static func recordSeconds(from onsets: [Double?]) -> Double? {
    var steps: [Double: Int] = [:]
    for (first, second) in zip(onsets, onsets.dropFirst()) {
      guard let first, let second, second > first else { continue }
      steps[((second - first) * 1e6).rounded() / 1e6, default: 0] += 1
    }
    // The smaller of equals: a gap can only lengthen a step.
    return steps.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  static func refuseSignalsWithoutRate(_ header: inout RecordingHeader) {
    guard header.recordSeconds ?? 0 <= 0 else { return }
    for index in header.signals.indices where !header.signals[index].isAnnotations {
      header.signals[index].refusal = header.signals[index].refusal ?? .noRate
    }
  }

  static func report(
    _ timeline: Timeline, _ isDisordered: Bool, _ unreadableCount: Int, _ header: RecordingHeader,
    _ repairs: inout [Repair]
  ) {
    if isDisordered {
      repairs.append(
        Repair("record-order", "some records begin before the one in front ends; put in the order of time"))
    }
    let gaps = timeline.gaps
    if !gaps.isEmpty, header.format != .edfDiscontinuous, header.format != .bdfDiscontinuous {
      repairs.append(
        Repair("undeclared-gaps", "\(gaps.count) gaps that the header does not declare; the records' own times count"))
    }
    if unreadableCount > 0 {
      repairs.append(Repair("annotations", "\(unreadableCount) annotation lists are not readable; left out"))
    }
    let repeated = Dictionary(grouping: header.signals.filter { !$0.isAnnotations }, by: \.label)
      .filter { $0.value.count > 1 }
    if !repeated.isEmpty {
      repairs.append(
        Repair("labels", "\(repeated.count) labels stand for more than one signal; told apart by position"))
    }
    for (index, signal) in header.signals.enumerated() where !signal.isAnnotations {
      if let refusal = signal.refusal {
        repairs.append(
          Repair("signal-refused", "signal \(index + 1) (\(signal.label)) is not used: \(refusal.words)"))
      }
    }
  }
}
