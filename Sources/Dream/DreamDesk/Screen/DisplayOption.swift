import ArgumentParser
import Screens

/// A screen's display, as options write it: `none`, `auto`, `window`, or one driver.
struct DisplayOption: ExpressibleByArgument, Sendable, Equatable {
  /// Nil for no display.
  let wish: DisplayWish?

  init?(argument: String) {
    switch argument {
    case "none": wish = nil
    case "auto": wish = DisplayWish()
    case "window": wish = DisplayWish(drivers: [.wayland, .x11], isWindow: true)
    default:
      guard let driver = DisplayDriver(rawValue: argument) else { return nil }
      wish = DisplayWish(drivers: [driver])
    }
  }
}
