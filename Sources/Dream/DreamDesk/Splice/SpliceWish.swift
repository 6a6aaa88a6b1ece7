import Screens
import Strands

/// What a screen is to splice, and how its strands are spoiled.
struct SpliceWish: Sendable, Hashable {
  /// Names of the stills that are spliced two by two; two or more.
  var names: [String] = []
  /// Seconds from one splice to the next.
  var everySeconds = 48.0
  /// When the first one began, in seconds since 1970.
  var anchorUnixSeconds = 0.0
  var seed: UInt64 = 1
  var cadence = Cadence(picturesPerSecond: 8)
  /// Shares of strands that are lost and of bases that change; nil for shares that fall by the seed, another each time.
  var losses: Double?
  var substitutions: Double?

  /// The splice that is due at an instant.
  func number(at unixSeconds: Double) -> Int {
    Int(((unixSeconds - anchorUnixSeconds) / everySeconds).rounded(.down))
  }

  func start(of number: Int) -> Double { anchorUnixSeconds + Double(number) * everySeconds }

  /// What decides a splice: its number and the wish, nothing else.
  func plan(of number: Int) -> SpliceAct.Plan {
    var plan = SpliceAct.Plan()
    plan.seed = seed &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
    plan.quality = 74
    // From what the code puts right altogether to what costs detail.
    let dealt = [0.06, 0.12, 0.2, 0.3, 0.42]
    plan.spoiling.losses = losses ?? dealt[Int(plan.seed >> 33) % dealt.count]
    plan.spoiling.substitutions = substitutions ?? 0.0006
    plan.strandsAStep = 1024
    return plan
  }
}

/// Where a splice is, by the share of its time that has passed.
struct SpliceMoment: Sendable, Hashable {
  /// What is seen, in its order.
  enum Scene: Int, Sendable, CaseIterable {
    case parents, splicing, encoding, spoiling, decoding, shown, leaving

    /// The share of the time at which it begins.
    var start: Double {
      switch self {
      case .parents: 0
      case .splicing: 0.07
      case .encoding: 0.25
      case .spoiling: 0.46
      case .decoding: 0.62
      case .shown: 0.80
      case .leaving: 0.96
      }
    }
  }

  let scene: Scene
  /// How far the scene is, 0 to 1.
  let progress: Double

  /// Both parents have come, and nothing else has.
  static let parentsStand = SpliceMoment(share: Scene.splicing.start.nextDown)

  /// - Parameter share: of the splice's time, brought to 0 to 1.
  init(share: Double) {
    let share = min(max(share, 0), 1)
    var scene = Scene.parents
    while let next = Scene(rawValue: scene.rawValue + 1), next.start <= share { scene = next }
    let end = Scene(rawValue: scene.rawValue + 1)?.start ?? 1
    self.scene = scene
    progress = min(1, (share - scene.start) / (end - scene.start))
  }
}
