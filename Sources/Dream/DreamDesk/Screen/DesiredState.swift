import Onirica
import Screens
import SleepLab

/// What a screen is to be: the picture, its brightness, and the fade to it (contract, "Devices").
struct DesiredState: Codable, Hashable, Sendable {
  /// What is to be dreamt, and how.
  struct Wish: Codable, Hashable, Sendable {
    /// Name of a prepared night.
    var night: String?
    /// A stage whose periods the position runs through.
    var stage: String?
    /// Where it starts in seconds: of the night, or of the stage's periods.
    var from: Double?
    /// Seconds of the night a second.
    var speed = 1.0
    /// What chance comes from.
    var seed: UInt64 = 1
    /// Name of a look.
    var look: String?
    /// When the position was `from`, in seconds since 1970.
    var atUnixSeconds = 0.0
    /// Those who dream beside it, by their places.
    var chorus: [Seat] = []
    /// Whether approved reports are shown as the night passes their awakenings.
    var tellsReports = false
  }

  /// What is shown.
  enum Picture: Codable, Hashable, Sendable {
    case dream
    case still(String)
    case slate(String)
    case dark
  }

  /// What kind of screen it is to be.
  enum Mode: String, Codable, Hashable, Sendable, CaseIterable {
    case dream, stills, splice
  }

  /// A way through stills, by the clock.
  struct Way: Codable, Hashable, Sendable {
    /// A folder of stills, or their names.
    var folder: String?
    var items: [String] = []
    /// Seconds from one to the next.
    var every: Double
    /// When the way began, in seconds since 1970.
    var atUnixSeconds: Double?
    var seed: UInt64 = 1
    /// Pictures a second; nil for one a frame.
    var fps: Double?

    /// Whether stills come in the same order at the same times.
    func isSame(as other: Self) -> Bool {
      folder == other.folder && items == other.items && every == other.every && seed == other.seed
    }
  }

  /// Which stills are to hang in mode `stills`, and how.
  struct Garden: Codable, Hashable, Sendable {
    /// What is walked through where no still is named beside.
    var way = Way(every: 8)
    /// The still that comes after the one that is named beside.
    var next: String?
    var fit = StillFit.cover
    var transition = StillTransition.fade
    /// Seconds that a still takes to come; nil for as long as `over`, on a way 2.
    var over: Double?
    var motion = 0.0
  }

  /// What is to be spliced in mode `splice`, and how its strands are spoiled.
  struct Graft: Codable, Hashable, Sendable {
    var way = Way(every: 48, fps: 8)
    /// Shares of strands that are lost and of bases that change; nil for what falls by the seed.
    var losses: Double?, substitutions: Double?
  }

  /// Revision, as the daemon counts; nil for the screen's own default.
  var rev: Int?
  /// When this was desired, in seconds since 1970.
  var atUnixSeconds = 0.0
  var picture = Picture.dark
  /// Kept also while something else is shown, so that fields not named keep their value.
  var wish = Wish()
  var mode = Mode.dream
  /// Whether it was ever named; else it is as the screen was started.
  var hasNamedMode = false
  var garden = Garden()
  var graft = Graft()
  /// The still that was named last; when it came, in seconds since 1970, and over how many seconds.
  var stillCame: String?
  var stillAtUnixSeconds = 0.0, stillOverSeconds = 0.0
  /// The stills that the hall passes over on this screen.
  var passedOver: [String] = []
  /// How much of the garden stands, 0 to 1; day 0, night 1.
  var growth = Ramp(1), night = Ramp(0)
  /// 0 to 1.
  var brightness = 1.0
  /// Length of the fade in seconds.
  var overSeconds = 0.0
  /// How the fade runs; slow at both ends where nothing is said.
  var curve: FadeCurve?

  /// Where a dream is after some time, as travelled from its passage's beginning.
  func anchorUnixSeconds() -> Double {
    // from + speed·(now − at) = speed·(now − anchor); standing still, the passage starts at `from` instead.
    wish.speed > 0 ? wish.atUnixSeconds - (wish.from ?? 0) / wish.speed : wish.atUnixSeconds
  }
}

/// A state that was kept before a field was there has that field's first value.
extension DesiredState.Wish {
  init(from decoder: any Decoder) throws {
    let kept = try decoder.container(keyedBy: CodingKeys.self)
    night = try kept.decodeIfPresent(String.self, forKey: .night)
    stage = try kept.decodeIfPresent(String.self, forKey: .stage)
    from = try kept.decodeIfPresent(Double.self, forKey: .from)
    speed = try kept.decode(Double.self, forKey: .speed)
    seed = try kept.decode(UInt64.self, forKey: .seed)
    look = try kept.decodeIfPresent(String.self, forKey: .look)
    atUnixSeconds = try kept.decode(Double.self, forKey: .atUnixSeconds)
    chorus = try kept.decodeIfPresent([DesiredState.Seat].self, forKey: .chorus) ?? []
    tellsReports = try kept.decodeIfPresent(Bool.self, forKey: .tellsReports) ?? false
  }
}

extension DesiredState {
  private enum CodingKeys: String, CodingKey {
    case rev, atUnixSeconds, picture, wish, mode, hasNamedMode, garden, graft, stillCame, stillAtUnixSeconds,
      stillOverSeconds, passedOver, growth, night, brightness, overSeconds, curve
  }

  init(from decoder: any Decoder) throws {
    let kept = try decoder.container(keyedBy: CodingKeys.self)
    rev = try kept.decodeIfPresent(Int.self, forKey: .rev)
    atUnixSeconds = try kept.decode(Double.self, forKey: .atUnixSeconds)
    picture = try kept.decode(Picture.self, forKey: .picture)
    wish = try kept.decode(Wish.self, forKey: .wish)
    brightness = try kept.decode(Double.self, forKey: .brightness)
    overSeconds = try kept.decode(Double.self, forKey: .overSeconds)
    curve = try kept.decodeIfPresent(FadeCurve.self, forKey: .curve)
    mode = try kept.decodeIfPresent(Mode.self, forKey: .mode) ?? mode
    hasNamedMode = try kept.decodeIfPresent(Bool.self, forKey: .hasNamedMode) ?? false
    garden = try kept.decodeIfPresent(Garden.self, forKey: .garden) ?? garden
    graft = try kept.decodeIfPresent(Graft.self, forKey: .graft) ?? graft
    stillCame = try kept.decodeIfPresent(String.self, forKey: .stillCame)
    stillAtUnixSeconds = try kept.decodeIfPresent(Double.self, forKey: .stillAtUnixSeconds) ?? 0
    stillOverSeconds = try kept.decodeIfPresent(Double.self, forKey: .stillOverSeconds) ?? 0
    passedOver = try kept.decodeIfPresent([String].self, forKey: .passedOver) ?? []
    growth = try kept.decodeIfPresent(Ramp.self, forKey: .growth) ?? growth
    night = try kept.decodeIfPresent(Ramp.self, forKey: .night) ?? night
  }
}
