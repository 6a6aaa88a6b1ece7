/// How a picture comes onto a display.
public enum DisplayDriver: String, Sendable, CaseIterable {
  /// The bare display, by the kernel alone.
  case kmsdrm
  /// A window or a whole display of a Wayland compositor.
  case wayland
  /// A window or a whole display of an X server.
  case x11
}

/// What a screen's display is to be.
public struct DisplayWish: Sendable, Equatable {
  /// The drivers to try, in this order.
  public var drivers: [DisplayDriver]
  /// Whether it is a window of the picture's size; else it is the whole display.
  public var isWindow: Bool
  /// What stands above a window.
  public var title: String

  /// A wish.
  ///
  /// - Parameters:
  ///   - drivers: the drivers to try, in this order.
  ///   - isWindow: whether it is a window of the picture's size.
  ///   - title: what stands above a window.
  public init(drivers: [DisplayDriver] = DisplayDriver.allCases, isWindow: Bool = false, title: String = "reverie") {
    self.drivers = drivers
    self.isWindow = isWindow
    self.title = title
  }
}

/// What the part that holds the display says: a line each.
public enum DisplayNews: Sendable, Equatable {
  /// A driver could not be used, and why.
  case refused(DisplayDriver, why: String)
  /// A display is open: its size in pixels, its refreshes a second (0 if it does not say), and whether it is painted by
  /// the processor alone.
  case open(DisplayDriver, width: Int, height: Int, refreshHz: Int, isSoftware: Bool)
  /// A key was pressed, by SDL's name of it.
  case key(String)
  /// Someone closed the window.
  case closed

  /// The line that says it.
  public var line: String {
    switch self {
    case .refused(let driver, let why):
      "refused \(driver.rawValue) \(String(why.map { $0.isNewline ? " " : $0 }.prefix(200)))"
    case .open(let driver, let width, let height, let refreshHz, let isSoftware):
      "open \(driver.rawValue) \(width) \(height) \(refreshHz) \(isSoftware ? "software" : "accelerated")"
    case .key(let name): "key \(name)"
    case .closed: "closed"
    }
  }

  /// Reads a line.
  ///
  /// - Parameter line: without its end.
  /// - Returns: nil for a line that says nothing of this.
  public init?(line: String) {
    let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    switch words.first {
    case "closed" where words.count == 1: self = .closed
    case "key" where words.count > 1: self = .key(String(line.dropFirst(4)))
    case "refused" where words.count == 3:
      guard let driver = DisplayDriver(rawValue: words[1]) else { return nil }
      self = .refused(driver, why: words[2])
    case "open" where words.count == 3:
      let rest = words[2].split(separator: " ")
      guard let driver = DisplayDriver(rawValue: words[1]), rest.count == 4, let width = Int(rest[0]),
        let height = Int(rest[1]), let refreshHz = Int(rest[2])
      else { return nil }
      self = .open(driver, width: width, height: height, refreshHz: refreshHz, isSoftware: rest[3] == "software")
    default: return nil
    }
  }
}
