import CEGL
import DreamKernels
import Onirica

/// Draws the layers of a dream's frames with OpenGL ES 3.
///
/// What the night does, the field, the grid and the pictures come from the processor, bit for bit; so do the limiter and
/// everything after it, since each layer is read back: the dream can go on without this at any frame.
/// It belongs to the thread that opened it, and allocates only for a size that it has not seen before.
public final class GraphicsRenderer: PixelRenderer {
  /// The device, as its driver calls it.
  public var deviceName: String { device.name }
  /// Whether the device is more than the processor in disguise.
  public var isHardware: Bool { device.isHardware }

  let device: GraphicsDevice
  private let patienceSeconds: Double
  private let program: GraphicsProgram
  private let sheet: GraphicsTexture, reaction: GraphicsTexture
  private let pictures: [GraphicsTexture]
  private var hung: [HungPicture?] = [nil, nil]
  private let points: GraphicsTexture, pointNumbers: GraphicsTexture
  private var formers: [GraphicsTexture] = []
  private var canvases: [(textures: CanvasTextures, lists: PointLists)] = []

  /// Which picture a texture holds.
  private struct HungPicture: Equatable {
    let words: UnsafePointer<UInt32>
    let edition: Int
  }

  private static let pointsAtMost = Int(DREAM_POINTS_MAX)

  /// Opens a device on the calling thread.
  ///
  /// - Parameters:
  ///   - hardwareOnly: whether the processor in disguise is refused.
  ///   - patienceSeconds: how long a frame may take before the device is given up.
  /// - Throws: why there is none that can be used.
  public init(hardwareOnly: Bool, patienceSeconds: Double) throws(RendererLoss) {
    device = try GraphicsDevice.open(hardwareOnly ? .hardware : .any)
    self.patienceSeconds = patienceSeconds
    program = try GraphicsProgram(
      vertex: LayerShader.vertex, fragment: LayerShader.fragment, samplers: LayerShader.samplers,
      numbers: LayerShader.numbers)
    sheet = GraphicsTexture(.twoWords, width: Int(DREAM_SHEET_PITCH), height: 512)
    reaction = GraphicsTexture(.twoWords, width: Int(DREAM_SHEET_PITCH), height: 512)
    pictures = (0..<2).map { _ in
      GraphicsTexture(.word, width: Int(DREAM_PICTURE_PITCH), height: Int(DREAM_PICTURE_ROWS))
    }
    points = GraphicsTexture(.threeFloats, width: 2, height: GraphicsRenderer.pointsAtMost)
    pointNumbers = GraphicsTexture(.word, width: PointLists.rowLength, height: PointLists.rows)
    glDisable(GLenum(GL_DITHER))
    glDisable(GLenum(GL_BLEND))
    glPixelStorei(GLenum(GL_UNPACK_ALIGNMENT), 4)
    glPixelStorei(GLenum(GL_PACK_ALIGNMENT), 4)
    try device.check()
  }

  /// Fills `next`, `redBlue` and `green` of the work's layer, within the patience that it was opened with.
  ///
  /// - Parameter work: one frame's work.
  /// - Throws: that the device is lost.
  public func render(_ work: LayerWork) throws(RendererLoss) {
    try device.enter()
    let index = try canvasIndex(for: work)
    upload(work, index: index)
    let canvas = canvases[index].textures
    let origin = Int(dreamLayerRow(work.layer.width, 0))
    draw(work.layer, mapOrigin: work.mapOrigin, after: try prior(of: work, on: canvas), on: canvas)
    try device.finish(patienceSeconds: patienceSeconds)
    read(work.layer, from: canvas)
    try device.check()
    canvas.turn(step: work.step, words: UnsafePointer(work.layer.next + origin))
  }

  private func canvasIndex(for work: LayerWork) throws(RendererLoss) -> Int {
    let size = (width: Int(work.layer.width), height: Int(work.layer.height))
    let known = canvases.firstIndex { $0.textures.width == size.width && $0.textures.height == size.height }
    if let known { return known }
    var sideAtMost: GLint = 0
    glGetIntegerv(GLenum(GL_MAX_TEXTURE_SIZE), &sideAtMost)
    guard max(Int(work.layer.mapPitch), work.mapRows, size.width, size.height) <= Int(sideAtMost) else {
      throw .unusable("it draws up to \(sideAtMost) pixels a side")
    }
    let textures = try CanvasTextures(for: work)
    var format: GLint = 0
    var type: GLint = 0
    glBindFramebuffer(GLenum(GL_FRAMEBUFFER), textures.target)
    glReadBuffer(GLenum(GL_COLOR_ATTACHMENT0))
    glGetIntegerv(GLenum(GL_IMPLEMENTATION_COLOR_READ_FORMAT), &format)
    glGetIntegerv(GLenum(GL_IMPLEMENTATION_COLOR_READ_TYPE), &type)
    guard format == GL_RED_INTEGER, type == GL_UNSIGNED_INT else { throw .unusable("words cannot be read back") }
    try device.check()
    canvases.append((textures, PointLists(cellColumns: textures.cellColumns, cellRows: textures.cellRows)))
    return canvases.count - 1
  }
}

