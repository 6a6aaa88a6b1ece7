import Foundation
import Sequencer
import Show

/// Counts how often a light, or a screen, flashes in a second.
///
/// A flash is a pair of opposing changes of luminance by a tenth of the greatest or more, the darker of the two below
/// 0.8 (WCAG 2.2, success criterion 2.3.1); a cut from one picture to another is one such change.
struct FlashCount {
  /// When the luminance changed by a tenth or more, each change opposed to the one before.
  private var swings: [ShowInstant] = []
  private var direction = Direction.none
  /// The least and the greatest luminance since the last swing.
  private var (least, greatest) = (1.0, 0.0)

  private enum Direction { case none, up, down }

  /// How many opposing changes in less than a second are more than three flashes.
  static let tooMany = 7

  /// Takes the luminance at an instant, 0 to 1.
  mutating func take(_ luminance: Double, at instant: ShowInstant) {
    (least, greatest) = (min(least, luminance), max(greatest, luminance))
    if direction != .up, luminance - least >= 0.1 {
      swing(.up, darker: least, luminance, at: instant)
    } else if direction != .down, greatest - luminance >= 0.1 {
      swing(.down, darker: luminance, luminance, at: instant)
    }
  }

  private mutating func swing(_ way: Direction, darker: Double, _ luminance: Double, at instant: ShowInstant) {
    direction = way
    (least, greatest) = (luminance, luminance)
    if darker < 0.8 { swings.append(instant) }
  }

  /// Takes a cut from one picture to another.
  mutating func cut(at instant: ShowInstant) { swings.append(instant) }

  /// The beginning of the first second in which it flashes more than three times, if there is one.
  var firstFault: ShowInstant? {
    let last = Self.tooMany - 1
    guard swings.count > last else { return nil }
    for place in swings.indices.dropLast(last)
    where swings[place + last] - swings[place] < .seconds(1) {
      return swings[place]
    }
    return nil
  }
}

extension DesiredState {
  /// How bright a light or a screen is at an instant, 0 to 1: the relative luminance of its colour by its level (WCAG 2.2),
  /// or its brightness.
  func luminance(at instant: ShowInstant) -> Double {
    func number(_ name: PropertyName) -> Double? { properties[name]?.value(at: instant).number }
    if let brightness = number(.brightness) { return brightness }
    let level = number(.level) ?? 1
    guard case .plain(.text(let text))? = properties[.color]?.value(at: instant), let color = Color(text) else {
      return properties[.kelvin] == nil && properties[.level] == nil ? 0 : level
    }
    return level * color.relativeLuminance
  }

  /// What a screen shows, apart from how bright it is.
  var picture: [PropertyValue?] {
    [PropertyName.mode, .still, .slate, .dream, .splice].map { properties[$0]?.to } + [walkedThrough]
  }

  /// The way through stills; how they come and lie changes no picture at once.
  private var walkedThrough: PropertyValue? {
    guard case .stills(let stills)? = properties[.stills]?.to else { return nil }
    return .stills(Stills(stills.way))
  }
}

extension Color {
  /// The relative luminance of the colour, 0 to 1 (WCAG 2.2).
  var relativeLuminance: Double {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}
