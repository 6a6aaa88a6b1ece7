/// Bytes with places: what is sent to a box, or what it answers. Literal bytes, `{value}` and `{*}`.
///
/// A pattern is read once from left to right: a number takes what can be a number, any other value and `{*}` go to the
/// next literal bytes, and nothing is tried again. So the time it takes grows with the answer's length alone, whatever
/// stands in a description or comes from a box.
public struct BoxText: Hashable, Sendable, Codable {
  /// A part of it.
  public enum Piece: Hashable, Sendable, Codable {
    /// These bytes.
    case bytes([UInt8])
    /// The property's value.
    case value(NumberForm)
    /// Anything, in an answer.
    case anything
    /// What a device says for a blank of the description.
    case parameter(String)
    /// The user's name.
    case user
    /// The password.
    case password
  }

  /// How a number is written.
  public struct NumberForm: Hashable, Sendable, Codable {
    /// The least digits, filled up with zeros.
    public var width: Int
    /// The decimals.
    public var decimals: Int
    /// Whether it is hexadecimal.
    public var isHexadecimal: Bool
    /// Whether hexadecimal digits are large letters.
    public var isUppercase: Bool

    /// A form; a whole decimal number without zeros unless said.
    public init(width: Int = 1, decimals: Int = 0, isHexadecimal: Bool = false, isUppercase: Bool = false) {
      (self.width, self.decimals) = (width, decimals)
      (self.isHexadecimal, self.isUppercase) = (isHexadecimal, isUppercase)
    }
  }

  /// What stands at the place of the value.
  public enum Filling: Hashable, Sendable {
    /// Bytes.
    case bytes([UInt8])
    /// A number.
    case number(Double)
  }

  /// Its parts, in order.
  public var pieces: [Piece]

  /// A text of parts.
  public init(_ pieces: [Piece]) { self.pieces = pieces }

  /// The form of its value, where it has one.
  public var numberForm: NumberForm? {
    for case .value(let form) in pieces { return form }
    return nil
  }

  /// This text with its blanks filled; the bytes of neighbouring parts run together.
  func filled(with arguments: [String: String]) -> BoxText {
    var joined: [Piece] = []
    for piece in pieces {
      var next = piece
      if case .parameter(let name) = piece { next = .bytes(Array((arguments[name] ?? "").utf8)) }
      if case .bytes(let more) = next, case .bytes(let bytes)? = joined.last {
        joined[joined.count - 1] = .bytes(bytes + more)
      } else {
        joined.append(next)
      }
    }
    return BoxText(joined)
  }

  /// The bytes with a value in its place; nothing where one is needed and not there.
  ///
  /// - Parameters:
  ///   - value: what stands at `{value}`.
  ///   - user: what stands at `{user}`.
  ///   - password: what stands at `{password}`.
  public func bytes(_ value: Filling? = nil, user: String? = nil, password: String? = nil) -> [UInt8]? {
    var bytes: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .bytes(let more): bytes += more
      case .value(let form):
        switch value {
        case .bytes(let more)?: bytes += more
        case .number(let number)?: bytes += Array(form.text(of: number).utf8)
        case nil: return nil
        }
      case .anything, .parameter: break
      case .user: bytes += Array((user ?? "").utf8)
      case .password: bytes += Array((password ?? "").utf8)
      }
    }
    return bytes
  }
}

extension BoxText.NumberForm {
  /// A number as it is written in this form, rounded.
  public func text(of number: Double) -> String {
    guard number.isFinite, abs(number) < 1e12 else { return "0" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let whole = Int64((abs(number) * scale).rounded())
    let sign = number < 0 && whole > 0 ? "-" : ""
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
    if isHexadecimal { return sign + padded(String(whole, radix: 16, uppercase: isUppercase), width) }
    let unit = Int64(scale)
    let front = sign + padded("\(whole / unit)", width)
    return decimals == 0 ? front : front + "." + padded("\(whole % unit)", decimals)
  }
}
