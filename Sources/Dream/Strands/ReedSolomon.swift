/// A Reed–Solomon code over GF(256) that corrects half as many bytes as it adds (Reed and Solomon 1960, doi 10.1137/0108018).
///
/// The generator's roots are 2⁰, 2¹, …; the decoder is Berlekamp–Massey's with Forney's values.
public struct ReedSolomon: Sendable, Hashable {
  /// How many bytes are added, 1 to 32.
  public let parityByteCount: Int
  private let generator: [UInt8]

  /// A code.
  ///
  /// - Parameter parityByteCount: how many bytes are added; brought into 1 to 32.
  public init(parityByteCount: Int) {
    self.parityByteCount = min(32, max(1, parityByteCount))
    var generator: [UInt8] = [1]
    for exponent in 0..<self.parityByteCount {
      var next = generator + [0]
      for index in generator.indices {
        next[index + 1] ^= GaloisField.product(generator[index], GaloisField.power(exponent))
      }
      generator = next
    }
    self.generator = generator
  }

  /// A message with its parity behind it.
  ///
  /// - Parameter message: at most 255 bytes less the parity.
  /// - Returns: the message and the parity.
  public func encoded(_ message: [UInt8]) -> [UInt8] {
    var remainder = message + [UInt8](repeating: 0, count: parityByteCount)
    for index in message.indices where remainder[index] != 0 {
      let factor = remainder[index]
      for place in generator.indices { remainder[index + place] ^= GaloisField.product(generator[place], factor) }
    }
    return message + remainder.suffix(parityByteCount)
  }

  /// The message in a word, with the errors that the code can find put right.
  ///
  /// - Parameter word: message and parity, at most 255 bytes.
  /// - Returns: the message and how many bytes were put right; nil where there are more errors than the code corrects
  ///   and it can tell. More errors than that may also lead to another word of the code.
  public func decoded(_ word: [UInt8]) -> (message: [UInt8], correctedByteCount: Int)? {
    guard word.count > parityByteCount, word.count <= 255 else { return nil }
    let syndromes = syndromes(of: word)
    guard syndromes.contains(where: { $0 != 0 }) else { return (Array(word.dropLast(parityByteCount)), 0) }
    let locator = locator(of: syndromes)
    let errorCount = locator.count - 1
    guard errorCount > 0, errorCount * 2 <= parityByteCount else { return nil }
    let places = word.indices.filter { place in
      let inverse = GaloisField.power(-(word.count - 1 - place))
      return GaloisField.value(of: locator.reversed(), at: inverse) == 0
    }
    guard places.count == errorCount else { return nil }
    let corrected = corrected(word, at: places, locator: locator, syndromes: syndromes)
    guard self.syndromes(of: corrected).allSatisfy({ $0 == 0 }) else { return nil }
    return (Array(corrected.dropLast(parityByteCount)), errorCount)
  }

  private func syndromes(of word: [UInt8]) -> [UInt8] {
    (0..<parityByteCount).map { GaloisField.value(of: word, at: GaloisField.power($0)) }
  }

  /// The error locator, its constant term first, without zeros at its end.
  private func locator(of syndromes: [UInt8]) -> [UInt8] {
    var current: [UInt8] = [1]
    var before: [UInt8] = [1]
    var length = 0
    var shift = 1
    var discrepancyBefore: UInt8 = 1
    for step in syndromes.indices {
      var discrepancy = syndromes[step]
      for index in 1..<max(1, current.count) where index <= length && index <= step {
        discrepancy ^= GaloisField.product(current[index], syndromes[step - index])
      }
      guard discrepancy != 0 else {
        shift += 1
        continue
      }
      let kept = current
      let factor = GaloisField.quotient(discrepancy, discrepancyBefore)
      current += [UInt8](repeating: 0, count: max(0, before.count + shift - current.count))
      for index in before.indices { current[index + shift] ^= GaloisField.product(factor, before[index]) }
      if 2 * length <= step {
        (length, before, discrepancyBefore, shift) = (step + 1 - length, kept, discrepancy, 1)
      } else {
        shift += 1
      }
    }
    while current.count > 1, current.last == 0 { current.removeLast() }
    return current
  }

  private func corrected(_ word: [UInt8], at places: [Int], locator: [UInt8], syndromes: [UInt8]) -> [UInt8] {
    var evaluator = [UInt8](repeating: 0, count: parityByteCount)
    for (index, coefficient) in locator.enumerated() {
      for place in 0..<(max(index, parityByteCount) - index) {
        evaluator[index + place] ^= GaloisField.product(coefficient, syndromes[place])
      }
    }
    var result = word
    for place in places {
      let exponent = word.count - 1 - place
      let inverse = GaloisField.power(-exponent)
      var slope: UInt8 = 0
      for index in stride(from: 1, to: locator.count, by: 2) {
        slope ^= GaloisField.product(locator[index], GaloisField.power(-exponent * (index - 1)))
      }
      let value = GaloisField.value(of: evaluator.reversed(), at: inverse)
      result[place] ^= GaloisField.product(GaloisField.power(exponent), GaloisField.quotient(value, slope))
    }
    return result
  }
}
