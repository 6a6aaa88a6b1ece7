/// Takes a night's bytes apart and believes none of them.
struct NightDecoder {
  private var reader: ByteReader
  private static let mostSignals: UInt32 = 64
  private static let mostTextBytes: UInt32 = 4096

  /// Begins after the version.
  init(_ reader: ByteReader) {
    self.reader = reader
  }

  func night() throws(NightFileError) -> Night {
    var decoder = self
    return try decoder.decoded()
  }

  private mutating func decoded() throws(NightFileError) -> Night {
    let epochCount = try count(bytesEach: 48)
    let eventCount = try count(bytesEach: 28)
    let instantCount = try count(bytesEach: 4 * FeatureTrack.Feature.allCases.count)
    let provenanceCount = try count(bytesEach: 12)
    let duration = try finite(reader.double())
    let digits = reader.take(16)
    guard duration >= 0, let id = NightID(rawValue: String(decoding: digits, as: UTF8.self)) else { throw bad }
    var epochs: [Epoch] = []
    for _ in 0..<epochCount { epochs.append(try epoch()) }
    var events: [EventMethod: [SleepEvent]] = [:]
    for _ in 0..<eventCount {
      let (method, event) = try event()
      events[method, default: []].append(event)
    }
    var columns: [FeatureTrack.Feature: [Float]] = [:]
    for feature in FeatureTrack.Feature.allCases {
      guard let column = reader.floats(instantCount) else { throw bad }
      columns[feature] = column
    }
    let track = FeatureTrack(count: instantCount) { columns[$0] ?? [] }
    var provenance: [Provenance] = []
    for _ in 0..<provenanceCount { provenance.append(try self.provenance()) }
    guard reader.isAtEnd else { throw bad }
    return Night(
      id: id, durationSeconds: duration, epochs: epochs, track: track, events: events[.regie] ?? [],
      yasaEvents: events[.yasa] ?? [], provenance: provenance)
  }

  private var bad: NightFileError { .badValue(atByte: reader.place) }

  private func finite<Number: BinaryFloatingPoint>(_ value: Number?) throws(NightFileError) -> Number {
    guard let value, value.isFinite else { throw bad }
    return value
  }

  /// A count that the rest of the file has room for.
  private mutating func count(bytesEach: Int) throws(NightFileError) -> Int {
    guard let count = reader.unsigned(), Int(count) * bytesEach <= reader.remaining else { throw bad }
    return Int(count)
  }

  private mutating func epoch() throws(NightFileError) -> Epoch {
    let head = reader.take(4)
    guard head.count == 4, let stage = Stage(rawValue: head[0]), let scorer = Scorer(rawValue: head[1]) else {
      throw bad
    }
    let sure = try finite(reader.float())
    var values: [Float] = []
    for _ in 0..<(2 * Band.allCases.count) { values.append(try finite(reader.float())) }
    let powers = BandPowers(
      absolute: BandValues { values[$0.rawValue] }, relative: BandValues { values[Band.allCases.count + $0.rawValue] })
    return Epoch(stage: stage, scoredBy: scorer, sure: sure, powers: head[2] == 1 ? powers : nil)
  }

  private mutating func event() throws(NightFileError) -> (EventMethod, SleepEvent) {
    let onset = try finite(reader.double())
    let duration = try finite(reader.double())
    let amplitude = try finite(reader.float())
    let frequency = try finite(reader.float())
    let tail = reader.take(4)
    guard tail.count == 4, duration >= 0, let kind = SleepEvent.Kind(rawValue: tail[0]),
      let method = EventMethod(rawValue: tail[2])
    else { throw bad }
    let event = SleepEvent(
      kind: kind, onsetSeconds: onset, durationSeconds: duration, amplitudeMicrovolts: amplitude,
      frequencyHz: frequency == 0 ? nil : frequency, direction: Int8(bitPattern: tail[1]))
    return (method, event)
  }

  private mutating func provenance() throws(NightFileError) -> Provenance {
    let part = try text()
    let method = try text()
    guard let count = reader.unsigned(), count <= NightDecoder.mostSignals else { throw bad }
    var signals: [String] = []
    for _ in 0..<count { signals.append(try text()) }
    return Provenance(part: part, signals: signals, method: method)
  }

  private mutating func text() throws(NightFileError) -> String {
    guard let length = reader.unsigned(), length <= NightDecoder.mostTextBytes else { throw bad }
    let bytes = reader.take(Int(length))
    guard bytes.count == Int(length), let text = String(validating: bytes, as: UTF8.self) else { throw bad }
    return text
  }
}
