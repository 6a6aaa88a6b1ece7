import Onirica
import OniricaGPU
import Screens

/// Finds who draws a screen's dreams, before its first frame.
struct ScreenRenderer {
  /// How long a graphics device may take for a frame before the processor takes over.
  static let patienceSeconds = 0.4
  /// How long the trial may take.
  static let trialMilliseconds = 8000

  /// Opens the device on the frame thread; nil for the processor.
  let opening: RendererOpening?
  /// The device, as its driver calls it.
  let deviceName: String?
  /// Why the processor draws although a device was wished for.
  let loss: RendererLoss?

  /// Puts the device to its trial, in a process of its own.
  ///
  /// - Parameters:
  ///   - wish: who is to draw.
  ///   - program: the program whose command `graphics` is the trial, this one unless said.
  init(_ wish: RendererWish, program: String = "/proc/self/exe") {
    guard wish.mayFindDevice else { (opening, deviceName, loss) = (nil, nil, nil); return }
    do throws(ScreenError) {
      let answer = try BriefProgram.answer(
        of: [program, "graphics", "--renderer", wish.rawValue], withinMilliseconds: ScreenRenderer.trialMilliseconds)
      let hasPassed = answer.status == 0
      opening = hasPassed ? wish.opening(patienceSeconds: ScreenRenderer.patienceSeconds) : nil
      deviceName = hasPassed ? answer.line : nil
      switch (answer.status, answer.line) {
      case (0, _), (1, nil): loss = nil
      case (1, let line?): loss = .refused(line)
      default: loss = .refused("the trial of the graphics device ended with \(answer.status): its driver may be broken")
      }
    } catch {
      (opening, deviceName, loss) = (nil, nil, .refused("the graphics device could not be tried: \(error.description)"))
    }
  }
}
