import Foundation
import Show

/// A colour without its brightness: the coordinates x and y of CIE 1931, in which lamps of all makers can be compared.
struct Chromaticity: Hashable, Sendable {
  /// How far two may lie apart and still count as the same: three steps of eight bits near the corners of sRGB.
  static let nearness = 0.025

  var x: Double
  var y: Double

  init(x: Double, y: Double) { (self.x, self.y) = (x, y) }

  /// The chromaticity of a colour by IEC 61966-2-1 (sRGB); that of its white for black, which has none.
  init(_ color: Color) {
    let (red, green, blue) = (Self.linear(color.red), Self.linear(color.green), Self.linear(color.blue))
    let bigX = 0.4124564 * red + 0.3575761 * green + 0.1804375 * blue
    let bigY = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    let bigZ = 0.0193339 * red + 0.1191920 * green + 0.9503041 * blue
    let sum = bigX + bigY + bigZ
    (x, y) = sum > 0 ? (bigX / sum, bigY / sum) : (0.3127, 0.3290)
  }

  /// Whether both look the same.
  func isNear(_ other: Chromaticity) -> Bool { hypot(x - other.x, y - other.y) <= Self.nearness }

  private static func linear(_ channel: UInt8) -> Double {
    let part = Double(channel) / 255
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }
}

/// A colour as hue, saturation and brightness, as some lamps want it.
struct HueSaturation: Hashable, Sendable {
  /// 0 to 360 degrees.
  var hue: Double
  /// 0 to 1.
  var saturation: Double

  init(hue: Double, saturation: Double) { (self.hue, self.saturation) = (hue, saturation) }

  /// Hue and saturation of a colour.
  init(_ color: Color) {
    let (red, green, blue) = (Double(color.red), Double(color.green), Double(color.blue))
    let (high, low) = (max(red, green, blue), min(red, green, blue))
    let span = high - low
    saturation = high > 0 ? span / high : 0
    switch (span, high) {
    case (0, _): hue = 0
    case (_, red): hue = ((green - blue) / span * 60 + 360).truncatingRemainder(dividingBy: 360)
    case (_, green): hue = (blue - red) / span * 60 + 120
    default: hue = (red - green) / span * 60 + 240
    }
  }

  /// The colour at full brightness.
  var color: Color {
    func channel(_ offset: Double) -> UInt8 {
      let place = (offset + hue / 60).truncatingRemainder(dividingBy: 6)
      return UInt8((255 * (1 - saturation * max(0, min(1, place, 4 - place)))).rounded())
    }
    return Color(red: channel(5), green: channel(3), blue: channel(1))
  }
}

extension Color {
  /// The strongest channel, 0 to 1.
  var strength: Double { Double(max(red, green, blue)) / 255 }

  /// The same colour as strong as it can be; white for black.
  var atFullStrength: Color {
    let strongest = max(red, green, blue)
    guard strongest > 0 else { return Color(red: 255, green: 255, blue: 255) }
    func scaled(_ channel: UInt8) -> UInt8 { UInt8((Double(channel) * 255 / Double(strongest)).rounded()) }
    return Color(red: scaled(red), green: scaled(green), blue: scaled(blue))
  }
}