/// To the device, and back.
extension GraphicsRenderer {
  private func upload(_ work: LayerWork, index: Int) {
    let canvas = canvases[index].textures
    let fresh = work.layer
    sheet.fill(fresh.quads)
    if fresh.reactionShade > 0 { reaction.fill(fresh.reaction) }
    hang(fresh.pictureA, edition: work.pictureEditions.first, on: 0)
    hang(fresh.pictureB, edition: work.pictureEditions.second, on: 1)
    canvas.frameGrid.fill(fresh.frameGrid)
    canvas.morphGrid.fill(fresh.morphGrid)
    let count = min(Int(fresh.pointCount), GraphicsRenderer.pointsAtMost)
    canvases[index].lists.list(UnsafeBufferPointer(start: fresh.points, count: count))
    if count > 0 { points.fill(fresh.points, rows: count) }
    canvases[index].lists.numbers.withUnsafeBytes { bytes in
      if let base = bytes.baseAddress { pointNumbers.fill(base, rows: canvases[index].lists.usedRows) }
    }
  }

  /// The frame before: here already, unless the processor or a canvas of another size made it.
  private func prior(of work: LayerWork, on canvas: CanvasTextures) throws(RendererLoss) -> GraphicsTexture {
    let frame = work.layer
    let isOfSize = Int(frame.priorWidth) == canvas.width && Int(frame.priorHeight) == canvas.height
    if isOfSize, canvas.priorStep == work.step - 1, canvas.priorWords == UnsafePointer(frame.prior) {
      return canvas.prior
    }
    let prior = isOfSize ? canvas.prior : try former(width: Int(frame.priorWidth), height: Int(frame.priorHeight))
    prior.fill(frame.prior, pitch: Int(frame.priorWidth) + 2 * Int(DREAM_LAYER_MARGIN))
    return prior
  }

  /// A texture for the last frame of another size, made once a size.
  private func former(width: Int, height: Int) throws(RendererLoss) -> GraphicsTexture {
    if let known = formers.first(where: { $0.width == width && $0.height == height }) { return known }
    let texture = GraphicsTexture(.word, width: width, height: height)
    try device.check()
    formers.append(texture)
    return texture
  }

  private func hang(_ words: UnsafePointer<UInt32>, edition: Int, on index: Int) {
    let picture = HungPicture(words: words, edition: edition)
    guard hung[index] != picture else { return }
    hung[index] = picture
    pictures[index].fill(words)
  }

  private func read(_ layer: DreamLayerArguments, from canvas: CanvasTextures) {
    glPixelStorei(GLenum(GL_PACK_ROW_LENGTH), layer.width + 2 * GLint(DREAM_LAYER_MARGIN))
    read(GL_COLOR_ATTACHMENT0, into: layer.redBlue, canvas)
    read(GL_COLOR_ATTACHMENT1, into: layer.green, canvas)
    read(GL_COLOR_ATTACHMENT2, into: layer.next, canvas)
  }

  private func read(_ attachment: Int32, into plane: UnsafeMutablePointer<UInt32>, _ canvas: CanvasTextures) {
    glReadBuffer(GLenum(attachment))
    glReadPixels(
      0, 0, GLsizei(canvas.width), GLsizei(canvas.height), GLenum(GL_RED_INTEGER), GLenum(GL_UNSIGNED_INT),
      plane + Int(dreamLayerRow(Int32(canvas.width), 0)))
  }
}

/// The pass.
extension GraphicsRenderer {
  private func draw(
    _ layer: DreamLayerArguments, mapOrigin: Int, after prior: GraphicsTexture, on canvas: CanvasTextures
  ) {
    program.use()
    program.read(canvas.frameGrid, unit: 0)
    program.read(canvas.morphGrid, unit: 1)
    program.read(canvas.map, unit: 2)
    program.read(sheet, unit: 3)
    program.read(reaction, unit: 4)
    program.read(pictures[0], unit: 5)
    program.read(pictures[1], unit: 6)
    program.read(points, unit: 7)
    program.read(pointNumbers, unit: 8)
    program.read(prior, unit: 9)
    let pitch = Int(layer.mapPitch)
    program.set("mapPlace", Int32(mapOrigin % pitch), Int32(mapOrigin / pitch))
    program.set("drift", layer.driftRadius, layer.driftAngle)
    program.set("reactionShade", layer.reactionShade)
    program.set("maskByReaction", layer.maskByReaction)
    program.set("maskByCortex", layer.maskByCortex)
    program.set("emboss", layer.emboss)
    program.set("relief", (layer.reliefRadius, layer.reliefAngle, layer.ambient))
    program.set("cortexLow", layer.cortexLow)
    program.set("cortexHigh", layer.cortexHigh)
    program.set("cortexRim", layer.cortexRim)
    program.set("glow", layer.glow)
    let m = layer.pictureMatrix
    program.set("matrixRed", (m.0, m.1, m.2))
    program.set("matrixGreen", (m.3, m.4, m.5))
    program.set("matrixBlue", (m.6, m.7, m.8))
    program.set("priorSize", layer.priorWidth, layer.priorHeight)
    program.set("keep", layer.keep)
    program.set("clarity", layer.clarity)
    program.set("tone", layer.tone)
    program.set("noise", layer.noise)
    program.set("size", layer.width, layer.height)
    program.set("cells", Int32(canvas.cellColumns))
    program.set("cellStep", Int32(DREAM_GRID_STEP / 2))
    glBindFramebuffer(GLenum(GL_FRAMEBUFFER), canvas.target)
    glViewport(0, 0, GLsizei(layer.width), GLsizei(layer.height))
    glDrawArraysInstanced(GLenum(GL_TRIANGLE_STRIP), 0, 4, GLsizei(canvas.cellColumns * canvas.cellRows))
  }
}
