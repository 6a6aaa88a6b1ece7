/// What an answer means.
extension BoxText {
  /// What a pattern found.
  public struct Found: Hashable, Sendable {
    /// What stood at the place of its value, where it has one.
    public var value: Filling?
  }

  /// Reads an answer by this pattern.
  ///
  /// - Parameters:
  ///   - answer: all bytes of the answer.
  ///   - isNumber: whether a number stands at the place of the value.
  /// - Returns: nothing where the answer is another.
  public func match(_ answer: [UInt8], isNumber: Bool) -> Found? {
    var (place, found) = (0, Found())
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .bytes(let bytes):
        guard answer[place...].starts(with: bytes) else { return nil }
        place += bytes.count
      case .value(let form) where isNumber:
        guard let (number, end) = form.number(in: answer, from: place) else { return nil }
        (found.value, place) = (.number(number), end)
      case .value:
        guard let end = nextLiteral(behind: index, in: answer, from: place) else { return nil }
        (found.value, place) = (.bytes(Array(answer[place..<end])), end)
      case .anything:
        guard let end = nextLiteral(behind: index, in: answer, from: place) else { return nil }
        place = end
      case .parameter, .user, .password: return nil
      }
    }
    return place == answer.count ? found : nil
  }

  /// Where the literal bytes behind a part begin; the end where nothing stands behind it.
  private func nextLiteral(behind index: Int, in answer: [UInt8], from place: Int) -> Int? {
    guard index + 1 < pieces.count else { return answer.count }
    guard case .bytes(let bytes) = pieces[index + 1], let first = bytes.first else { return place }
    // The last part of all must end the answer: `{*}x` finds the last x of `axbx`.
    if index + 2 == pieces.count {
      let end = answer.count - bytes.count
      return end >= place && answer[end...].elementsEqual(bytes) ? end : nil
    }
    var start = place
    while let candidate = answer[start...].firstIndex(of: first) {
      if answer[candidate...].starts(with: bytes) { return candidate }
      start = candidate + 1
    }
    return nil
  }
}

extension BoxText.NumberForm {
  private static let mostDigits = 20

  /// Reads a number in this form: its value, and where it ends.
  fileprivate func number(in answer: [UInt8], from start: Int) -> (Double, Int)? {
    var end = start
    while end < answer.count, end - start < Self.mostDigits, isPart(answer[end], isFirst: end == start) { end += 1 }
    let text = String(decoding: answer[start..<end], as: UTF8.self)
    if isHexadecimal { return Int64(text, radix: 16).map { (Double($0), end) } }
    guard let number = Double(text), number.isFinite else { return nil }
    return (number, end)
  }

  private func isPart(_ byte: UInt8, isFirst: Bool) -> Bool {
    let scalar = Unicode.Scalar(byte)
    if isHexadecimal { return scalar.properties.isASCIIHexDigit }
    if isFirst, scalar == "-" || scalar == "+" { return true }
    return ("0"..."9").contains(scalar) || scalar == "."
  }
}
