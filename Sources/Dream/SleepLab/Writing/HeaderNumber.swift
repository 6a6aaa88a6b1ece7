/// Numbers as the 8 characters of a header hold them.
enum HeaderNumber {
  /// The text that comes nearest to a value in a width, and the value that a reader will find there.
  ///
  /// - Parameters:
  ///   - value: finite.
  ///   - width: how many characters there are.
  /// - Returns: plain decimals where they hold the value, else an exponent; `0` where nothing else fits.
  static func text(_ value: Double, width: Int = 8) -> (text: String, value: Double) {
    guard value.isFinite, value != 0 else { return ("0", 0) }
    if value == value.rounded(), abs(value) < 1e15, "\(Int(value))".count <= width { return ("\(Int(value))", value) }
    var best = ("0", 0.0)
    for decimals in 0...(width - 2) {
      let text = decimal(value, decimals)
      guard text.count <= width, let read = Double(text) else { continue }
      if abs(read - value) < abs(best.1 - value) { best = (text, read) }
    }
    if abs(best.1 - value) <= 1e-4 * abs(value) { return best }
    let exponent = scientific(value, width)
    return abs(exponent.value - value) < abs(best.1 - value) ? exponent : best
  }

  /// A number without an exponent, its last zeros gone: for onsets of annotations.
  static func decimal(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    let scaled = (value * scale).rounded()
    guard abs(scaled) < 9e18 else { return "\(value)" }
    let digits = String(Int64(scaled).magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    var text = decimals == 0 ? padded : "\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
    if decimals > 0 {
      while text.hasSuffix("0") { text.removeLast() }
      if text.hasSuffix(".") { text.removeLast() }
    }
    return scaled < 0 ? "-\(text)" : text
  }

  private static func scientific(_ value: Double, _ width: Int) -> (text: String, value: Double) {
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    for decimals in stride(from: 6, through: 0, by: -1) {
      let text = "\(value < 0 ? "-" : "")\(decimal(mantissa, decimals))E\(exponent)"
      if text.count <= width, let read = Double(text) { return (text, read) }
    }
    return ("0", 0)
  }
}
