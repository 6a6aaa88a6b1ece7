/// A signal on the recording's timeline at an even rate.
public struct SampledSignal: Sendable {
  /// Samples a second.
  public var rateHz: Double
  /// One value a sample from the timeline's beginning, in the signal's unit; 0 where nothing was recorded.
  public var values: [Float]
  /// Where nothing was recorded, by sample.
  public var gaps: [Range<Int>]

  /// Whether a stretch of samples lies fully in what was recorded.
  func isRecorded(_ range: Range<Int>) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= values.count && !gaps.contains { $0.overlaps(range) }
  }
}

/// What a signal's samples are like.
public struct SignalStatistics: Sendable, Hashable {
  /// How many samples.
  public var count: Int
  /// The least value in the signal's unit.
  public var minimum: Double
  /// The greatest value in the signal's unit.
  public var maximum: Double
  /// The mean in the signal's unit.
  public var mean: Double
  /// The standard deviation in the signal's unit, of the samples themselves.
  public var deviation: Double
}

// The samples: read where they lie, with raw loads that are bounded by the header's checked sizes.
extension Recording {
  /// Calls a body with the bytes of a signal, one record after the other.
  private func forEachRecord(of index: Int, in records: Range<Int>, _ body: (Int, UnsafeRawBufferPointer) -> Void) {
    let signal = header.signals[index]
    let length = signal.samplesPerRecord * header.format.bytesPerSample
    for record in records {
      let start = header.byteCount + record * header.recordByteCount + signal.byteOffsetInRecord
      bytes.withBytes(in: start..<(start + length)) { body(record, $0) }
    }
  }

  /// The signal's samples on the timeline.
  ///
  /// - Parameters:
  ///   - index: the signal's index in the header.
  ///   - baseline: taken off every value; a large constant is better taken off before it costs precision.
  /// - Returns: nil if the signal is refused or the timeline is longer than `longestSeconds`.
  public func samples(of index: Int, baseline: Double = 0) -> SampledSignal? {
    let signal = header.signals[index]
    guard signal.refusal == nil, !signal.isAnnotations, let rateHz = rateHz(of: index) else { return nil }
    guard timeline.durationSeconds <= Recording.longestSeconds else { return nil }
    let count = Int((timeline.durationSeconds * rateHz).rounded())
    guard count <= Recording.mostSamples else { return nil }
    let gain = Float(signal.gain)
    let offset = Float(signal.offset - baseline)
    let isBDF = header.format.isBDF
    var gaps: [Range<Int>] = []
    var reached = 0
    let values = [Float](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      LargePages.advise(UnsafeMutableRawBufferPointer(buffer))
      // Where one stretch of records fills everything, nothing is written twice.
      let isFilled = timeline.segments.count == 1 && header.recordCount * signal.samplesPerRecord >= count
      if !isFilled { buffer.initialize(repeating: 0) }
      for segment in timeline.segments {
        let first = Int((segment.startSeconds * rateHz).rounded())
        if first > reached { gaps.append(reached..<first) }
        forEachRecord(of: index, in: segment.records) { record, bytes in
          let begin = first + (record - segment.records.lowerBound) * signal.samplesPerRecord
          let room = min(signal.samplesPerRecord, count - begin)
          guard begin >= 0, room > 0 else { return }
          let target = UnsafeMutableBufferPointer(rebasing: buffer[begin..<(begin + room)])
          if header.isByteOrderReversed {
            return Recording.convertReversed(bytes, header, gain, offset, to: target)
          }
          isBDF
            ? Recording.convert24(bytes, gain, offset, to: target)
            : Recording.convert16(bytes, gain, offset, to: target)
        }
        reached = max(reached, min(count, first + segment.records.count * signal.samplesPerRecord))
      }
      initializedCount = count
    }
    return SampledSignal(rateHz: rateHz, values: values, gaps: gaps)
  }

  /// The longest timeline that is laid out: three days.
  public static let longestSeconds = 259_200.0
  private static let mostSamples = 1_000_000_000

  private static func convertReversed(
    _ bytes: UnsafeRawBufferPointer, _ header: RecordingHeader, _ gain: Float, _ offset: Float,
    to target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<min(target.count, bytes.count / header.format.bytesPerSample) {
      target[index] = Float(digital(bytes, index, header)) * gain + offset
    }
  }

  private static func convert16(
    _ bytes: UnsafeRawBufferPointer, _ gain: Float, _ offset: Float, to target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<min(target.count, bytes.count / 2) {
      let digital = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
      target[index] = Float(digital) * gain + offset
    }
  }

