/// A place of a night in words: `rem:last before awakening:3`, `n3:2`, `rem:1+60s`, `01:30:00`, `50%`.
///
/// ```
/// place    = time | share | landmark { ("before" | "after") landmark } [ ("+" | "-") duration ]
/// time     = seconds | hours ":" minutes ":" seconds          from the night's beginning
/// share    = number "%"                                        of the night's length
/// landmark = name [ ":" ( number | "first" | "last" | "longest" ) ]
/// name     = "w" | "n1" | "n2" | "n3" | "rem" | "sleep" | "awakening" | "report"
/// duration = number [ "s" | "m" | "h" ] …                      60, 60s, 1m30s, 1.5h
/// ```
///
/// A stage is a period of it, `sleep` a stretch between waking, `awakening` a period of W after sleep, `report` a dream
/// report's awakening. Without a number the first is meant. `before` and `after` keep those landmarks that begin
/// before, or after, where the next landmark begins; then they are counted.
public struct Seek: Sendable, Hashable {
  /// What can be looked for.
  public enum Landmark: Sendable, Hashable {
    /// A period of a stage.
    case stage(Stage)
    /// A stretch of sleep of any stage.
    case sleep
    /// A period of wakefulness after sleep.
    case awakening
    /// An awakening with a dream report.
    case report

    /// The word of the expression.
    public var wording: String {
      switch self {
      case .stage(let stage): stage.wording.lowercased()
      case .sleep: "sleep"
      case .awakening: "awakening"
      case .report: "report"
      }
    }
  }

  /// Which of several.
  public enum Order: Sendable, Hashable {
    /// Counted from 1.
    case number(Int)
    /// The last.
    case last
    /// The longest; the first of those that are equally long.
    case longest
  }

  /// Whether what is looked for begins before or after something else.
  public enum Side: Sendable, Hashable {
    /// Before it.
    case before
    /// After it.
    case after
  }

  /// A landmark and which one of its kind.
  public struct Choice: Sendable, Hashable {
    /// What is looked for.
    public var landmark: Landmark
    /// Which one.
    public var order: Order
  }

  /// Where the counting begins.
  public enum Anchor: Sendable, Hashable {
    /// Seconds from the night's beginning.
    case seconds(Double)
    /// A share of the night's length, 0 to 1.
    case share(Double)
    /// A landmark, and the landmarks that it lies before or after.
    case landmark(Choice, [Bound])
  }

  /// A landmark that another one lies before or after.
  public struct Bound: Sendable, Hashable {
    /// On which side of it.
    public var side: Side
    /// What bounds.
    public var choice: Choice
  }

  /// Where the counting begins.
  public var anchor: Anchor
  /// What is added, in seconds.
  public var offsetSeconds: Double

  /// The place as seconds of a night.
  ///
  /// - Parameter night: the night.
  /// - Returns: from 0 to less than the night's length.
  /// - Throws: `SeekError` where the night has no such place.
  public func position(in night: Night) throws(SeekError) -> Double {
    let start: Double
    switch anchor {
    case .seconds(let seconds): start = seconds
    case .share(let share): start = share * night.durationSeconds
    case .landmark(let choice, let bounds):
      start = try SeekLandmarks(night).place(choice, bounds[...]).lowerBound
    }
    let position = start + offsetSeconds
    guard position >= 0, position < night.durationSeconds else {
      throw .outside(seconds: position, lengthSeconds: night.durationSeconds)
    }
    return position
  }
}

/// Why an expression gives no place.
public enum SeekError: Error, Hashable, CustomStringConvertible {
  /// There is nothing, or far too much.
  case length
  /// A word that is not known; columns count from 1.
  case word(column: Int)
  /// A number, a time or a duration that is none.
  case number(column: Int)
  /// Something follows that does not belong there.
  case rest(column: Int)
  /// The night has not so many.
  case absent(String, there: Int)
  /// The place lies outside the night.
  case outside(seconds: Double, lengthSeconds: Double)

  /// What is wrong, where, and the way out.
  public var description: String {
    switch self {
    case .length: "a place has 1 to 200 characters: 1800, 01:30:00, 50%, rem:2, \"rem:last before awakening:3\""
    case .word(let column):
      "column \(column) of the place: this is none of w, n1, n2, n3, rem, sleep, awakening, report, before, after"
    case .number(let column):
      "column \(column) of the place: this is no number: n3:2, rem:last, rem:1+60s, rem:1+1m30s, 01:30:00"
    case .rest(let column): "column \(column) of the place: nothing more belongs here"
    case .absent(let what, let there): "the night has no \(what): it has \(there) there"
    case .outside(let seconds, let length):
      "the place lies at \(Int(max(-1e9, min(1e9, seconds.rounded(.down))))) s, the night goes from 0 to \(Int(length)) s"
    }
  }
}
