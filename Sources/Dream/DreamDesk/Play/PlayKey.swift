import SleepLab

/// What the keys of a player mean.
enum PlayKey: Equatable {
  /// Seconds of the night.
  case scrub(Double)
  case beginning
  /// Nil for the whole night.
  case stage(Stage?)
  case faster, slower
  /// One further or one back.
  case seed(Int)
  case look(Int)
  case pause, still, help, end

  /// The meaning of a key, by SDL's name of it.
  static func of(_ name: String) -> PlayKey? { names[name] }

  private static let names: [String: PlayKey] = [
    "Right": .scrub(10), "Left": .scrub(-10), "Up": .scrub(60), "Down": .scrub(-60), "PageUp": .scrub(600),
    "PageDown": .scrub(-600), "Home": .beginning,
    "0": .stage(nil), "1": .stage(.wake), "2": .stage(.n1), "3": .stage(.n2), "4": .stage(.n3), "5": .stage(.rem),
    "Keypad 0": .stage(nil), "Keypad 1": .stage(.wake), "Keypad 2": .stage(.n1), "Keypad 3": .stage(.n2),
    "Keypad 4": .stage(.n3), "Keypad 5": .stage(.rem),
    "+": .faster, "=": .faster, "Keypad +": .faster, "-": .slower, "Keypad -": .slower,
    "N": .seed(1), "B": .seed(-1), "L": .look(1), "K": .look(-1),
    "Space": .pause, "S": .still, "H": .help, "F1": .help, "?": .help, "Q": .end, "Escape": .end,
  ]

  /// The keys in words, for those who play.
  static let table: [(keys: String, what: String)] = [
    ("← →", "10 seconds of the night back, on"), ("↓ ↑", "a minute"), ("Page ↓ ↑", "ten minutes"),
    ("Home", "to the beginning"), ("1 2 3 4 5", "only waking, N1, N2, N3, REM"), ("0", "the whole night"),
    ("- +", "slower, faster"), ("b n", "the seed before, the next"), ("k l", "the look before, the next"),
    ("Space", "stand still, go on"), ("s", "save a still"), ("h", "these keys"), ("q", "end"),
  ]
}
