@testable import Onirica

/// The field's equations, cell by cell, in plain Swift: what every level of the kernels is held against.
///
/// Sums are taken in the kernels' order, so that the bits can be compared.
struct FieldOracle {
  let edge: Int
  var excitatory: [Float], inhibitory: [Float]

  /// 2ˣ as the kernels have it.
  private func powerOfTwo(_ x: Float) -> Float {
    let whole = Int32(x + 128) - 128
    let f = x - Float(whole)
    let inner: Float = 0.00961812 + f * (0.00133336 + f * 0.00015403)
    let p: Float = 1 + f * (0.69314718 + f * (0.24022651 + f * (0.05550411 + f * inner)))
    return p * Float(bitPattern: UInt32(bitPattern: (whole + 127) << 23))
  }

  private func sigmoid(_ x: Float) -> Float {
    let bounded = max(min(x, 30), -30)
    return 1 / (1 + powerOfTwo(bounded * -1.44269504))
  }

  private func blurred(_ sheet: [Float], kernel: SIMD16<Float>, reach: Int, columns: Int, rows: Int) -> [Float] {
    var result = sheet
    for y in 0..<edge {
      for x in 0..<edge {
        func at(_ k: Int) -> Float {
          let column = (x + k * columns + edge) % edge
          let row = (y + k * rows + edge) % edge
          return sheet[row * edge + column]
        }
        var sum = at(0) * kernel[0]
        for k in 1...reach { sum += (at(-k) + at(k)) * kernel[k] }
        result[y * edge + x] = sum
      }
    }
    return result
  }

  /// One Euler step without drive.
  mutating func step(_ preset: FieldPreset, reachE: Int, reachI: Int) {
    let kernelE = NeuralField.halfGaussian(reach: reachE, sigma: preset[.sigmaE])
    let kernelI = NeuralField.halfGaussian(reach: reachI, sigma: preset[.sigmaI])
    let alongE = blurred(excitatory, kernel: kernelE, reach: reachE, columns: 1, rows: 0)
    let alongI = blurred(inhibitory, kernel: kernelI, reach: reachI, columns: 1, rows: 0)
    let near = blurred(alongE, kernel: kernelE, reach: reachE, columns: 0, rows: 1)
    let far = blurred(alongI, kernel: kernelI, reach: reachI, columns: 0, rows: 1)
    let rateE = preset[.step] / preset[.tauE]
    let rateI = preset[.step] / preset[.tauI]
    for cell in excitatory.indices {
      let toE = preset[.aee] * near[cell] - preset[.aei] * far[cell] - preset[.thetaE] + 0
      let toI = preset[.aie] * near[cell] - preset[.aii] * far[cell] - preset[.thetaI]
      excitatory[cell] += rateE * (sigmoid(toE) - excitatory[cell])
      inhibitory[cell] += rateI * (sigmoid(toI) - inhibitory[cell])
    }
  }
}
