import Onirica

/// A film as YUV4MPEG2: 4:2:0, limited range, by the matrix of ITU-R BT.601, which is what ffmpeg takes an unmarked
/// stream for.
public final class Y4MStream {
  private let writer: StreamWriter
  private let planes: VideoPlanes
  private var hasHeader: Bool
  private let framesPerSecond: Double
  private let mark: String?
  private let frameWord: String

  /// A film that has not begun.
  ///
  /// - Parameters:
  ///   - writer: where to.
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - framesPerSecond: above 0; written as a fraction of thousandths.
  ///   - planes: makes the planes of the frames.
  ///   - mark: what the film was made of, 16 characters without blanks; written as the parameter `XN=`.
  ///   - frameParameter: what stands in the head of every frame, with a blank before it.
  ///   - isUnderWay: whether head and frames stand there already.
  public init(
    writer: StreamWriter, planes: VideoPlanes, framesPerSecond: Double, mark: String? = nil,
    frameParameter: String = "", isUnderWay: Bool = false
  ) {
    hasHeader = isUnderWay
    self.mark = mark
    frameWord = Y4MStream.frameWord(frameParameter)
    self.writer = writer
    self.planes = planes
    self.framesPerSecond = framesPerSecond
  }

  /// Writes the next frame.
  ///
  /// - Parameter frame: of the film's size.
  /// - Throws: `ScreenError` as the writer does.
  public func put(_ frame: Frame) throws(ScreenError) {
    if !hasHeader {
      hasHeader = true
      try write(
        Y4MStream.header(width: frame.width, height: frame.height, framesPerSecond: framesPerSecond, mark: mark))
    }
    try write(frameWord)
    planes.convert(frame)
    try writer.write(planes.bytes)
  }

  /// Writes the last frame once more.
  ///
  /// - Throws: `ScreenError` as the writer does.
  public func putAgain() throws(ScreenError) {
    precondition(hasHeader, "there is a last frame once a frame was put")
    try write(frameWord)
    try writer.write(planes.bytes)
  }

  /// The line that a film begins with.
  ///
  /// - Parameters:
  ///   - width: pixels.
  ///   - height: pixels.
  ///   - framesPerSecond: above 0; written as a fraction of thousandths.
  ///   - mark: what the film was made of.
  /// - Returns: ASCII characters, the end of the line among them.
  public static func header(width: Int, height: Int, framesPerSecond: Double, mark: String? = nil) -> String {
    var numerator = Int((framesPerSecond * 1000).rounded())
    var denominator = 1000
    for divisor in [1000, 500, 250, 125, 100, 50, 40, 25, 20, 10, 8, 5, 4, 2]
    where numerator % divisor == 0 && denominator % divisor == 0 {
      numerator /= divisor
      denominator /= divisor
    }
    // ffmpeg reads heads of up to 95 characters.
    let name = mark.map { " XN=\($0)" } ?? ""
    return "YUV4MPEG2 W\(width) H\(height) F\(numerator):\(denominator) Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\(name)\n"
  }

  /// What stands before the planes of each frame.
  ///
  /// - Parameter parameter: with a blank before it; ffmpeg reads heads of frames of up to 79 characters.
  public static func frameWord(_ parameter: String = "") -> String { "FRAME\(parameter)\n" }

  private func write(_ line: String) throws(ScreenError) { try writer.write(Array(line.utf8)) }
}
