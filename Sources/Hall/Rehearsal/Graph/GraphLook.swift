/// How boxes look: colours of Okabe and Ito, lightened, each with a line of its own, so that none needs its colour.
enum GraphLook: String, CaseIterable {
  /// Where an artwork is while the hall is open.
  case start
  /// Where it is while the hall is closed.
  case closed
  /// A scene that only the programme or an operator leads to.
  case scheduled
  /// Any other scene.
  case scene
  /// A scene of another artwork.
  case foreign
  /// The programme, a phase or a mode.
  case programme
  /// A rotation.
  case rotation

  /// The colour of its ground.
  var fill: String {
    switch self {
    case .start: "#d5eee4"
    case .closed: "#e5e8eb"
    case .scheduled: "#fdf1d7"
    case .scene: "#e6f1f9"
    case .foreign: "#f4ebf7"
    case .programme: "#ffffff"
    case .rotation: "#f6ece4"
    }
  }

  /// The colour of its line.
  var line: String {
    switch self {
    case .start: "#00795a"
    case .closed: "#5b646d"
    case .scheduled: "#a86a00"
    case .scene: "#0072b2"
    case .foreign: "#7b3294"
    case .programme: "#a86a00"
    case .rotation: "#7a4a2b"
    }
  }

  /// The width of its line, in pixels.
  var lineWidth: Double { self == .start ? 2.4 : 1.3 }

  /// The dashes of its line; empty for a whole one.
  var dash: String {
    switch self {
    case .scheduled: "5 3"
    case .foreign: "2 3"
    default: ""
    }
  }
}

extension SceneGraph.Box {
  /// How it looks.
  var look: GraphLook {
    switch place {
    case .foreign: .foreign
    case .phase, .entry: .programme
    case .rotation: .rotation
    case .scene:
      marks.contains("start")
        ? .start : marks.contains("closed") ? .closed : marks.isEmpty ? .scene : .scheduled
    }
  }
}

extension SceneGraph.Cause {
  /// The colour of its arrows and their words: dark enough to be read on white.
  var color: String {
    switch self {
    case .sensor: "#00568a"
    case .time: "#1f2328"
    case .cue: "#006a4e"
    case .turn: "#7a4a2b"
    case .programme: "#8a5700"
    case .foreign: "#6f2c86"
    case .fault: "#a83c00"
    case .operators: "#5b646d"
    }
  }

  /// The dashes of its arrows; empty for whole ones.
  var dash: String {
    switch self {
    case .programme: "6 3"
    case .foreign: "2 3"
    case .fault: "8 3 2 3"
    case .operators: "1.5 4"
    default: ""
    }
  }

  /// What it is, for the legend.
  var legend: String {
    switch self {
    case .sensor: "a sensor or a device"
    case .time: "time, or an end"
    case .cue: "a cue"
    case .turn: "whose turn it is"
    case .programme: "the hall and its programme"
    case .foreign: "another artwork"
    case .fault: "a device that is silent"
    case .operators: "operators' next"
    }
  }
}
