/// How a fade runs between its ends.
public enum Curve: String, Codable, Sendable, CaseIterable {
  /// At one pace.
  case linear
  /// Slow at first: t².
  case easeIn = "ease-in"
  /// Slow at the end: 1 − (1 − t)².
  case easeOut = "ease-out"
  /// Slow at both ends: t²(3 − 2t).
  case easeInOut = "ease-in-out"
  /// Follows the eye rather than the meter: t³, after CIE 1931 lightness.
  case perceptual
  /// Stays, then is there at the end.
  case step

  /// How far the fade is.
  ///
  /// - Parameter time: the part of the fade's time that is over, 0 to 1.
  /// - Returns: the part of the way, 0 to 1.
  public func progress(at time: Double) -> Double {
    let t = max(0, min(1, time))
    return switch self {
    case .linear: t
    case .easeIn: t * t
    case .easeOut: 1 - (1 - t) * (1 - t)
    case .easeInOut: t * t * (3 - 2 * t)
    case .perceptual: t * t * t
    case .step: t < 1 ? 0 : 1
    }
  }
}

/// A property's way to a value: where from, where to, since when, for how long.
public struct Fade: Hashable, Sendable, Codable {
  /// The value before, where it was known; needed by whoever joins the fade midway.
  public var from: PropertyValue?
  /// The value to reach.
  public var to: PropertyValue
  /// When it began.
  public var at: ShowInstant
  /// How long it takes; zero is at once.
  public var over: TimeSpan
  /// How it runs.
  public var curve: Curve

  /// A fade of a property.
  public init(
    from: PropertyValue? = nil, to: PropertyValue, at: ShowInstant, over: TimeSpan = .zero, curve: Curve = .linear
  ) {
    (self.from, self.to, self.at, self.over, self.curve) = (from, to, at, over, curve)
  }

  /// When the value is reached.
  public var end: ShowInstant { at + over }

  /// The value at an instant: numbers and colours in between, everything else at the target from the start.
  public func value(at now: ShowInstant) -> PropertyValue {
    guard let from, over > .zero, now < end else { return to }
    let part = curve.progress(at: Double((now - at).milliseconds) / Double(over.milliseconds))
    switch (from, to) {
    case (.plain(.number(let start)), .plain(.number(let goal))):
      return .plain(.number(start + (goal - start) * part))
    case (.plain(.text(let start)), .plain(.text(let goal))):
      guard let first = Color(start), let last = Color(goal) else { return to }
      return .plain(.text(first.mixed(with: last, part: part).description))
    default: return to
    }
  }
}
