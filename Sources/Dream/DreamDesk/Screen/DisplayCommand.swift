import ArgumentParser
import Endings
import Glibc
import Screens

extension DisplayDriver: ExpressibleByArgument {}

/// `reverie display`: the part of a screen that holds its display; `reverie serve` starts it.
public struct DisplayCommand: ParsableCommand {
  /// The name and the words of help.
  public static let configuration = CommandConfiguration(
    commandName: "display", abstract: "Hold a screen's display: `reverie serve --display` starts this.",
    shouldDisplay: false)

  @Option(help: "Size of the frames in pixels.")
  var size: PictureSize

  @Option(name: .customLong("driver"), help: "A driver to try; more than one in this order.")
  var drivers: [DisplayDriver] = []

  @Flag(help: "A window of the picture's size.")
  var window = false

  @Flag(help: "Let the processor paint, without graphics.")
  var software = false

  @Option(help: "What stands above the window.")
  var title = "reverie"

  /// Makes a command to be parsed.
  public init() {}

  /// Shows frames until the screen ends; throws a fault with the contract's exit code.
  public func run() throws {
    signal(SIGPIPE, SIG_IGN)
    let wish = DisplayWish(
      drivers: drivers.isEmpty ? DisplayDriver.allCases : drivers, isWindow: window, title: title)
    do throws(ScreenError) {
      var program = try DisplayProgram(
        width: size.width, height: size.height, wish: wish, avoidsGraphics: software)
      try program.run()
    } catch {
      throw CommandFault(.unreachable, error.description)
    }
  }
}
