/// Arithmetic of bytes as GF(256) with the polynomial x⁸+x⁴+x³+x²+1 (0x11D), generator 2.
enum GaloisField {
  /// Powers of the generator, twice over so that sums of two logarithms need no remainder.
  private static let powers: [UInt8] = {
    var powers: [UInt8] = []
    var power = 1
    for _ in 0..<510 {
      powers.append(UInt8(power))
      power <<= 1
      if power > 255 { power ^= 0x11D }
    }
    return powers
  }()

  private static let logarithms: [Int] = {
    var logarithms = [Int](repeating: 0, count: 256)
    for exponent in 0..<255 { logarithms[Int(powers[exponent])] = exponent }
    return logarithms
  }()

  /// The generator to an exponent; negative exponents count from above.
  static func power(_ exponent: Int) -> UInt8 { powers[(exponent % 255 + 255) % 255] }

  /// The product of two elements.
  static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
    one == 0 || other == 0 ? 0 : powers[logarithms[Int(one)] + logarithms[Int(other)]]
  }

  /// The quotient of two elements; zero divided by anything is zero, and no caller divides by zero.
  static func quotient(_ one: UInt8, _ other: UInt8) -> UInt8 {
    one == 0 || other == 0 ? 0 : powers[logarithms[Int(one)] + 255 - logarithms[Int(other)]]
  }

  /// The value of a polynomial, its highest coefficient first.
  static func value(of polynomial: [UInt8], at point: UInt8) -> UInt8 {
    polynomial.reduce(0) { product($0, point) ^ $1 }
  }
}
