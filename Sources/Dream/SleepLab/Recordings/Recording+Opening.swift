// The steps of opening a recording, apart from its values.
extension Recording {
  /// The annotations of the whole file and the time of each record.
  static func lists(
    _ header: RecordingHeader, _ bytes: MappedBytes
  ) -> AnnotationLists {
    let signals = header.signals.filter { $0.isAnnotations && $0.samplesPerRecord > 0 }
    var annotations: [Annotation] = []
    var onsets: [Double?] = Array(repeating: nil, count: header.recordCount)
    var unreadableCount = 0
    var foreignRecords: [Int] = []
    guard !signals.isEmpty else { return AnnotationLists(onsets: onsets) }
    for record in 0..<header.recordCount {
      let start = header.byteCount + record * header.recordByteCount
      for (place, signal) in signals.enumerated() {
        let begin = start + signal.byteOffsetInRecord
        let list = AnnotationList(
          bytes.bytes(in: begin..<(begin + signal.samplesPerRecord * header.format.bytesPerSample)))
        onsets[record] = onsets[record] ?? list.recordOnsetSeconds
        if place == 0, list.isForeign { foreignRecords.append(record) }
        annotations.append(contentsOf: list.annotations)
        unreadableCount += list.unreadableCount
      }
    }
    return AnnotationLists(
      annotations: annotations, onsets: onsets, unreadableCount: unreadableCount, foreignRecords: foreignRecords)
  }

  /// Bytes that are missing or too many within the file shift all that comes after: from the record on where no
  /// annotation list begins any more, samples cannot be told from one another, and are left out.
  static func dropShiftedRecords(
    _ header: inout RecordingHeader, _ lists: inout AnnotationLists, _ repairs: inout [Repair]
  ) {
    let foreign = Set(lists.foreignRecords)
    let last = lists.onsets.indices.last { lists.onsets[$0] != nil && !foreign.contains($0) } ?? -1
    guard last >= 0, let first = lists.foreignRecords.first(where: { $0 > last }),
      2 * lists.foreignRecords.count(where: { $0 > last }) > header.recordCount - first
    else { return }
    let start = header.byteCount + first * header.recordByteCount
    repairs.append(
      Repair(
        "shifted-records",
        "byte \(start): from here on no record has a time where it should be, because bytes are missing or too many; "
          + "\(header.recordCount - first) records are left out"))
    header.recordCount = first
    lists.onsets.removeLast(lists.onsets.count - first)
    lists.unreadableCount = 0
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

  private static func report(timesOf lists: AnnotationLists, _ header: RecordingHeader, _ repairs: inout [Repair]) {
    let missing = lists.onsets.count { $0 == nil }
    if header.signals.contains(where: \.isAnnotations), missing > 0 {
      repairs.append(
        Repair("record-times", "\(missing) records carry no time; each follows the one before it without a gap"))
    } else if missing > 0, header.format.isDiscontinuous {
      repairs.append(
        Repair("record-times", "the header declares gaps, but no record carries a time; taken as continuous"))
    }
  }

  /// The length of a record by the records' own times, where the header gives none or one that they contradict.
  static func settleRecordLength(
    _ header: inout RecordingHeader, _ lists: AnnotationLists, _ repairs: inout [Repair]
  ) {
    let said = header.recordSeconds ?? 0
    let hasSamples = header.signals.contains { !$0.isAnnotations && $0.samplesPerRecord > 0 }
    if said <= 0, let seconds = recordSeconds(from: lists.onsets) {
      header.recordSeconds = seconds
      repairs.append(
        Repair("record-duration", "the header gives no length of a record; \(seconds) s by the records' own times"))
    } else if said > 0, hasSamples,
      let step = lists.steadyStepSeconds(shorterThan: said, by: header.toleranceSeconds)
    {
      let seconds = (step * 1e6).rounded() / 1e6
      header.recordSeconds = seconds
      repairs.append(
        Repair(
          "record-duration",
          "the header says \(said) s a record, but every one begins \(seconds) s after the one before; this counts"))
    }
  }

  static func refuseSignalsWithoutRate(_ header: inout RecordingHeader) {
    guard header.recordSeconds ?? 0 <= 0 else { return }
    for index in header.signals.indices where !header.signals[index].isAnnotations {
      header.signals[index].refusal = header.signals[index].refusal ?? .noRate
    }
  }

  static func report(
    _ timeline: Timeline, _ lists: AnnotationLists, _ header: RecordingHeader, _ repairs: inout [Repair]
  ) {
    let unreadableCount = lists.unreadableCount
    let gaps = timeline.gaps
    if lists.onsets.isEmpty == false, header.recordSeconds ?? 0 > 0 { report(timesOf: lists, header, &repairs) }
    if !gaps.isEmpty, !header.format.isDiscontinuous {
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
