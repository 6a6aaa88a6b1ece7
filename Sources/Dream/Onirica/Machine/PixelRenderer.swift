import DreamKernels

/// What makes the layer of frames in the processor's stead: a graphics device.
///
/// It is given what the kernels would be given and fills what they would fill. So the dream
/// has all of its state in its own memory, and goes on without a renderer from the very frame at which one is lost.
public protocol PixelRenderer: AnyObject {
  /// The device, as its driver calls it.
  var deviceName: String { get }

  /// Fills `next`, `redBlue` and `green` of the work's layer, but for their borders.
  ///
  /// - Parameter work: one frame's work; its memory may be read and written until this returns.
  /// - Throws: why the renderer is of no use any longer; what it has filled by then is not looked at.
  func render(_ work: LayerWork) throws(RendererLoss)
}

/// What opens a renderer on the thread that will use it.
public typealias RendererOpening = @Sendable () throws(RendererLoss) -> any PixelRenderer

/// Why there is no renderer, or none any more.
public enum RendererLoss: Error, Sendable, Hashable, CustomStringConvertible {
  /// No device, or none that is hardware where hardware was asked for.
  case noDevice(String)
  /// A device that cannot do what a dream needs.
  case unusable(String)
  /// The driver took the context away.
  case contextLost
  /// The device did not finish a frame in time.
  case stalled(seconds: Double)
  /// The driver reported an error, by the number of OpenGL.
  case fault(UInt32)
  /// The device's picture is not the processor's.
  case disagrees(decibels: Double)
  /// What a trial had to say, in its words.
  case refused(String)

  /// The reason, and what can be done.
  public var description: String {
    switch self {
    case .noDevice(let why): "there is no graphics device to draw with (\(why)): install its driver, or choose the cpu"
    case .unusable(let why): "the graphics device cannot draw a dream (\(why)): choose the cpu"
    case .contextLost: "the driver took the graphics device away: a restart of the screen asks for it again"
    case .stalled(let seconds): "the graphics device did not finish a frame in \(seconds) s: its driver may hang"
    case .fault(let number): "the graphics driver reports error 0x\(String(number, radix: 16))"
    case .disagrees(let decibels): "the graphics device draws another picture than the processor (\(decibels) dB)"
    case .refused(let words): words
    }
  }
}

/// One frame's work, in the kernels' own words.
public struct LayerWork {
  /// The layer.
  public var layer: DreamLayerArguments
  /// Where `layer.map` lies in the whole map, in words from its beginning, and the whole map's rows.
  public var mapOrigin: Int, mapRows: Int
  /// How often each of the two pictures has been painted over: with the same edition it is the same.
  public var pictureEditions: (first: Int, second: Int)
  /// The step of the dream: the frame before is that of the step before.
  public var step: Int
}

/// The place of a renderer beside a dream. Its loss is noted once; the processor takes over then, in the same frame.
final class RendererPlace {
  /// Nil where the processor works.
  var renderer: (any PixelRenderer)? {
    didSet { if renderer != nil { loss = nil } }
  }
  /// Why the last renderer is gone, if it was lost.
  private(set) var loss: RendererLoss?

  /// - Returns: whether a renderer has filled the frame.
  func render(_ work: LayerWork) -> Bool {
    guard let renderer else { return false }
    do throws(RendererLoss) {
      try renderer.render(work)
      return true
    } catch {
      loss = error
      self.renderer = nil
      return false
    }
  }
}
