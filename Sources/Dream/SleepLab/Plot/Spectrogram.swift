import Glibc

/// Power over time and frequency, for pictures: columns of time, each with a density in dB for every step of frequency.
public struct Spectrogram: Sendable, Hashable {
  /// Seconds that a column stands for.
  public let columnSeconds: Double
  /// The frequency bounds of each row in Hz, from the bottom up.
  public let rowsHz: [ClosedRange<Double>]
  /// For each column the rows' densities in dB re 1 µV²/Hz; nil where nothing was recorded.
  public let columns: [[Float]?]

  private static let stretchSeconds = 4.0
  private static let mostColumns = 1200.0

  /// The spectrogram of a signal over 0.5–30 Hz: mean densities of stretches of 4 s, Hann, half overlap.
  ///
  /// - Parameters:
  ///   - signal: in µV.
  ///   - durationSeconds: how long the night is.
  public init(of signal: SampledSignal, durationSeconds: Double) {
    let seconds = max(Self.stretchSeconds, (durationSeconds / Self.mostColumns).rounded(.up))
    columnSeconds = seconds
    let spectrum = Spectrum(seconds: Self.stretchSeconds, rateHz: signal.rateHz)
    let first = Int((Band.wholeRangeHz.lowerBound / spectrum.resolutionHz).rounded(.up))
    let binCount = spectrum.binCount(upTo: Band.wholeRangeHz.upperBound)
    let half = spectrum.resolutionHz / 2
    rowsHz = (first..<max(first, binCount)).map { bin in
      let centre = Double(bin) * spectrum.resolutionHz
      return (centre - half)...(centre + half)
    }
    let count = max(0, Int((durationSeconds / seconds).rounded(.up)))
    columns = (0..<min(count, 100_000)).map { column in
      let start = Int(Double(column) * seconds * signal.rateHz)
      let end = Int(Double(column + 1) * seconds * signal.rateHz)
      var density = [Float](repeating: 0, count: binCount)
      var stretches = 0
      var place = start
      while place < end, place + spectrum.size <= signal.values.count {
        if signal.gaps.isEmpty || signal.isRecorded(place..<(place + spectrum.size)) {
          spectrum.add(signal.values, from: place, isCentred: true, to: &density)
          stretches += 1
        }
        place += max(1, spectrum.size / 2)
      }
      guard stretches > 0, binCount > first else { return nil }
      return density[first...].map { Spectrogram.decibels($0 / Float(stretches)) }
    }
  }

  /// What a prepared night keeps of its spectrum: the mean density of each band, an epoch a column.
  ///
  /// - Parameter night: the night.
  public init(of night: Night) {
    columnSeconds = Epoch.lengthSeconds
    rowsHz = Band.allCases.map(\.rangeHz)
    columns = night.epochs.map { epoch in
      epoch.powers.map { powers in
        Band.allCases.map { band in
          let width = Float(band.rangeHz.upperBound - band.rangeHz.lowerBound)
          return Spectrogram.decibels(powers.absolute[band] / width)
        }
      }
    }
  }

  /// The densities between which most lie, for a scale of colours: the 2nd and the 98th hundredth, in whole dB.
  public var scaleDecibels: ClosedRange<Float> {
    let values = columns.compactMap { $0 }.joined().filter { $0.isFinite }.sorted()
    guard let lowest = values.first, let highest = values.last else { return -10...30 }
    let low = values.count > 100 ? values[values.count / 50] : lowest
    let high = values.count > 100 ? values[values.count - 1 - values.count / 50] : highest
    return low.rounded(.down)...max(low.rounded(.down) + 1, high.rounded(.up))
  }

  private static func decibels(_ density: Float) -> Float { density > 1e-9 ? 10 * log10(density) : -90 }
}