  private static func convert24(
    _ bytes: UnsafeRawBufferPointer, _ gain: Float, _ offset: Float, to target: UnsafeMutableBufferPointer<Float>
  ) {
    for index in 0..<min(target.count, bytes.count / 3) {
      target[index] = Float(digital24(bytes, index)) * gain + offset
    }
  }

  private static func digital24(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int32 {
    let low = Int32(bytes[3 * index])
    let middle = Int32(bytes[3 * index + 1])
    let high = Int32(Int8(bitPattern: bytes[3 * index + 2]))
    return high << 16 | middle << 8 | low
  }

  private static func digital(_ bytes: UnsafeRawBufferPointer, _ index: Int, _ header: RecordingHeader) -> Int32 {
    switch (header.format.isBDF, header.isByteOrderReversed) {
    case (true, false): return digital24(bytes, index)
    case (true, true):
      let high = Int32(Int8(bitPattern: bytes[3 * index]))
      return high << 16 | Int32(bytes[3 * index + 1]) << 8 | Int32(bytes[3 * index + 2])
    case (false, false):
      return Int32(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
    case (false, true):
      return Int32(Int16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self)))
    }
  }

  /// What a signal's samples are like, counted exactly in whole numbers.
  ///
  /// - Parameter index: the signal's index in the header.
  /// - Returns: nil if its calibration is refused or there are no samples.
  public func statistics(of index: Int) -> SignalStatistics? {
    let signal = header.signals[index]
    let count = signal.samplesPerRecord * header.recordCount
    guard signal.gain != 0, !signal.isAnnotations, count > 0 else { return nil }
    var least = Int64.max
    var greatest = Int64.min
    var sum: Int64 = 0
    var squares = 0.0
    let isPlain = !header.format.isBDF && !header.isByteOrderReversed
    forEachRecord(of: index, in: 0..<header.recordCount) { _, bytes in
      if isPlain {
        let piece = Recording.totals16(bytes)
        least = min(least, piece.least)
        greatest = max(greatest, piece.greatest)
        sum += piece.sum
        squares += Double(piece.squares)
        return
      }
      for place in 0..<signal.samplesPerRecord {
        let value = Int64(Recording.digital(bytes, place, header))
        least = min(least, value)
        greatest = max(greatest, value)
        sum += value
        squares += Double(value * value)
      }
    }
    let mean = Double(sum) / Double(count)
    let variance = max(0, squares / Double(count) - mean * mean)
    let ends = [Double(least), Double(greatest)].map { $0 * signal.gain + signal.offset }
    return SignalStatistics(
      count: count, minimum: min(ends[0], ends[1]), maximum: max(ends[0], ends[1]),
      mean: mean * signal.gain + signal.offset, deviation: variance.squareRoot() * abs(signal.gain))
  }

  /// Least, greatest, sum and sum of squares of one record's samples of 16 bits, in whole numbers that many lanes add.
  private static func totals16(
    _ bytes: UnsafeRawBufferPointer
  ) -> (least: Int64, greatest: Int64, sum: Int64, squares: Int64) {
    var least = Int16.max
    var greatest = Int16.min
    var sum: Int64 = 0
    var squares: Int64 = 0
    for index in 0..<(bytes.count / 2) {
      let value = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
      least = min(least, value)
      greatest = max(greatest, value)
      let wide = Int32(value)
      sum &+= Int64(wide)
      squares &+= Int64(wide &* wide)
    }
    return (Int64(least), Int64(greatest), sum, squares)
  }

  /// The standard deviation of the middle four fifths of a signal's values, from a spread of at most 8000 of them.
  ///
  /// - Parameter index: the signal's index in the header.
  /// - Returns: in the signal's unit; nil if its calibration is refused or there are no samples.
  public func trimmedDeviation(of index: Int) -> Double? {
    let signal = header.signals[index]
    let count = signal.samplesPerRecord * header.recordCount
    guard signal.gain != 0, !signal.isAnnotations, count > 0 else { return nil }
    let stride = max(1, header.recordCount / 64)
    let inner = max(1, signal.samplesPerRecord / 125)
    var values: [Double] = []
    for record in Swift.stride(from: 0, to: header.recordCount, by: stride) {
      forEachRecord(of: index, in: record..<(record + 1)) { _, bytes in
        for place in Swift.stride(from: 0, to: signal.samplesPerRecord, by: inner) {
          values.append(Double(Recording.digital(bytes, place, header)) * signal.gain)
        }
      }
    }
    return Statistics.trimmedDeviation(values, cut: 0.1)
  }
}
