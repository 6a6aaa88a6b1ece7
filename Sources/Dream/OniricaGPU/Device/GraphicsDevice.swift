import CEGL
import Onirica

/// A graphics device with a context of OpenGL ES 3 that draws into textures only: no window system, no surface.
///
/// It belongs to the thread that opened it. The context owns every texture and program made in it, and they go with it.
/// The display stays initialised for the life of the process, since EGL has one a device and others may use it.
final class GraphicsDevice {
  /// As the driver calls it.
  let name: String
  /// Whether it is more than the processor in disguise.
  let isHardware: Bool
  let display: EGLDisplay
  let context: EGLContext
  private let tellsResets: Bool
  private var isAbandoned = false

  /// What hardware is asked for, and what is taken.
  enum Kind { case hardware, any }

  /// Opens the first device that works: hardware first, then what the system has.
  ///
  /// - Throws: why there is none.
  static func open(_ kind: Kind) throws(RendererLoss) -> GraphicsDevice {
    var last = RendererLoss.noDevice("no display of EGL")
    for place in DisplayPlace.places(for: kind) {
      guard let display = place.display, eglInitialize(display, nil, nil) == EGLBoolean(EGL_TRUE) else { continue }
      do throws(RendererLoss) {
        let device = try GraphicsDevice(display: display)
        if kind == .any || device.isHardware { return device }
        last = .noDevice("none but \(device.name)")
      } catch {
        last = error
      }
    }
    throw last
  }

  /// Whether the system names a device that is hardware, or cannot tell.
  static var mayBeHardware: Bool { !DisplayPlace.places(for: .hardware).isEmpty }

  private init(display: EGLDisplay) throws(RendererLoss) {
    guard eglBindAPI(EGLenum(EGL_OPENGL_ES_API)) == EGLBoolean(EGL_TRUE) else {
      throw .unusable("no OpenGL ES")
    }
    let extensions = GraphicsDevice.text(eglQueryString(display, EGL_EXTENSIONS))
    guard extensions.contains("EGL_KHR_surfaceless_context"), extensions.contains("EGL_KHR_no_config_context") else {
      throw .unusable("no context without a surface")
    }
    var wishes: [EGLint] = [EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0]
    tellsResets = extensions.contains("EGL_EXT_create_context_robustness")
    if tellsResets {
      wishes += [EGL_CONTEXT_OPENGL_ROBUST_ACCESS_EXT, EGL_TRUE]
      wishes += [EGL_CONTEXT_OPENGL_RESET_NOTIFICATION_STRATEGY_EXT, EGL_LOSE_CONTEXT_ON_RESET_EXT]
    }
    guard let context = eglCreateContext(display, nil, nil, wishes + [EGL_NONE]) else {
      throw .unusable("no context of OpenGL ES 3")
    }
    guard eglMakeCurrent(display, nil, nil, context) == EGLBoolean(EGL_TRUE) else {
      eglDestroyContext(display, context)
      throw .unusable("a context that cannot be used")
    }
    self.display = display
    self.context = context
    name = GraphicsDevice.text(glGetString(GLenum(GL_RENDERER)))
    let lower = name.lowercased()
    isHardware = !["llvmpipe", "softpipe", "swrast", "swiftshader", "software"].contains { lower.contains($0) }
  }

  deinit {
    // A context whose work hangs is left to the process's end: to destroy it could wait for that work.
    guard !isAbandoned else { return }
    if eglGetCurrentContext() == context { eglMakeCurrent(display, nil, nil, nil) }
    eglDestroyContext(display, context)
  }

  /// Makes the context the calling thread's, unless it is already.
  func enter() throws(RendererLoss) {
    guard eglGetCurrentContext() != context else { return }
    guard eglMakeCurrent(display, nil, nil, context) == EGLBoolean(EGL_TRUE) else { throw .contextLost }
  }

  /// Waits until everything asked for so far is drawn.
  ///
  /// - Parameter patienceSeconds: how long at most.
  /// - Throws: `stalled` after that; `contextLost` or `fault` where the driver says so.
  func finish(patienceSeconds: Double) throws(RendererLoss) {
    let fence = glFenceSync(GLenum(GL_SYNC_GPU_COMMANDS_COMPLETE), 0)
    let outcome = glClientWaitSync(
      fence, GLbitfield(GL_SYNC_FLUSH_COMMANDS_BIT), GLuint64(patienceSeconds * 1_000_000_000))
    glDeleteSync(fence)
    switch Int32(bitPattern: outcome) {
    case GL_ALREADY_SIGNALED, GL_CONDITION_SATISFIED: break
    case GL_TIMEOUT_EXPIRED:
      isAbandoned = true
      throw .stalled(seconds: patienceSeconds)
    default: throw .contextLost
    }
    try check()
  }

  /// Throws what the driver has to report.
  func check() throws(RendererLoss) {
    if tellsResets, graphics_reset_status() != GLenum(GL_NO_ERROR) { throw .contextLost }
    let fault = glGetError()
    guard fault == GLenum(GL_NO_ERROR) else { throw .fault(fault) }
  }

  private static func text(_ characters: UnsafePointer<CChar>?) -> String {
    characters.map { String(cString: $0) } ?? ""
  }

  private static func text(_ characters: UnsafePointer<GLubyte>?) -> String {
    characters.map { String(cString: $0) } ?? "a device without a name"
  }
}

/// Where a display may be had without a window system.
private enum DisplayPlace {
  case device(Int32)
  case surfaceless
  case usual

  /// Hardware first, in the system's order. For hardware alone no other driver is loaded: that of the processor in
  /// disguise writes machine code, which a screen may be forbidden.
  static func places(for kind: GraphicsDevice.Kind) -> [DisplayPlace] {
    let devices = 0..<graphics_device_count()
    let hardware = devices.filter { graphics_device_is_software($0) == 0 }
    if kind == .hardware, !devices.isEmpty { return hardware.map { .device($0) } }
    return hardware.map { .device($0) } + [.surfaceless, .usual]
  }

  var display: EGLDisplay? {
    switch self {
    case .device(let index): graphics_device_display(index)
    case .surfaceless: graphics_surfaceless_display()
    case .usual: eglGetDisplay(nil)
    }
  }
}
