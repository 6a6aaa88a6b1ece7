import Glibc
import Onirica

/// How alike two frames of one size are.
public enum FrameLikeness {
  /// What the frames of a graphics device must reach beside the processor's.
  public static let sufficientDecibels = 45.0

  /// The peak signal-to-noise ratio over all code values.
  ///
  /// - Parameters:
  ///   - one: a frame.
  ///   - other: a frame of the same size.
  /// - Returns: decibels; infinity where they are the same.
  public static func decibels(_ one: Frame, _ other: Frame) -> Double {
    precondition(one.width == other.width && one.height == other.height)
    var squares = 0
    for y in 0..<one.height {
      let row = y * one.pitch
      for x in 0..<one.width {
        let a = one.words[row + x], b = other.words[row + x]
        guard a != b else { continue }
        for shift: UInt32 in [0, 8, 16] {
          let difference = Int(a >> shift & 255) - Int(b >> shift & 255)
          squares += difference * difference
        }
      }
    }
    guard squares > 0 else { return .infinity }
    return 10 * log10(65025 * Double(3 * one.width * one.height) / Double(squares))
  }
}
