import Sequencer
import Show

/// A number's or a colour's way to its value, made ready when it is told, so that a frame only computes.
struct LightCourse: Hashable, Sendable {
  /// Three channels of a colour, or one number in the first.
  var from: SIMD3<Double>
  var to: SIMD3<Double>
  /// Show time in milliseconds.
  var atMilliseconds: Int64
  var overMilliseconds: Int64
  var curve: Curve

  /// The value at an instant of show time.
  func value(at nowMilliseconds: Int64) -> SIMD3<Double> {
    guard overMilliseconds > 0, nowMilliseconds < atMilliseconds + overMilliseconds else { return to }
    let part = curve.progress(at: Double(nowMilliseconds - atMilliseconds) / Double(overMilliseconds))
    return from + (to - from) * part
  }

  /// Whether it changes no more.
  func rests(at nowMilliseconds: Int64) -> Bool { from == to || nowMilliseconds >= atMilliseconds + overMilliseconds }

  /// Whether it is zero from end to end.
  var isBlack: Bool { to == .zero && from == .zero }
}

/// What one light is to be, from a desired state: the ways of its level, its colour and its colour temperature.
struct LightCourses: Hashable, Sendable {
  /// The desired state's number.
  var rev: Int64
  var level: LightCourse
  var color: LightCourse?
  var kelvin: LightCourse?

  /// Makes the ways of a desired state ready; properties that no light has are left out.
  init(_ state: DesiredState) {
    rev = state.rev
    level = Self.course(state.properties[.level]) ?? Self.still(1, state.at)
    color = Self.course(state.properties[.color])
    kelvin = Self.course(state.properties[.kelvin])
  }

  /// Whether nothing of it changes any more.
  func rests(at nowMilliseconds: Int64) -> Bool {
    level.rests(at: nowMilliseconds) && color?.rests(at: nowMilliseconds) != false
      && kelvin?.rests(at: nowMilliseconds) != false
  }

  /// What the light is at an instant of show time.
  func look(at nowMilliseconds: Int64) -> LightLook {
    LightLook(
      level: level.value(at: nowMilliseconds).x, color: color?.value(at: nowMilliseconds),
      kelvin: kelvin?.value(at: nowMilliseconds).x, isWhiteAsked: isWhiteAsked)
  }

  /// Whether the colour temperature counts rather than the colour: it was told later, or the colour is none at all.
  private var isWhiteAsked: Bool {
    guard let kelvin else { return false }
    guard let color else { return true }
    return color.isBlack || kelvin.atMilliseconds > color.atMilliseconds
  }

  private static func still(_ number: Double, _ at: ShowInstant) -> LightCourse {
    let value = SIMD3(number, 0, 0)
    return LightCourse(
      from: value, to: value, atMilliseconds: at.milliseconds, overMilliseconds: 0, curve: .linear)
  }

  private static func course(_ fade: Fade?) -> LightCourse? {
    guard let fade, let goal = channels(fade.to) else { return nil }
    let start = fade.from.flatMap(channels)
    return LightCourse(
      from: start ?? goal, to: goal, atMilliseconds: fade.at.milliseconds,
      overMilliseconds: start == nil ? 0 : fade.over.milliseconds, curve: fade.curve)
  }

  private static func channels(_ value: PropertyValue) -> SIMD3<Double>? {
    switch value {
    case .plain(.number(let number)): return SIMD3(number, 0, 0)
    case .plain(.text(let text)):
      return Color(text).map { SIMD3(Double($0.red), Double($0.green), Double($0.blue)) / 255 }
    default: return nil
    }
  }
}

/// What a light is at one instant.
struct LightLook: Hashable, Sendable {
  /// 0 to 1.
  var level: Double
  /// Red, green and blue as the show writes them, 0 to 1 each; nothing where no colour is told.
  var color: SIMD3<Double>?
  /// In kelvin; nothing where no colour temperature is told.
  var kelvin: Double?
  /// Whether a fixture that makes any colour is to make the white of `kelvin`.
  var isWhiteAsked = false
}
