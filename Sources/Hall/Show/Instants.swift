/// A length of time in whole milliseconds; negative lengths exist only as differences.
public struct TimeSpan: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// The length in milliseconds.
  public var milliseconds: Int64

  /// A length of so many milliseconds.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }
  /// Reads a bare number of milliseconds.
  public init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// No time at all.
  public static let zero = TimeSpan(milliseconds: 0)
  /// So many milliseconds.
  public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }
  /// So many seconds.
  public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count * 1000) }
  /// So many minutes.
  public static func minutes(_ count: Int64) -> TimeSpan { .seconds(count * 60) }
  /// So many hours.
  public static func hours(_ count: Int64) -> TimeSpan { .minutes(count * 60) }

  /// The length in seconds.
  public var inSeconds: Double { Double(milliseconds) / 1000 }

  /// Writes a bare number of milliseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }

  /// Shorter before longer.
  public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }
  /// The sum of two lengths.
  public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
  }
  /// The difference of two lengths.
  public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }

  /// As a person writes it in a show: `90s`, `10m`, `1h30m`, `250ms`.
  public var description: String {
    if milliseconds == 0 { return "0s" }
    var rest = milliseconds.magnitude
    var text = milliseconds < 0 ? "-" : ""
    for (unit, size) in [("d", UInt64(86_400_000)), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
    where rest >= size {
      text += "\(rest / size)\(unit)"
      rest %= size
    }
    return text
  }

  /// Reads a length as a show or a command writes it.
  ///
  /// - Parameter text: one or more of `NUMBER` and unit (`ms`, `s`, `m`, `h`, `d`), largest first, for example `1h30m`,
  ///   `8s`, `0.5s`; at most 400 days.
  /// - Returns: nothing if the text is not of that form.
  public init?(_ text: String) {
    let units: [(name: String, milliseconds: Double)] = [
      ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    var rest = Substring(text)
    var total = 0.0
    var smallest = Double.infinity
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      rest = rest.dropFirst(digits.count)
      let letters = rest.prefix { $0.isASCII && $0.isLetter }
      rest = rest.dropFirst(letters.count)
      guard let unit = units.first(where: { $0.name == letters }), unit.milliseconds < smallest,
        let first = digits.first, first != ".", digits.last != ".", let count = Double(digits)
      else { return nil }
      smallest = unit.milliseconds
      total += count * unit.milliseconds
    }
    guard smallest < .infinity, total <= 400 * 86_400_000, let whole = Int64(exactly: total.rounded()) else {
      return nil
    }
    milliseconds = whole
  }
}

/// A place on the show's own timeline: milliseconds of show time since the journal began.
///
/// It never goes back, whatever the wall clock does, and goes on over restarts.
public struct ShowInstant: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// Milliseconds since the journal began.
  public var milliseconds: Int64

  /// The instant so many milliseconds after the journal began.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }
  /// Reads a bare number of milliseconds.
  public init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  /// The beginning of the journal.
  public static let zero = ShowInstant(milliseconds: 0)

  /// Writes a bare number of milliseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
  /// Earlier before later.
  public static func < (left: ShowInstant, right: ShowInstant) -> Bool { left.milliseconds < right.milliseconds }
  /// The instant a while later.
  public static func + (instant: ShowInstant, span: TimeSpan) -> ShowInstant {
    ShowInstant(milliseconds: instant.milliseconds + span.milliseconds)
  }
  /// The instant a while before.
  public static func - (instant: ShowInstant, span: TimeSpan) -> ShowInstant {
    ShowInstant(milliseconds: instant.milliseconds - span.milliseconds)
  }
  /// How long one instant is after another.
  public static func - (left: ShowInstant, right: ShowInstant) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }
  /// The instant in seconds with milliseconds, for example `12.250`.
  public var description: String {
    let part = String(milliseconds.magnitude % 1000)
    return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - part.count))\(part)"
  }
}

/// An instant of the wall clock: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
public struct WallInstant: Hashable, Sendable, Comparable, Codable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var milliseconds: Int64

  /// The instant so many milliseconds after 1970-01-01T00:00:00Z.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }
  /// Reads a bare number of milliseconds.
  public init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }
  /// Writes a bare number of milliseconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }
  /// Earlier before later.
  public static func < (left: WallInstant, right: WallInstant) -> Bool { left.milliseconds < right.milliseconds }
  /// The instant a while later.
  public static func + (instant: WallInstant, span: TimeSpan) -> WallInstant {
    WallInstant(milliseconds: instant.milliseconds + span.milliseconds)
  }
  /// How long one instant is after another.
  public static func - (left: WallInstant, right: WallInstant) -> TimeSpan {
    TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
  }
}

/// A time of day in the hall's zone.
public struct TimeOfDay: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
  /// Milliseconds since local midnight, 0 to 86 400 000 (24:00, the end of the day).
  public let milliseconds: Int64

  /// A time of day, or nothing if out of range.
  ///
  /// - Parameters:
  ///   - hour: 0 to 24.
  ///   - minute: 0 to 59.
  ///   - second: 0 to 59.
  public init?(hour: Int, minute: Int, second: Int = 0) {
    guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      hour < 24 || (minute == 0 && second == 0)
    else { return nil }
    milliseconds = Int64(hour * 3600 + minute * 60 + second) * 1000
  }

  /// Reads `HH:MM` or `HH:MM:SS`.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 && $0.allSatisfy(\.isNumber) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), let second = parts.count == 3 ? Int(parts[2]) : 0
    else { return nil }
    self.init(hour: hour, minute: minute, second: second)
  }

  /// Earlier in the day before later.
  public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.milliseconds < right.milliseconds }
  /// As `HH:MM`, with seconds where there are any.
  public var description: String {
    let seconds = milliseconds / 1000
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let text = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
    return seconds % 60 == 0 ? text : "\(text):\(two(seconds % 60))"
  }
}
