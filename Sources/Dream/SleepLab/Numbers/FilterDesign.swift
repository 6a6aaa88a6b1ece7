import Glibc

/// A finite impulse response without phase: symmetric, of odd length.
struct Filter: Sendable {
  /// The response, its middle at `taps.count / 2`.
  let taps: [Float]

  /// A band-pass by windowed sinc with a Hamming window, its −6 dB points half a transition outside the band, as the
  /// peers that this laboratory is compared with design theirs (length 3.3 over the transition's width).
  ///
  /// - Parameters:
  ///   - bandHz: what passes; an upper bound at half the rate or above leaves a high-pass.
  ///   - transitionsHz: the width of the transition below and above the band.
  ///   - rateHz: samples a second.
  init(bandHz: ClosedRange<Double>, transitionsHz: (low: Double, high: Double), rateHz: Double) {
    let lowCut = Filter.lowPass(bandHz.lowerBound - transitionsHz.low / 2, transitionsHz.low, rateHz)
    let upper = bandHz.upperBound + transitionsHz.high / 2
    var high = upper < rateHz / 2 ? Filter.lowPass(upper, transitionsHz.high, rateHz) : [1]
    let length = max(lowCut.count, high.count)
    let pad = { (taps: [Double]) -> [Double] in
      let rest = (length - taps.count) / 2
      return Array(repeating: 0, count: rest) + taps + Array(repeating: 0, count: rest)
    }
    high = pad(high)
    taps = zip(high, pad(lowCut)).map { Float($0 - $1) }
  }

  /// The default transitions: a quarter of the frequency, at least 2 Hz, but not below zero nor above half the rate.
  init(bandHz: ClosedRange<Double>, rateHz: Double) {
    let low = min(max(bandHz.lowerBound * 0.25, 2), bandHz.lowerBound)
    let high = min(max(bandHz.upperBound * 0.25, 2), max(0.1, rateHz / 2 - bandHz.upperBound))
    self.init(bandHz: bandHz, transitionsHz: (low, high), rateHz: rateHz)
  }

  private static func lowPass(_ cutHz: Double, _ transitionHz: Double, _ rateHz: Double) -> [Double] {
    var length = Int((3.3 / transitionHz * rateHz).rounded())
    length += 1 - length % 2
    let middle = Double(length / 2)
    let cut = cutHz / rateHz
    var taps = (0..<length).map { index -> Double in
      let distance = Double(index) - middle
      let sinc = distance == 0 ? 2 * cut : sin(2 * .pi * cut * distance) / (.pi * distance)
      return sinc * (length > 1 ? 0.54 - 0.46 * cos(2 * .pi * Double(index) / Double(length - 1)) : 1)
    }
    let sum = taps.reduce(0, +)
    if sum != 0 { taps = taps.map { $0 / sum } }
    return taps
  }
}
