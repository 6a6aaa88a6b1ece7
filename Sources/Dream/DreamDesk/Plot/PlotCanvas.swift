import CCairo
import Onirica
import SleepLab

/// A colour in red, green and blue, each 0 to 1.
struct PlotColour: Equatable {
  var red: Double, green: Double, blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) { (self.red, self.green, self.blue) = (red, green, blue) }

  /// A colour as the web writes it.
  init(_ hexadecimal: UInt32) {
    let part = { (shift: UInt32) in Double(hexadecimal >> shift & 0xFF) / 255 }
    self.init(part(16), part(8), part(0))
  }

  static let ink = PlotColour(0x222222)
  static let faint = PlotColour(0xD0D0D0)
  static let paper = PlotColour(0xFFFFFF)
}

/// A page that is drawn on in points, from the upper left; by Cairo, so that SVG and PNG are the same picture.
///
/// Unsafe: owns Cairo's surface and context, which are freed with it; it belongs to one thread.
final class PlotCanvas {
  /// The picture could not be made.
  struct Fault: Error, CustomStringConvertible {
    let description: String
  }

  /// Which side of its place a text stands on.
  enum Alignment: Double {
    case left = 0
    case centre = 0.5
    case right = 1
  }

  let width: Double, height: Double
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let path: String?

  /// A page for an SVG file.
  ///
  /// - Parameters:
  ///   - path: where the file goes.
  ///   - width: in points.
  ///   - height: in points.
  convenience init(svg path: String, width: Double, height: Double) throws(Fault) {
    try self.init(surface: cairo_svg_surface_create(path, width, height), path: nil, scale: 1, width, height)
  }

  /// A page for a PNG file, two pixels a point.
  ///
  /// - Parameters:
  ///   - path: where the file goes.
  ///   - width: in points.
  ///   - height: in points.
  convenience init(png path: String, width: Double, height: Double) throws(Fault) {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width * 2), Int32(height * 2))
    try self.init(surface: surface, path: path, scale: 2, width, height)
  }

  /// A page of pixels, one a point.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  convenience init(pixels width: Int, by height: Int) throws(Fault) {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    try self.init(surface: surface, path: nil, scale: 1, Double(width), Double(height))
  }

  /// A page of pixels as a frame.
  ///
  /// - Throws: where nothing was drawn, or not on pixels.
  func frame() throws(Fault) -> Frame {
    cairo_surface_flush(surface)
    let frame = Frame(width: Int(width), height: Int(height))
    guard cairo_status(context) == CAIRO_STATUS_SUCCESS, let pixels = cairo_image_surface_get_data(surface) else {
      throw Fault(description: "Cairo has drawn no pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for y in 0..<frame.height {
      for x in 0..<frame.width {
        let place = y * stride + x * 4
        frame[x, y] = UInt32(pixels[place + 2]) << 16 | UInt32(pixels[place + 1]) << 8 | UInt32(pixels[place])
      }
    }
    return frame
  }

  private init(
    surface: OpaquePointer?, path: String?, scale: Double, _ width: Double, _ height: Double
  ) throws(Fault) {
    guard let surface, let context = cairo_create(surface) else { throw Fault(description: "Cairo does not start") }
    (self.surface, self.context, self.path, self.width, self.height) = (surface, context, path, width, height)
    cairo_scale(context, scale, scale)
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    fill(0, 0, width, height, .paper)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Writes the file.
  func finish() throws(Fault) {
    var status = cairo_status(context)
    if status == CAIRO_STATUS_SUCCESS, let path { status = cairo_surface_write_to_png(surface, path) }
    cairo_surface_finish(surface)
    if status == CAIRO_STATUS_SUCCESS { status = cairo_surface_status(surface) }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw Fault(description: "the plot cannot be written: \(String(cString: cairo_status_to_string(status)))")
    }
  }

  func fill(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: PlotColour, opacity: Double = 1) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
    cairo_rectangle(context, x, y, width, height)
    cairo_fill(context)
  }

  /// A line through points; a nil point interrupts it.
  func line(_ points: [(x: Double, y: Double)?], _ colour: PlotColour, thickness: Double, opacity: Double = 1) {
    cairo_set_source_rgba(context, colour.red, colour.green, colour.blue, opacity)
    cairo_set_line_width(context, thickness)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    var isDrawing = false
    for point in points {
      guard let point else {
        isDrawing = false
        continue
      }
      if isDrawing { cairo_line_to(context, point.x, point.y) } else { cairo_move_to(context, point.x, point.y) }
      isDrawing = true
    }
    cairo_stroke(context)
  }

  /// How wide a text is.
  func width(of text: String, size: Double) -> Double {
    cairo_set_font_size(context, size)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// A text whose middle stands at a height.
  func text(
    _ text: String, _ x: Double, _ y: Double, size: Double = 11, _ alignment: Alignment = .left,
    colour: PlotColour = .ink, isUpright: Bool = false
  ) {
    cairo_save(context)
    cairo_set_source_rgb(context, colour.red, colour.green, colour.blue)
    cairo_set_font_size(context, size)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    cairo_translate(context, x, y)
    if isUpright { cairo_rotate(context, -.pi / 2) }
    cairo_move_to(context, -alignment.rawValue * extents.x_advance, size * 0.36)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  /// A picture of colours, stretched over a rectangle without smoothing.
  ///
  /// - Parameters:
  ///   - columns: how many pixels wide.
  ///   - rows: how many pixels high.
  ///   - colour: of a pixel, by its column and its row from above.
  func picture(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, columns: Int, rows: Int,
    _ colour: (Int, Int) -> PlotColour
  ) {
    guard columns > 0, rows > 0, let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(columns), Int32(rows))
    else { return }
    defer { cairo_surface_destroy(image) }
    guard let pixels = cairo_image_surface_get_data(image) else { return }
    let stride = Int(cairo_image_surface_get_stride(image))
    for row in 0..<rows {
      for column in 0..<columns {
        let value = colour(column, row)
        let place = row * stride + column * 4
        for (offset, part) in [value.blue, value.green, value.red].enumerated() {
          pixels[place + offset] = UInt8(max(0, min(255, (part * 255).rounded())))
        }
      }
    }
    cairo_surface_mark_dirty(image)
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, width / Double(columns), height / Double(rows))
    cairo_set_source_surface(context, image, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    cairo_paint(context)
    cairo_restore(context)
  }
}
