/// A value that a sensor reads or a device's property has: written in JSON as a bare scalar.
public enum Value: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Yes or no.
  case flag(Bool)
  /// A finite number.
  case number(Double)
  /// A text, for example `open`, a medium's name, a colour as `#rrggbb`.
  case text(String)

  /// Reads a bare JSON scalar.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// Writes a bare JSON scalar.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .flag(let flag): try container.encode(flag)
    case .number(let number): try container.encode(number)
    case .text(let text): try container.encode(text)
    }
  }

  /// The number, if it is one.
  public var number: Double? { if case .number(let number) = self { number } else { nil } }
  /// The flag, if it is one.
  public var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  /// The text, if it is one.
  public var text: String? { if case .text(let text) = self { text } else { nil } }

  /// As a person writes it: `true`, `3`, `0.42`, `open`.
  public var description: String {
    switch self {
    case .flag(let flag): "\(flag)"
    case .number(let number): Int64(exactly: number).map { "\($0)" } ?? "\(number)"
    case .text(let text): text
    }
  }
}

/// The type of a value, as a sensor or a property declares it.
public enum ValueType: Hashable, Sendable, Codable, CustomStringConvertible {
  /// `true` or `false`.
  case flag
  /// A finite number, in a range where one is given.
  case number(ClosedRange<Double>?)
  /// One of the texts listed.
  case choice([String])
  /// Any text.
  case text
  /// A colour `#rrggbb`.
  case color

  /// Whether a value is of this type and in its range.
  public func admits(_ value: Value) -> Bool {
    switch (self, value) {
    case (.flag, .flag), (.text, .text): true
    case (.number(let range), .number(let number)): number.isFinite && (range?.contains(number) ?? true)
    case (.choice(let texts), .text(let text)): texts.contains(text)
    case (.color, .text(let text)): Color(text) != nil
    default: false
    }
  }

  /// What is expected, for a person: `a number from 0 to 1`.
  public var description: String {
    switch self {
    case .flag: "true or false"
    case .number(nil): "a number"
    case .number(let range?): "a number from \(Value.number(range.lowerBound)) to \(Value.number(range.upperBound))"
    case .choice(let texts): "one of \(texts.joined(separator: ", "))"
    case .text: "a text"
    case .color: "a colour as \"#rrggbb\""
    }
  }
}

/// A colour of eight bits a channel, as `#rrggbb`.
public struct Color: Hashable, Sendable, CustomStringConvertible {
  /// Red, 0 to 255.
  public let red: UInt8
  /// Green, 0 to 255.
  public let green: UInt8
  /// Blue, 0 to 255.
  public let blue: UInt8

  /// Reads `#rrggbb`; nothing if the text is not of that form.
  public init?(_ text: String) {
    let digits = text.dropFirst()
    guard text.first == "#", digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit),
      let bits = UInt32(digits, radix: 16)
    else { return nil }
    self.init(red: UInt8(bits >> 16), green: UInt8(bits >> 8 & 0xff), blue: UInt8(bits & 0xff))
  }

  /// A colour of three channels, each 0 to 255.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// As `#rrggbb` in small letters.
  public var description: String {
    let digits = String(UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue), radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  /// The colour a part of the way towards another, channel by channel.
  ///
  /// - Parameter part: 0 (this colour) to 1 (the other).
  public func mixed(with other: Color, part: Double) -> Color {
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8(max(0, min(255, (Double(from) + (Double(to) - Double(from)) * part).rounded())))
    }
    return Color(red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
