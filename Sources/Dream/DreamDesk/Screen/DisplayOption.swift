import ArgumentParser
import Screens

/// A screen's display, as options write it: `none`, `auto`, `window`, or one driver.
struct DisplayOption: ExpressibleByArgument, Sendable, Equatable {
  /// Nil for no display.
  let wish: DisplayWish?

  /// A window of the picture's size.
  static let window = DisplayOption(wish: DisplayWish(drivers: [.wayland, .x11], isWindow: true))

  private init(wish: DisplayWish?) { self.wish = wish }

  init?(argument: String) {
    switch argument {
    case "none": wish = nil
    case "auto": wish = DisplayWish()
    case "window": self = .window
    default:
      guard let driver = DisplayDriver(rawValue: argument) else { return nil }
      wish = DisplayWish(drivers: [driver])
    }
  }
}
