/// A way through stills by the clock: what a screen walks through by itself, and at which place it is.
///
/// Fields that are `nil` are not set.
public struct StillsWay: Hashable, Sendable, Codable {
  /// A folder of stills, inside the screen's folder.
  public var folder: String?
  /// Stills, by their names inside the screen's folder, two at least.
  public var items: [String]?
  /// How long one's turn is: a still's, 1 s to a day, or a splice's, 10 s to an hour.
  public var every: TimeSpan?
  /// What the order comes from.
  public var seed: Int?
  /// Pictures a second, 1 to 240; a picture a frame where nothing says so.
  public var fps: Double?
  /// When the first one came; what scenes say has none before it is told to a screen.
  public var began: ShowInstant?

  /// A way of the fields given.
  public init(
    folder: String? = nil, items: [String]? = nil, every: TimeSpan? = nil, seed: Int? = nil, fps: Double? = nil,
    began: ShowInstant? = nil
  ) {
    (self.folder, self.items, self.every, self.seed) = (folder, items, every, seed)
    (self.fps, self.began) = (fps, began)
  }

  /// Whether stills come in the same order at the same times.
  public func isSame(as other: StillsWay) -> Bool {
    folder == other.folder && items == other.items && every == other.every && seed == other.seed
  }

  /// This way with the fields that another names put over it. It goes on where it is as long as it stays the same, and
  /// begins anew where it becomes another.
  ///
  /// - Parameters:
  ///   - patch: what is named anew; one of folder and items ends the other.
  ///   - now: when.
  public func changed(by patch: StillsWay, at now: ShowInstant) -> StillsWay {
    var way = self
    if patch.folder != nil || patch.items != nil { (way.folder, way.items) = (patch.folder, patch.items) }
    way.every = patch.every ?? every
    way.seed = patch.seed ?? seed
    way.fps = patch.fps ?? fps
    way.began = began != nil && way.isSame(as: self) ? began : now
    return way
  }

  /// For a person: `flowers every 8s`.
  var words: [String] {
    [folder ?? items.map { "\($0.count) stills" }, every.map { "every \($0)" }].compactMap { $0 }
  }

  /// The names of the fields that are set.
  var named: [String] {
    [
      ("folder or items", folder != nil || items != nil), ("every", every != nil), ("seed", seed != nil),
      ("fps", fps != nil),
    ].filter(\.1).map(\.0)
  }
}

/// Which stills a screen walks through by itself, and how a still comes and lies on it (contract, "Devices").
public struct Stills: Hashable, Sendable, Codable, CustomStringConvertible {
  /// How a still comes.
  public enum Transition: String, Hashable, Sendable, Codable, CaseIterable {
    /// Evenly, in linear light.
    case fade
    /// By a border with folds, while both bend.
    case morph
  }

  /// How a still lies on the screen.
  public enum Fit: String, Hashable, Sendable, Codable, CaseIterable {
    /// It fills the screen.
    case cover
    /// All of it is seen.
    case contain
  }

  /// What is walked through where no still is named beside.
  public var way: StillsWay
  /// How a still comes.
  public var transition: Transition?
  /// How long it takes to come, 0 to 10 minutes.
  public var over: TimeSpan?
  /// How it lies.
  public var fit: Fit?
  /// How much it is come nearer to and walked over, 0 to 1.
  public var motion: Double?
  /// The still that comes after the one that is named beside, so that it is in memory in time.
  public var next: String?

  /// Stills of the fields given.
  public init(
    _ way: StillsWay = StillsWay(), transition: Transition? = nil, over: TimeSpan? = nil, fit: Fit? = nil,
    motion: Double? = nil, next: String? = nil
  ) {
    (self.way, self.transition, self.over, self.fit) = (way, transition, over, fit)
    (self.motion, self.next) = (motion, next)
  }

  /// These with the fields that others name put over them: fields not named keep their value.
  public func changed(by patch: Stills, at now: ShowInstant) -> Stills {
    Stills(
      way.changed(by: patch.way, at: now), transition: patch.transition ?? transition, over: patch.over ?? over,
      fit: patch.fit ?? fit, motion: patch.motion ?? motion, next: patch.next)
  }

  /// For a person: `flowers every 8s, morph`.
  public var description: String {
    let words = way.words.joined(separator: " ")
    return ([words.isEmpty ? "stills" : words] + [transition?.rawValue].compactMap { $0 }).joined(separator: ", ")
  }

  /// The names of the fields that are set.
  public var fields: Set<String> {
    let own: [(String, Bool)] = [
      ("transition", transition != nil), ("over", over != nil), ("fit", fit != nil), ("motion", motion != nil),
      ("next", next != nil),
    ]
    return Set(way.named + own.filter(\.1).map(\.0))
  }
}

/// What a screen splices, two by two, writes as strands of DNA, spoils and reads again (contract, "Devices").
public struct Splice: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The parents, and how long a splice takes.
  public var way: StillsWay
  /// The share of the strands that are lost, 0 to 1; falls by the seed where nothing says so.
  public var losses: Double?
  /// The share of the bases that change, 0 to 1; falls by the seed where nothing says so.
  public var substitutions: Double?
  /// Whether a splice begins now, another each time; what is the same goes on without.
  public var anew: Bool?

  /// A splice of the fields given.
  public init(
    _ way: StillsWay = StillsWay(), losses: Double? = nil, substitutions: Double? = nil, anew: Bool? = nil
  ) {
    (self.way, self.losses, self.substitutions, self.anew) = (way, losses, substitutions, anew)
  }

  /// This with the fields that another names put over it: fields not named keep their value.
  ///
  /// - Parameters:
  ///   - patch: what is named anew.
  ///   - now: when.
  ///   - begun: how many splices were begun anew before: each falls by another seed.
  public func changed(by patch: Splice, at now: ShowInstant, begun: Int64 = 0) -> Splice {
    var splice = Splice(
      way.changed(by: patch.way, at: now), losses: patch.losses ?? losses,
      substitutions: patch.substitutions ?? substitutions)
    if patch.anew == true {
      splice.way.seed = Int((Int64(splice.way.seed ?? 1) + begun) & Int64(UInt32.max))
      splice.way.began = now
    }
    return splice
  }

  /// For a person: `splices of portraits every 48s`.
  public var description: String { (["splices of"] + way.words).joined(separator: " ") }

  /// The names of the fields that are set.
  public var fields: Set<String> {
    let own: [(String, Bool)] = [
      ("losses", losses != nil), ("substitutions", substitutions != nil), ("anew", anew != nil),
    ]
    return Set(way.named + own.filter(\.1).map(\.0))
  }
}
