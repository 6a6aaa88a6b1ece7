extension ElectrodeName {
  /// The name as it is written: `C4-M1`, `Fpz-Cz`, `E1`.
  var wording: String {
    [active, reference].compactMap { $0.map(ElectrodeName.written) }.joined(separator: "-")
  }

  private static func written(_ name: String) -> String {
    let upper = name.hasSuffix("z") ? name.dropLast().uppercased() + "z" : name.uppercased()
    return upper.hasPrefix("FP") ? "Fp" + upper.dropFirst(2) : upper
  }
}
