import Onirica

/// What stills a screen is to show, and how.
public struct StillsWish: Sendable, Hashable {
  /// Which stills.
  public enum Line: Sendable, Hashable {
    /// None yet.
    case nothing
    /// One, until another is wished for: it comes from an instant on, over some seconds. `next` is looked at ahead.
    case one(String, next: String?, sinceUnixSeconds: Double)
    /// One after the other, each once before any comes again.
    case walk(Walk)
  }

  /// A way through a list of stills, by the clock: a screen that restarts, and screens side by side, are at the same place.
  public struct Walk: Sendable, Hashable {
    /// Names, in an order that does not change by itself.
    public var names: [String]
    /// Seconds a still, at least a second.
    public var everySeconds: Double
    /// When the first one came, in seconds since 1970.
    public var anchorUnixSeconds: Double

    /// A way.
    ///
    /// - Parameters:
    ///   - names: of stills, one or more.
    ///   - everySeconds: seconds a still, at least a second.
    ///   - anchorUnixSeconds: when the first one came, in seconds since 1970.
    public init(names: [String], everySeconds: Double, anchorUnixSeconds: Double) {
      (self.names, self.everySeconds, self.anchorUnixSeconds) = (names, everySeconds, anchorUnixSeconds)
    }

    /// The showing that is due at an instant.
    func number(at unixSeconds: Double) -> Int {
      Int(((unixSeconds - anchorUnixSeconds) / everySeconds).rounded(.down))
    }

    func start(of number: Int) -> Double { anchorUnixSeconds + Double(number) * everySeconds }
  }

  /// Which stills.
  public var line: Line
  /// How a still lies on the screen, and how it comes.
  public var fit: StillFit, transition: StillTransition
  /// How long it takes to come, in seconds.
  public var overSeconds: Double
  /// What order, folds and shoots come from.
  public var seed: UInt64
  /// How much of the garden stands, 0 to 1; day 0, night 1.
  public var growth: Ramp, night: Ramp
  /// How much stills are come nearer to and walked over, 0 to 1.
  public var motion: Double
  /// How long a picture stands.
  public var cadence: Cadence

  /// Nothing, by day.
  public init() {
    (line, fit, transition, overSeconds, seed) = (.nothing, .cover, .fade, 2, 1)
    (growth, night, motion, cadence) = (Ramp(1), Ramp(0), 0, Cadence())
  }

  /// How long a still takes to come: on a way at most four fifths of its time, so that it stands for a while.
  var comingSeconds: Double {
    guard case .walk(let walk) = line else { return overSeconds }
    return min(overSeconds, 0.8 * walk.everySeconds)
  }
}

/// Who has stills by name.
public protocol NamedStills: Sendable {
  /// A still.
  ///
  /// - Parameter name: its name.
  /// - Throws: `StillFault` where there is none that can be used.
  func decoded(_ name: String) throws(StillFault) -> Frame

  /// What changes when the still's file does; nil where there is none.
  ///
  /// - Parameter name: its name.
  func stamp(of name: String) -> StillStamp?
}

/// The state of a still's file.
public struct StillStamp: Sendable, Hashable {
  let bytes: Int64, changedNanoseconds: Int64

  /// A state.
  ///
  /// - Parameters:
  ///   - bytes: how long the file is.
  ///   - changedNanoseconds: when it was changed last, since 1970.
  public init(bytes: Int64, changedNanoseconds: Int64) {
    (self.bytes, self.changedNanoseconds) = (bytes, changedNanoseconds)
  }
}

/// Why a name gives no still.
public struct StillFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// In words.
  public let description: String

  /// A reason.
  ///
  /// - Parameter description: in words.
  public init(_ description: String) { self.description = description }
}

/// What a screen tells of its stills.
public struct StillsReport: Sendable, Hashable {
  /// A still that was passed over, and why.
  public struct Skipped: Sendable, Hashable {
    /// Its name in the show.
    public let name: String
    /// In words.
    public let why: String

    /// A still that was passed over.
    ///
    /// - Parameters:
    ///   - name: its name in the show.
    ///   - why: in words.
    public init(name: String, why: String) { (self.name, self.why) = (name, why) }
  }

  /// The still that stands or comes; nil before the first.
  public var shown: String?
  /// The one that is in memory for later.
  public var next: String?
  /// Those that were passed over since the start, the newest last, some twenty at most.
  public var skipped: [Skipped] = []

  /// Nothing yet.
  public init() {}
}
