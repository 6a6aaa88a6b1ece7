import Show

/// Sizes and colours of a timeline: those of Okabe and Ito, which all eyes tell apart, on white.
enum TimelineStyle {
  static let width = 1760.0
  static let left = 196.0
  static let right = 24.0
  static let crowdHeight = 44.0
  static let signHeight = 13.0
  static let phaseHeight = 14.0
  static let hallHeight = crowdHeight + signHeight + phaseHeight + 6
  static let labelHeight = 10.0
  static let headHeight = 15.0
  static let rowHeight = 11.0
  static let laneGap = 6.0
  static let bandGap = 30.0
  static let axisHeight = 18.0

  static let ink = "#1f2328"
  static let quiet = "#6b7280"
  static let grid = "#e3e6ea"
  static let guide = "#f0f2f4"
  /// Faults, warnings, alarms.
  static let bad = "#d55e00"
  /// Overrides.
  static let overridden = "#7b3294"
  static let crowd = "#56b4e9"

  private static let scenes: [(fill: String, ink: String)] = [
    ("#0072b2", "#ffffff"), ("#e69f00", ink), ("#009e73", "#ffffff"), ("#cc79a7", ink), ("#56b4e9", ink),
    ("#b3a100", ink),
  ]

  /// The colours of a scene's blocks and of the letters in them: by its place, grey for the closed look.
  static func scene(_ place: Int, isClosed: Bool) -> (fill: String, ink: String) {
    isClosed ? ("#aab1ba", ink) : scenes[place % scenes.count]
  }

  /// The colour of a phase of the hall.
  static func phase(_ name: String) -> String {
    switch HallPhase(name) {
    case .open: "#b7e0d2"
    case .opening: "#fbe3b0"
    case .closing: "#f3cfae"
    case .closed: "#e3e6ea"
    case .mode: "#d6c9e6"
    }
  }
}
