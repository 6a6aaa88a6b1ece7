import Foundation
import Sequencer
import Show

/// What light a lamp is to make.
enum WantedTint: Hashable, Sendable {
  /// The white of a colour temperature, in kelvin.
  case kelvin(Double)
  /// A colour at its full strength.
  case color(Color)
}

/// What a foreign device is to be, in the words that all families share.
struct WantedState: Hashable, Sendable {
  /// Whether it is on.
  var isOn: Bool
  /// How bright, above 0 to 1; nothing for what is only switched, and where it is off.
  var brightness: Double?
  /// What light it makes; nothing where it makes one alone, or none was asked for.
  var tint: WantedTint?

  /// On or off alone.
  init(isOn: Bool) { self.isOn = isOn }

  /// A lamp that gives light, or is off.
  init(brightness: Double, tint: WantedTint?) {
    isOn = brightness > 0
    (self.brightness, self.tint) = isOn ? (min(1, brightness), tint) : (nil, nil)
  }

  /// The brightness in steps of a device, at least the first.
  func step(of steps: Double) -> Double { max(1, ((brightness ?? 1) * steps).rounded()) }
}

/// What a device is to be by a desired state of the show, and by when.
struct DeviceGoal: Hashable, Sendable {
  /// The number of the desired state.
  var rev: Int64
  /// What it is to be.
  var wanted: WantedState
  /// When the longest fade ends.
  var endsAt: ShowInstant
  /// What of it the device cannot do, for a person.
  var shortfalls: [String] = []

  /// The goal of a desired state; nothing where it asks for nothing that such a device has.
  ///
  /// - Parameters:
  ///   - state: what the show wants.
  ///   - kind: what the device is.
  ///   - foreign: what it can do.
  init?(_ state: DesiredState, kind: DeviceKind, foreign: ForeignDevice) {
    rev = state.rev
    endsAt = state.properties.values.map(\.end).max() ?? state.at
    guard kind == .light else {
      guard case .plain(.flag(let isOn))? = state.properties[.power]?.to else { return nil }
      wanted = WantedState(isOn: isOn)
      return
    }
    let level = state.properties[.level]?.to.number ?? 1
    wanted = WantedState(brightness: level, tint: nil)
    let kelvin = state.properties[.kelvin]?.to.number
    let color = Self.color(state)
    if let kelvin, Self.isWhiteAsked(state, color) {
      wanted = WantedState(brightness: level, tint: tint(kelvin: kelvin, foreign))
    } else if let color {
      if foreign.makesColor {
        wanted = WantedState(brightness: level * color.strength, tint: .color(color.atFullStrength))
      } else if color.strength > 0 {
        shortfalls.append("it makes no colours, and is asked for \(color)")
      }
    }
  }

  private mutating func tint(kelvin: Double, _ foreign: ForeignDevice) -> WantedTint? {
    guard let range = foreign.kelvin else {
      shortfalls.append("its white cannot be chosen, and \(Value.number(kelvin)) K are asked for")
      return foreign.makesColor ? .color(Color(red: 255, green: 255, blue: 255)) : nil
    }
    let reached = max(range.lowerBound, min(range.upperBound, kelvin))
    if reached != kelvin {
      shortfalls.append("\(Value.number(kelvin)) K are asked for, and it makes \(Value.number(reached)) K")
    }
    return .kelvin(reached)
  }

  private static func color(_ state: DesiredState) -> Color? {
    guard case .plain(.text(let text))? = state.properties[.color]?.to else { return nil }
    return Color(text)
  }

  /// Whether the colour temperature counts rather than the colour, as with lights over DMX: it was told later, or the
  /// colour is black.
  private static func isWhiteAsked(_ state: DesiredState, _ color: Color?) -> Bool {
    guard let kelvin = state.properties[.kelvin], let color, let told = state.properties[.color] else { return true }
    return color.strength == 0 || kelvin.at > told.at
  }
}
