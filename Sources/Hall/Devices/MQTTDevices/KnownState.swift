import Foundation
import Show

/// What light a lamp says that it makes.
enum KnownTint: Hashable, Sendable {
  /// A white, in mireds: millions by kelvin.
  case mireds(Double)
  /// A colour.
  case color(Chromaticity)
}

/// What a foreign device said of itself, each part when it came.
struct KnownState: Hashable, Sendable {
  /// Whether it is on.
  var isOn: Bool?
  /// How bright, 0 to 1.
  var brightness: Double?
  /// What light it makes.
  var tint: KnownTint?

  /// A colour temperature of a lamp counts as the same within three mireds: lamps round it to their own steps.
  static let miredsNearness = 3.0

  /// Takes what was said since.
  mutating func take(_ newer: KnownState) {
    isOn = newer.isOn ?? isOn
    brightness = newer.brightness ?? brightness
    tint = newer.tint ?? tint
  }

  /// Where it is not what is wanted, a text for each part; and the parts that it says nothing of.
  ///
  /// - Parameters:
  ///   - wanted: what it is to be.
  ///   - steps: how many steps of brightness it has; one step is no difference.
  func differences(from wanted: WantedState, steps: Double) -> (differing: [String], untold: [String]) {
    guard let isOn else { return ([], ["whether it is on"]) }
    guard isOn == wanted.isOn else { return (["it says \(isOn ? "on" : "off")"], []) }
    guard wanted.isOn else { return ([], []) }
    var (differing, untold): ([String], [String]) = ([], [])
    if wanted.brightness != nil {
      let goal = wanted.step(of: steps) / steps
      if let brightness {
        if abs(brightness - goal) > 1.01 / steps {
          differing.append("it says \(Self.percent(brightness)) where \(Self.percent(goal)) is wanted")
        }
      } else {
        untold.append("its brightness")
      }
    }
    if let tint = wanted.tint { compare(tint, &differing, &untold) }
    return (differing, untold)
  }

  private func compare(_ wanted: WantedTint, _ differing: inout [String], _ untold: inout [String]) {
    switch (wanted, tint) {
    case (_, nil): untold.append("its colour")
    case (.kelvin(let kelvin), .mireds(let mireds)?):
      guard abs(mireds - 1e6 / kelvin) > Self.miredsNearness else { return }
      differing.append("it says \(Self.kelvin(mireds)) K where \(Value.number(kelvin)) K are wanted")
    case (.color(let color), .color(let place)?):
      if Chromaticity(color).isNear(place) == false { differing.append("it says another colour than \(color)") }
    case (.kelvin(let kelvin), .color?):
      differing.append("it says a colour where \(Value.number(kelvin)) K are wanted")
    case (.color(let color), .mireds(let mireds)?):
      differing.append("it says \(Self.kelvin(mireds)) K where \(color) is wanted")
    }
  }

  /// What is known as facts, in the units of their names.
  var facts: [String: Value] {
    var facts: [String: Value] = [:]
    if let isOn { facts["power"] = .flag(isOn) }
    if let brightness { facts["level"] = .number((brightness * 1000).rounded() / 1000) }
    switch tint {
    case .mireds(let mireds)?: facts["kelvin"] = .number((1e6 / mireds).rounded())
    case .color(let place)?:
      facts["color_x"] = .number((place.x * 1000).rounded() / 1000)
      facts["color_y"] = .number((place.y * 1000).rounded() / 1000)
    case nil: break
    }
    return facts
  }

  private static func percent(_ part: Double) -> String { "\(Value.number((part * 100).rounded())) %" }
  private static func kelvin(_ mireds: Double) -> String { "\(Value.number((1e6 / max(1, mireds)).rounded()))" }
}
