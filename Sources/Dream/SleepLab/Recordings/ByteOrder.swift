/// Tells from the samples whether they were written with their high byte first.
///
/// A body's signals change little from sample to sample. Read in the wrong order the low byte rules, and the variance of
/// the steps against that of the values grows: twofold at the least among real recordings, up to two hundredfold, while
/// noise and trains of pulses stay as they are. So the votes of smooth signals decide, and one contrary vote is enough
/// to leave the file as the standard has it.
enum ByteOrder {
  private static let mostRecords = 8
  private static let mostSamples = 256
  private static let fewestSamples = 200.0
  private static let smooth = 0.9
  private static let margin = 2.0

  /// Whether at least one signal is smooth only in the reversed order, and none only in the standard's.
  static func isReversed(_ header: RecordingHeader, _ bytes: MappedBytes) -> Bool {
    var reversed = 0
    for signal in header.signals where !signal.isAnnotations && signal.samplesPerRecord > 1 && header.recordCount > 0 {
      guard let (plain, swapped) = roughness(of: signal, header, bytes) else { continue }
      if plain < swapped / 1.5 { return false }
      if swapped < smooth, swapped < plain / margin { reversed += 1 }
    }
    return reversed > 0
  }

  /// The variance of steps against that of values, in both orders; nil where there is too little to tell.
  private static func roughness(
    of signal: SignalHeader, _ header: RecordingHeader, _ bytes: MappedBytes
  ) -> (plain: Double, swapped: Double)? {
    let width = header.format.bytesPerSample
    let count = min(signal.samplesPerRecord, mostSamples)
    let stride = max(1, header.recordCount / mostRecords)
    var plain = Roughness()
    var swapped = Roughness()
    for record in Swift.stride(from: 0, to: header.recordCount, by: stride).prefix(mostRecords) {
      let start = header.byteCount + record * header.recordByteCount + signal.byteOffsetInRecord
      let piece = bytes.bytes(in: start..<(start + count * width))
      plain.begin()
      swapped.begin()
      for place in Swift.stride(from: 0, to: piece.count - width + 1, by: width) {
        plain.take(value(piece, place, width, highFirst: false))
        swapped.take(value(piece, place, width, highFirst: true))
      }
    }
    guard plain.count >= fewestSamples, let first = plain.ratio, let second = swapped.ratio else { return nil }
    return (first, second)
  }

  /// The number at a place, its high byte first or last.
  private static func value(_ piece: [UInt8], _ place: Int, _ width: Int, highFirst: Bool) -> Double {
    let last = width - 1
    var number = Int(Int8(bitPattern: piece[highFirst ? place : place + last]))
    for step in 1...last { number = number << 8 | Int(piece[highFirst ? place + step : place + last - step]) }
    return Double(number)
  }
}

/// Sums for the variance of values and of their steps.
private struct Roughness {
  private(set) var count = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var steps = 0.0
  private var stepCount = 0.0
  private var last: Double?

  /// Starts a new stretch: the step to it counts for nothing.
  mutating func begin() { last = nil }

  mutating func take(_ value: Double) {
    count += 1
    sum += value
    squares += value * value
    if let last {
      steps += (value - last) * (value - last)
      stepCount += 1
    }
    last = value
  }

  /// About 2 for noise, near 0 for what changes slowly; nil where nothing changes.
  var ratio: Double? {
    guard count > 0, stepCount > 0 else { return nil }
    let variance = squares / count - (sum / count) * (sum / count)
    return variance > 0.5 ? steps / stepCount / variance : nil
  }
}
