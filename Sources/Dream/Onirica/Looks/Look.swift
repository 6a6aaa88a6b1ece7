/// How a stage looks: numbers with names, so that looks can be mixed, and later be read from files.
public struct Look: Sendable, Hashable {
  /// The names of the numbers.
  public enum Knob: Int, CaseIterable, Sendable {
    /// Time constant of the trails in seconds; share of the new light shown beside them, 0 to 1.
    case trailSeconds = 0
    case clarity
    /// Share of the cortex, 0 to 1; radius in half heights inside which it gives way to the picture.
    case cortexShare, fovea
    /// Field milliseconds a second of show; drift of the sheet outwards and around, in cells of 512 a second.
    case fieldRate, driftOut, driftAround
    /// Zoom a second (0 is none), turn a second in turns, amplitude of the drifting sines in half heights a second.
    case zoom, turn, flow
    /// Picture pixels a half height, strength of its own warp in pixels, its drift in pixels a second.
    case pictureScale, pictureWarp, pictureDrift
    /// Share of a picture's time that the morph takes, softness of its border, and how far the cortex moves that.
    case morphShare, morphSoftness, maskByCortex
    /// Saturation of the pictures, and the light they are seen in.
    case saturation, tintRed, tintGreen, tintBlue
    /// How far the relief of the cortex lights the pictures; light along radius and angle, and from everywhere.
    case emboss, reliefRadius, reliefAngle, ambient
    /// The cortex in linear light: at rest, active, on the rim.
    case lowRed, lowGreen, lowBlue, highRed, highGreen, highBlue, rimRed, rimGreen, rimBlue
    /// The light of ripples.
    case glowRed, glowGreen, glowBlue
    /// Mean linear luminance to reach, loss of light towards the corners, grain, contrast from 0 (plain) to 1 (film).
    case luminance, vignette, grain, contrast
    /// Points of light: brightness, and how fast they drift in half heights a second.
    case points, pointDrift
    /// Steady swell, in half heights, and its speed in turns a second.
    case swell, swellRate
    /// Seconds of the low pass through which the cortex is seen.
    case lowPassSeconds
    /// What grows over the pictures: how far it shades them, how far it moves their border, its cells of 256 a half
    /// height, its steps a second, and the rates of feeding and removal a step.
    case reactionShade, maskByReaction, reactionScale, reactionRate, reactionFeed, reactionKill
    /// How strongly the night's spindles, K-complexes, slow waves and eye movements show, 1 as designed.
    case ripples
    /// The balance of source and text: 0 shows the particles' own image, 1 what a report's words make of it.
    case reinterpretation
  }

  /// The numbers by index of their knobs.
  public var numbers: SIMD64<Float> = .zero
  /// The field behind it.
  public var field: FieldPreset

  /// A look from its numbers.
  ///
  /// - Parameters:
  ///   - field: the field behind it.
  ///   - numbers: those that are not nought.
  public init(field: FieldPreset, _ numbers: [Knob: Float]) {
    self.field = field
    for (knob, number) in numbers { self.numbers[knob.rawValue] = number }
  }

  /// One number.
  public subscript(knob: Knob) -> Float {
    get { numbers[knob.rawValue] }
    set { numbers[knob.rawValue] = newValue }
  }

  /// Three neighbouring knobs as a colour.
  subscript(colour knob: Knob) -> SIMD3<Float> {
    SIMD3(numbers[knob.rawValue], numbers[knob.rawValue + 1], numbers[knob.rawValue + 2])
  }
}
