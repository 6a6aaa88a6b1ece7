import Show

/// What a projector said of itself.
struct ProjectorKnowledge: Hashable, Sendable {
  enum Power: String, Hashable, Sendable {
    case off = "0"
    case on = "1"
    case cooling = "2"
    case warming = "3"

    /// The word of it in reports.
    var word: String {
      switch self {
      case .off: "off"
      case .on: "on"
      case .cooling: "cooling"
      case .warming: "warming"
      }
    }
    /// Whether it is on, or will be.
    var isOn: Bool { self == .on || self == .warming }
    var isChanging: Bool { self == .cooling || self == .warming }
  }

  var linkClass: Int?
  var power: Power?
  var input: String?
  var mute: Bool?
  /// What its six parts say: fan, lamp, temperature, cover, filter, other (section 4.6); 1 warns, 2 fails.
  var errors: [Int] = []
  /// The hours of each lamp.
  var lampHours: [Int] = []
  var filterHours: Int?

  private static let parts = ["fan", "lamp", "temperature", "cover", "filter", "something else"]

  /// Takes the value of an answer; what makes no sense is left out.
  mutating func take(_ name: PJLinkCommand.Name, _ value: String) {
    switch name {
    case .power: power = Power(rawValue: value) ?? power
    case .input: input = PJLinkInput.code(value)
    case .mute: mute = value == "31" ? true : value == "30" ? false : nil
    case .errors:
      let digits = value.compactMap { Int(String($0)) }
      if digits.count == 6 { errors = digits }
    case .lamps:
      let numbers = value.split(separator: " ").compactMap { Int($0) }
      lampHours = stride(from: 0, to: numbers.count - 1, by: 2).prefix(8).map { numbers[$0] }
    case .linkClass: linkClass = Int(value).map { min(2, max(1, $0)) }
    case .filter: filterHours = Int(value)
    }
  }

  /// What it warns of, each a sentence.
  var warnings: [String] {
    zip(Self.parts, errors).compactMap { part, digit in
      switch digit {
      case 1: "its \(part) warns"
      case 2...: "its \(part) fails"
      default: nil
      }
    }
  }

  /// What else is known of it.
  var facts: [String: Value] {
    var facts: [String: Value] = [:]
    if let hours = lampHours.max() { facts["lamp_hours"] = .number(Double(hours)) }
    if let filterHours { facts["filter_hours"] = .number(Double(filterHours)) }
    if let input { facts["input"] = .text(input) }
    if let mute { facts["mute"] = .flag(mute) }
    if let linkClass { facts["pjlink_class"] = .number(Double(linkClass)) }
    let health = errors.contains { $0 > 0 } ? "partially" : power.map { $0.isChanging ? $0.word : "ok" }
    if let health { facts["health"] = .text(health) }
    return facts
  }
}

/// What a projector is to be.
struct ProjectorGoal: Hashable, Sendable {
  var rev: Int64
  var power: Bool?
  /// The input's two characters, or as it was written where it is none.
  var input: String?
  var isInputKnown = true
  var mute: Bool?
}
