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
  }

  /// What is shown.
  enum Picture: Codable, Hashable, Sendable {
    case dream
    case still(String)
    case slate(String)
    case dark
  }

  /// Revision, as the daemon counts; nil for the screen's own default.
  var rev: Int?
  /// When this was desired, in seconds since 1970.
  var atUnixSeconds = 0.0
  var picture = Picture.dark
  /// Kept also while something else is shown, so that fields not named keep their value.
  var wish = Wish()
  /// 0 to 1.
  var brightness = 1.0
  /// Length of the fade in seconds.
  var overSeconds = 0.0

  /// Where a dream is after some time, as travelled from its passage's beginning.
  func anchorUnixSeconds() -> Double {
    // from + speed·(now − at) = speed·(now − anchor); standing still, the passage starts at `from` instead.
    wish.speed > 0 ? wish.atUnixSeconds - (wish.from ?? 0) / wish.speed : wish.atUnixSeconds
  }
}
