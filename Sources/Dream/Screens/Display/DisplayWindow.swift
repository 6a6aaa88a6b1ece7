import CSDL
import Glibc

/// A window or a whole display, by SDL2. It belongs to the main thread of its process.
///
/// Unsafe by purpose: window, renderer and texture are SDL's, made in this order and given back in the other.
final class DisplayWindow {
  /// What happened at it.
  enum Happening: Equatable {
    case key(String)
    case uncovered
    case closed
  }

  private let window: OpaquePointer
  private let renderer: OpaquePointer
  private let texture: OpaquePointer
  private let width: Int
  /// Refreshes a second; 0 if the display does not say.
  let refreshHz: Int
  /// Size of the display, or of the window, in pixels.
  let displaySize: (width: Int, height: Int)
  /// Whether the processor paints it, without anyone who waits for the refresh.
  let isSoftware: Bool

  /// Opens it by one driver.
  ///
  /// - Parameters:
  ///   - driver: the only one that is tried.
  ///   - width: of the picture in pixels.
  ///   - height: of the picture in pixels.
  ///   - wish: window or whole display.
  ///   - avoidsGraphics: whether the processor is to paint although there may be graphics.
  /// - Throws: `ScreenError.display` with the driver's reason.
  init(
    driver: DisplayDriver, width: Int, height: Int, wish: DisplayWish, avoidsGraphics: Bool
  ) throws(ScreenError) {
    SDL_SetHint("SDL_NO_SIGNAL_HANDLERS", "1")
    SDL_SetHint("SDL_RENDER_SCALE_QUALITY", "linear")
    guard SDL_VideoInit(driver.rawValue) == 0 else { throw .display(DisplayWindow.reason()) }
    var opened = false
    defer { if !opened { SDL_VideoQuit() } }
    guard SDL_GetNumVideoDisplays() > 0 else { throw .display("it has no display") }
    let flags = wish.isWindow ? SDL_WINDOW_SHOWN.rawValue : SDL_WINDOW_FULLSCREEN_DESKTOP.rawValue
    let anywhere: Int32 = 0x1FFF_0000  // SDL_WINDOWPOS_UNDEFINED, a macro that Swift does not see
    guard let window = SDL_CreateWindow(wish.title, anywhere, anywhere, Int32(width), Int32(height), flags) else {
      throw .display(DisplayWindow.reason())
    }
    let graphics = SDL_RENDERER_ACCELERATED.rawValue | SDL_RENDERER_PRESENTVSYNC.rawValue
    let accelerated = avoidsGraphics ? nil : SDL_CreateRenderer(window, -1, graphics)
    guard let renderer = accelerated ?? SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE.rawValue),
      let texture = SDL_CreateTexture(
        renderer, SDL_PIXELFORMAT_RGB888.rawValue, Int32(SDL_TEXTUREACCESS_STREAMING.rawValue), Int32(width),
        Int32(height))
    else {
      let why = DisplayWindow.reason()
      SDL_DestroyWindow(window)
      throw .display(why)
    }
    opened = true
    (self.window, self.renderer, self.texture, self.width) = (window, renderer, texture, width)
    isSoftware = accelerated == nil
    var mode = SDL_DisplayMode()
    let hasMode = SDL_GetCurrentDisplayMode(max(0, SDL_GetWindowDisplayIndex(window)), &mode) == 0
    refreshHz = hasMode ? Int(mode.refresh_rate) : 0
    var pixelWidth: Int32 = 0, pixelHeight: Int32 = 0
    SDL_GetRendererOutputSize(renderer, &pixelWidth, &pixelHeight)
    displaySize = (Int(pixelWidth), Int(pixelHeight))
    // Whole, in the middle, black around it.
    SDL_RenderSetLogicalSize(renderer, Int32(width), Int32(height))
    if !wish.isWindow { SDL_ShowCursor(SDL_DISABLE) }
    SDL_DisableScreenSaver()
  }

  deinit {
    SDL_DestroyTexture(texture)
    SDL_DestroyRenderer(renderer)
    SDL_DestroyWindow(window)
    SDL_VideoQuit()
  }

  /// Puts other words above it.
  func entitle(_ title: String) { SDL_SetWindowTitle(window, title) }

  /// Shows a picture; with graphics this returns at the display's next refresh.
  ///
  /// - Parameter words: 0x00RRGGBB, row by row without gaps; nil shows the last one again.
  func show(_ words: UnsafePointer<UInt32>?) throws(ScreenError) {
    if let words, SDL_UpdateTexture(texture, nil, words, Int32(width * 4)) != 0 {
      throw .display(DisplayWindow.reason())
    }
    SDL_RenderClear(renderer)
    guard SDL_RenderCopy(renderer, texture, nil, nil) == 0 else { throw .display(DisplayWindow.reason()) }
    SDL_RenderPresent(renderer)
  }

  /// The next thing that happened; nil if nothing more did.
  func nextHappening() -> Happening? {
    var event = SDL_Event()
    while SDL_PollEvent(&event) != 0 {
      switch event.type {
      case SDL_QUIT.rawValue: return .closed
      case SDL_KEYDOWN.rawValue: return .key(String(cString: SDL_GetKeyName(event.key.keysym.sym)))
      case SDL_WINDOWEVENT.rawValue:
        let what = UInt32(event.window.event)
        if what == SDL_WINDOWEVENT_CLOSE.rawValue { return .closed }
        if what == SDL_WINDOWEVENT_EXPOSED.rawValue || what == SDL_WINDOWEVENT_SIZE_CHANGED.rawValue {
          return .uncovered
        }
      default: break
      }
    }
    return nil
  }

  private static func reason() -> String {
    let text = String(cString: SDL_GetError())
    return text.isEmpty ? "it gives no reason" : text
  }
}
