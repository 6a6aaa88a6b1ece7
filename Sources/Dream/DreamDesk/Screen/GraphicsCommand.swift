import ArgumentParser
import OniricaGPU

/// `reverie graphics`: puts the graphics device to its trial; `reverie serve` starts this, so that a driver that crashes
/// or hangs takes no screen with it.
public struct GraphicsCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "graphics", abstract: "Put the graphics device to its trial: `reverie serve` starts this.",
    shouldDisplay: false)

  @Option(help: "auto or gpu, as for `reverie serve`.")
  var renderer = RendererWish.gpu

  /// Makes a command to be parsed.
  public init() {}

  /// Prints the device's name; throws a 1 where there is none that draws the processor's picture, and prints why.
  public func run() throws {
    let outcome = renderer.tried(patienceSeconds: 5)
    if let name = outcome.deviceName { return print(name) }
    if let loss = outcome.loss { print(loss) }
    throw ExitCode(1)
  }
}
