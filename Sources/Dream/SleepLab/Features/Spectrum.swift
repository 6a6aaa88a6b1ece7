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
    var mean: Float = 0
    if isCentred {
      for index in 0..<size { mean += values[start + index] }
      mean /= Float(size)
    }
    for index in 0..<size { block[index] = (values[start + index] - mean) * window[index] }
    transform.forward(block, into: &spectrum)
    for bin in density.indices {
      let value = spectrum[bin]
      density[bin] += (value.r * value.r + value.i * value.i) * scale
    }
  }
}
