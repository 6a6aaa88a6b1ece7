/// Takes the entries of a night's sections apart and believes none of them.
struct NightDecoder {
  private var reader: ByteReader
  private let base: Int
  private static let mostSignals: UInt32 = 64
  private static let mostTextBytes: UInt32 = 4096

  /// Begins at a section's first byte.
  ///
  /// - Parameters:
  ///   - bytes: the section's.
  ///   - base: its offset in the file.
  init(_ bytes: [UInt8], base: Int) {
    reader = ByteReader(bytes, end: bytes.count)
    self.base = base
  }

  /// Reads as many entries as the table names, and refuses bytes that are left.
  mutating func entries<Entry>(
    _ count: Int, _ entry: (inout NightDecoder) throws(NightFileError) -> Entry
  ) throws(NightFileError) -> [Entry] {
    // Every entry has four bytes or more: a count that the section has no room for is not believed.
    guard count >= 0, count <= reader.remaining / 4 else { throw bad }
    var entries: [Entry] = []
    entries.reserveCapacity(count)
    for _ in 0..<count { entries.append(try entry(&self)) }
    guard reader.isAtEnd else { throw bad }
    return entries
  }

  private var bad: NightFileError { .badValue(atByte: base + reader.place) }

  private func finite<Number: BinaryFloatingPoint>(_ value: Number?) throws(NightFileError) -> Number {
    guard let value, value.isFinite else { throw bad }
    return value
  }

  mutating func consent(useCount: Int) throws(NightFileError) -> Consent {
    guard let hasExpiry = reader.unsigned(), hasExpiry <= 1, useCount <= Consent.mostUses else { throw bad }
    let expiry = try finite(reader.double())
    let uses = try entries(useCount) { (decoder) throws(NightFileError) in try decoder.use() }
    return Consent(uses: Set(uses), expiresUnixSeconds: hasExpiry == 1 ? expiry : nil)
  }

  private mutating func use() throws(NightFileError) -> PermittedUse {
    guard let use = PermittedUse(rawValue: try text()) else { throw bad }
    return use
  }

  mutating func epoch() throws(NightFileError) -> Epoch {
    let head = reader.take(4)
    guard head.count == 4, let stage = Stage(rawValue: head[0]), let scorer = Scorer(rawValue: head[1]) else {
      throw bad
    }
    let sure = try finite(reader.float())
    var absolute = BandValues { _ in 0 }
    var relative = absolute
    for band in Band.allCases { absolute[band] = try finite(reader.float()) }
    for band in Band.allCases { relative[band] = try finite(reader.float()) }
    let powers = BandPowers(absolute: absolute, relative: relative)
    return Epoch(stage: stage, scoredBy: scorer, sure: sure, powers: head[2] == 1 ? powers : nil)
  }

  mutating func event() throws(NightFileError) -> (method: EventMethod, event: SleepEvent) {
    let onset = try finite(reader.double())
    let duration = try finite(reader.double())
    let amplitude = try finite(reader.float())
    let frequency = try finite(reader.float())
    let tail = reader.take(4)
    guard tail.count == 4, duration >= 0, let kind = SleepEvent.Kind(rawValue: tail[0]),
      let method = EventMethod(rawValue: tail[3])
    else { throw bad }
    let event = SleepEvent(
      kind: kind, onsetSeconds: onset, durationSeconds: duration, amplitudeMicrovolts: amplitude,
      frequencyHz: tail[2] == 1 ? frequency : nil, direction: Int8(bitPattern: tail[1]))
    return (method, event)
  }

  mutating func provenance() throws(NightFileError) -> Provenance {
    let part = try text()
    let method = try text()
    let program = try text()
    guard let count = reader.unsigned(), count <= NightDecoder.mostSignals else { throw bad }
    var signals: [String] = []
    for _ in 0..<count { signals.append(try text()) }
    guard let count = reader.unsigned(), count <= NightDecoder.mostSignals else { throw bad }
    var channels: [ProvenanceChannel] = []
    for _ in 0..<count {
      guard let kind = SignalKind(rawValue: try text()), let number = reader.unsigned() else { throw bad }
      channels.append(ProvenanceChannel(kind: kind, number: Int(number)))
    }
    return Provenance(part: part, signals: signals, channels: channels, method: method, program: program)
  }

  mutating func report() throws(NightFileError) -> DreamReport {
    let awakening = try finite(reader.double())
    let marks = reader.take(4)
    guard marks.count == 4 else { throw bad }
    let recalls = DreamReport.Recall.allCases
    let language = try text()
    return DreamReport(
      awakeningSeconds: marks[2] == 1 ? awakening : nil, stageBefore: Stage(rawValue: marks[0]),
      recall: Int(marks[1]) < recalls.count ? recalls[Int(marks[1])] : nil, language: language.isEmpty ? nil : language,
      text: try text(mostBytes: UInt32(NightSection.mostReportBytes)),
      approval: DreamReport.Approval(rawValue: marks[3]) ?? .undecided)
  }

  private mutating func text(mostBytes: UInt32 = NightDecoder.mostTextBytes) throws(NightFileError) -> String {
    guard let length = reader.unsigned(), length <= mostBytes else { throw bad }
    let bytes = reader.take(Int(length))
    guard bytes.count == Int(length), let text = String(validating: bytes, as: UTF8.self) else { throw bad }
    return text
  }
}
