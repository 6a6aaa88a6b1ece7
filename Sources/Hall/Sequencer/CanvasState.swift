import Show

/// How much light a canvas has had, and how much it may have now.
public struct CanvasState: Hashable, Sendable, Codable {
  /// The local day that is counted, in days since 1970; unknown until the clock is known to be right.
  public var day: Int64?
  /// The exposure of that day.
  public var today = Exposure.none
  /// The calendar year that is counted.
  public var year: Int?
  /// The exposure of that year, the day included.
  public var thisYear = Exposure.none
  /// Up to when it is counted.
  public var countedTo: ShowInstant
  /// The most illuminance, in lux, that the budget leaves, while its rest is made to last.
  public var heldToLux: Double?
  /// When it has to be looked at again though nothing else happens.
  public var nextLook: ShowInstant?

  /// A canvas on which no light has fallen.
  public init(since now: ShowInstant) { countedTo = now }
}

/// The grand master: every light that is no way out is dimmed by it.
public struct MasterState: Hashable, Sendable, Codable {
  /// The part of each level that goes out, 0 to 1.
  public var level = 1.0
  /// Since when.
  public var since: ShowInstant = .zero
  /// Until when an operator wants it.
  public var until: Until?
}
