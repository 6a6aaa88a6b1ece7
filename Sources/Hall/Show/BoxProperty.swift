/// A property of a box: what it may be, how it is set, and how it is read back.
public struct BoxProperty: Hashable, Sendable, Codable {
  /// What stands on the line for a value that is a word: the first is sent, all are understood.
  public struct Word: Hashable, Sendable, Codable {
    /// The value in the show.
    public var value: Value
    /// `warming` or `cooling`, where it is on its way there.
    public var state: String?
    /// The texts on the line.
    public var texts: [[UInt8]]

    /// A word.
    public init(_ value: Value, state: String? = nil, texts: [[UInt8]]) {
      (self.value, self.state, self.texts) = (value, state, texts)
    }
  }

  /// Its name.
  public var name: PropertyName
  /// The values it may have.
  public var type: ValueType
  /// The unit of its numbers, for people.
  public var unit: String?
  /// What stands on the line for its values, where they are words.
  public var words: [Word]
  /// The numbers on the line that stand for the ends of its range; the same numbers unless given.
  public var wire: ClosedRange<Double>?
  /// What sets it; nothing where it can be read alone.
  public var send: BoxText?
  /// What the box says once it has taken it.
  public var expect: BoxText?
  /// What asks for it.
  public var ask: BoxText?
  /// What the answer to `ask` is, while that is waited for.
  public var reads: [BoxText]
  /// Where the value stands in an answer of JSON (RFC 6901).
  public var pointer: String?
  /// What the box says of it by itself, at any time.
  public var hears: [BoxText]
  /// Whether it is done anew each time it is set, as a button is pressed, and never again by itself.
  public var isPulse: Bool
  /// Whether it can be set and asked while the box is on only.
  public var needsPower: Bool
  /// The least time between two changes.
  public var rests: TimeSpan
  /// How often a number on its way is sent; without it the end is sent at once.
  public var steps: TimeSpan?

  /// A property that can neither be set nor read yet.
  public init(_ name: PropertyName, _ type: ValueType) {
    (self.name, self.type) = (name, type)
    (words, reads, hears, isPulse, needsPower, rests) = ([], [], [], false, false, .zero)
  }

  mutating func fill(with arguments: [String: String]) {
    send = send?.filled(with: arguments)
    expect = expect?.filled(with: arguments)
    ask = ask?.filled(with: arguments)
    reads = reads.map { $0.filled(with: arguments) }
    hears = hears.map { $0.filled(with: arguments) }
  }
}

extension BoxProperty {
  /// What a value of the box means in the show.
  public struct Reading: Hashable, Sendable {
    /// The value; nothing where the show has no word for it.
    public var value: Value?
    /// `warming` or `cooling`, where it is on its way there.
    public var state: String?

    /// A reading.
    public init(_ value: Value?, state: String? = nil) { (self.value, self.state) = (value, state) }
  }

  /// What stands on the line for a value.
  ///
  /// - Returns: nothing where the value cannot be said: not of its type, or a text with control characters.
  public func wire(_ value: Value) -> BoxText.Filling? {
    guard type.admits(value) else { return nil }
    if let word = words.first(where: { $0.value == value && $0.state == nil }) {
      return word.texts.first.map { .bytes($0) }
    }
    switch value {
    case .number(let number): return .number(onWire(number))
    case .text(let text):
      return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } ? .bytes(Array(text.utf8)) : nil
    case .flag: return nil
    }
  }

  /// What was found in an answer, in the show's terms.
  public func reading(_ found: BoxText.Filling) -> Reading {
    switch found {
    case .number(let number):
      let value = inShow(number)
      return Reading(type.admits(.number(value)) ? .number(value) : nil)
    case .bytes(let bytes):
      if let word = words.first(where: { $0.texts.contains(bytes) }) { return Reading(word.value, state: word.state) }
      guard case .text = type, let text = String(validating: bytes, as: UTF8.self) else { return Reading(nil) }
      return Reading(.text(text))
    }
  }

  /// What a scalar of JSON means.
  public func reading(_ scalar: Value) -> Reading {
    guard case .number = type else { return reading(BoxText.Filling.bytes(Array(scalar.description.utf8))) }
    return scalar.number.map { reading(BoxText.Filling.number($0)) } ?? Reading(nil)
  }

  /// Whether two values are the same to the box, which may know coarser steps.
  public func isSame(_ left: Value, _ right: Value) -> Bool {
    guard let one = left.number, let other = right.number else { return left == right }
    let decimals = send?.numberForm?.decimals ?? 0
    var unit = 1.0
    for _ in 0..<decimals { unit /= 10 }
    return abs(onWire(one) - onWire(other)) <= unit * 0.5001
  }

  private func onWire(_ number: Double) -> Double {
    guard let wire, case .number(let range?) = type, range.upperBound > range.lowerBound else { return number }
    let part = (number - range.lowerBound) / (range.upperBound - range.lowerBound)
    return wire.lowerBound + part * (wire.upperBound - wire.lowerBound)
  }

  private func inShow(_ number: Double) -> Double {
    guard let wire, case .number(let range?) = type, wire.upperBound > wire.lowerBound else { return number }
    let part = (number - wire.lowerBound) / (wire.upperBound - wire.lowerBound)
    return range.lowerBound + part * (range.upperBound - range.lowerBound)
  }
}
