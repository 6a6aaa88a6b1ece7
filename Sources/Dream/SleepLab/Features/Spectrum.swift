import CKissFFT
import Glibc

/// Power spectra of stretches of a signal under a Hann window.
final class Spectrum {
  /// The stretch's length in samples; even.
  let size: Int
  /// The distance of two bins in Hz.
  let resolutionHz: Double
  private let transform: RealTransform
  private let window: [Float]
  private let scale: Float
  private var block: [Float]
  private var spectrum: [kiss_fft_cpx]

  /// Plans spectra.
  ///
  /// - Parameters:
  ///   - seconds: the stretch's length.
  ///   - rateHz: samples a second.
  init(seconds: Double, rateHz: Double) {
    let plan = RealTransform(size: Int(seconds * rateHz) & ~1)
    transform = plan
    size = plan.size
    resolutionHz = rateHz / Double(plan.size)
    window = (0..<plan.size).map { Float(0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(plan.size))) }
    scale = Float(2 / (rateHz * window.reduce(0.0) { $0 + Double($1) * Double($1) }))
    block = Array(repeating: 0, count: plan.size)
    spectrum = Array(repeating: kiss_fft_cpx(), count: plan.spectrumCount)
  }

  /// How many bins reach up to a frequency, the one at 0 Hz included.
  func binCount(upTo frequencyHz: Double) -> Int {
    min(transform.spectrumCount - 1, Int((frequencyHz / resolutionHz + 1e-6).rounded(.down)) + 1)
  }

  /// Adds the one-sided power density of a stretch to what is there, in the signal's unit squared per Hz.
  ///
  /// - Parameters:
  ///   - values: the signal.
  ///   - start: where the stretch begins; it must lie within the signal.
  ///   - isCentred: whether the stretch's mean is taken off first.
  ///   - density: one value a bin from 0 Hz, as many as are wanted.
  func add(_ values: [Float], from start: Int, isCentred: Bool, to density: inout [Float]) {
    precondition(start >= 0 && start + size <= values.count, "the stretch leaves the signal")
    values.withUnsafeBufferPointer { values in
      block.withUnsafeMutableBufferPointer { block in
        window.withUnsafeBufferPointer { window in
          let mean = isCentred ? Spectrum.mean(values, from: start, count: window.count) : 0
          for index in 0..<window.count { block[index] = (values[start + index] - mean) * window[index] }
        }
      }
    }
    transform.forward(block, into: &spectrum)
    spectrum.withUnsafeBufferPointer { spectrum in
      density.withUnsafeMutableBufferPointer { density in
        for bin in 0..<min(density.count, spectrum.count) {
          let value = spectrum[bin]
          density[bin] += (value.r * value.r + value.i * value.i) * scale
        }
      }
    }
  }

  /// The mean by four sums at once; `add` has checked that the stretch lies within the signal.
  private static func mean(_ values: UnsafeBufferPointer<Float>, from start: Int, count: Int) -> Float {
    var sums: (Float, Float, Float, Float) = (0, 0, 0, 0)
    var index = start
    let end = start + count
    while index + 4 <= end {
      sums.0 += values[index]
      sums.1 += values[index + 1]
      sums.2 += values[index + 2]
      sums.3 += values[index + 3]
      index += 4
    }
    while index < end {
      sums.0 += values[index]
      index += 1
    }
    return (sums.0 + sums.1 + sums.2 + sums.3) / Float(count)
  }
}
