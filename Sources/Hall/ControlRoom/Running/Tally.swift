import Show

/// Counts what is not journalled one by one; told in a row now and then, and cut off at a bound.
struct Tally: Hashable, Sendable {
  /// How many different things are counted.
  static let mostNames = 1000
  /// How often a row is written, while there is something to tell.
  static let interval = TimeSpan.seconds(60)
  /// The kind of its row.
  static let kind = "counted"

  /// Readings that said nothing new, by sensor.
  private(set) var unchanged: [String: Int] = [:]
  /// What was refused, by reason and whence.
  private(set) var refused: [String: Int] = [:]
  /// What was dropped because a queue was full, by whence.
  private(set) var dropped: [String: Int] = [:]

  /// Whether there is nothing to tell.
  var isEmpty: Bool { unchanged.isEmpty && refused.isEmpty && dropped.isEmpty }

  /// Counts a reading that said nothing new.
  mutating func unchanged(_ sensor: SensorID) { Self.count(sensor.text, in: &unchanged) }
  /// Counts a refusal; returns how many there were with this one.
  @discardableResult mutating func refused(_ reason: String, from whence: String) -> Int {
    Self.count("\(reason) \(whence)", in: &refused)
  }
  /// Counts what was dropped.
  mutating func dropped(_ whence: String, _ count: Int = 1) { Self.count(whence, in: &dropped, by: count) }

  @discardableResult
  private static func count(_ name: String, in counts: inout [String: Int], by number: Int = 1) -> Int {
    let name = counts[name] == nil && counts.count >= mostNames ? "other" : name
    counts[name, default: 0] += number
    return counts[name] ?? 0
  }

  /// The row's body; begins to count anew.
  mutating func tell() -> String {
    func object(_ counts: [String: Int]) -> String {
      "{" + counts.sorted { $0.key < $1.key }.map { "\(jsonQuoted($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }
    defer { self = Tally() }
    return "{\"dropped\":\(object(dropped)),\"refused\":\(object(refused)),\"unchanged\":\(object(unchanged))}"
  }
}
