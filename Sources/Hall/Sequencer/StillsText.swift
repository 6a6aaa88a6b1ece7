import Show

/// What a screen is to walk through, as told to it.
struct StillsText: Hashable, Sendable, Encodable {
  var folder: String?
  var items: [String]?
  var every: Double?
  var seed: Int?
  var transition: Stills.Transition?
  var over: Double?
  var fit: Stills.Fit?
  var motion: Double?
  var fps: Double?
  /// Told as null where there is none: what is not named keeps its value.
  @Explicit var next: String?
  @Explicit var at: String?

  init(_ stills: Stills, next: String?, at: String?) {
    let way = stills.way
    (folder, items, every, seed, fps) = (way.folder, way.items, way.every?.inSeconds, way.seed, way.fps)
    (transition, over, fit, motion) = (stills.transition, stills.over?.inSeconds, stills.fit, stills.motion)
    _next = Explicit(wrappedValue: next)
    _at = Explicit(wrappedValue: at)
  }
}

/// What a screen is to splice, as told to it.
struct SpliceText: Hashable, Sendable, Encodable {
  var folder: String?
  var items: [String]?
  var every: Double?
  var seed: Int?
  var losses: Double?
  var substitutions: Double?
  var fps: Double?
  @Explicit var at: String?

  init(_ splice: Splice, at: String?) {
    let way = splice.way
    (folder, items, every, seed, fps) = (way.folder, way.items, way.every?.inSeconds, way.seed, way.fps)
    (losses, substitutions) = (splice.losses, splice.substitutions)
    _at = Explicit(wrappedValue: at)
  }
}
