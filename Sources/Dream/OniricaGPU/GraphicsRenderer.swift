import CEGL
import DreamKernels
import Onirica

/// Draws a dream's frames with OpenGL ES 3: the pictures and the cortex at half the resolution, then the frame.
///
/// What the night does, the field, the grid and the pictures come from the processor, bit for bit; so do the limiter and
/// everything after it, since each frame is read back. Both domains are: the dream can go on without this at any frame.
/// It belongs to the thread that opened it, and allocates only for a size that it has not seen before.
public final class GraphicsRenderer: PixelRenderer {
  /// The device, as its driver calls it.
  public var deviceName: String { device.name }
  /// Whether the device is more than the processor in disguise.
  public var isHardware: Bool { device.isHardware }

  let device: GraphicsDevice
  private let patienceSeconds: Double
  private let freshProgram: GraphicsProgram, frameProgram: GraphicsProgram
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
    freshProgram = try GraphicsProgram(
      vertex: FreshShader.vertex, fragment: FreshShader.fragment, samplers: FreshShader.samplers,
      numbers: FreshShader.numbers)
    frameProgram = try GraphicsProgram(
      vertex: FrameShader.vertex, fragment: FrameShader.fragment, samplers: FrameShader.samplers,
      numbers: FrameShader.numbers)
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

  /// Fills `next` and `display` of the work's frame, within the patience that it was opened with.
  ///
  /// - Parameter work: one frame's work.
  /// - Throws: that the device is lost.
  public func render(_ work: FrameWork) throws(RendererLoss) {
    try device.enter()
    let index = try canvasIndex(for: work)
    upload(work, index: index)
    let canvas = canvases[index].textures
    drawFresh(work.fresh, mapOrigin: work.mapOrigin, on: canvas)
    drawFrame(work, after: try prior(of: work, on: canvas), on: canvas)
    try device.finish(patienceSeconds: patienceSeconds)
    read(work.frame, from: canvas)
    try device.check()
    canvas.turn(step: work.step, words: work.frame.next)
  }

  private func canvasIndex(for work: FrameWork) throws(RendererLoss) -> Int {
    let size = (width: Int(work.frame.width), height: Int(work.frame.height))
    let known = canvases.firstIndex { $0.textures.width == size.width && $0.textures.height == size.height }
    if let known { return known }
    var sideAtMost: GLint = 0
    glGetIntegerv(GLenum(GL_MAX_TEXTURE_SIZE), &sideAtMost)
    guard max(Int(work.fresh.mapPitch), work.mapRows, size.width, size.height) <= Int(sideAtMost) else {
      throw .unusable("it draws up to \(sideAtMost) pixels a side")
    }
    let textures = try CanvasTextures(for: work)
    var format: GLint = 0
    var type: GLint = 0
    glBindFramebuffer(GLenum(GL_FRAMEBUFFER), textures.frameTarget)
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
  private func upload(_ work: FrameWork, index: Int) {
    let canvas = canvases[index].textures
    let fresh = work.fresh
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
  private func prior(of work: FrameWork, on canvas: CanvasTextures) throws(RendererLoss) -> GraphicsTexture {
    let frame = work.frame
    let isOfSize = Int(frame.priorWidth) == canvas.width && Int(frame.priorHeight) == canvas.height
    if isOfSize, canvas.priorStep == work.step - 1, canvas.priorWords == UnsafePointer(frame.prior) {
      return canvas.prior
    }
    let prior = isOfSize ? canvas.prior : try former(width: Int(frame.priorWidth), height: Int(frame.priorHeight))
    prior.fill(frame.prior)
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

  private func read(_ frame: DreamFrameArguments, from canvas: CanvasTextures) {
    read(GL_COLOR_ATTACHMENT0, into: frame.next, canvas)
    read(GL_COLOR_ATTACHMENT1, into: frame.display, canvas)
  }

  private func read(_ attachment: Int32, into words: UnsafeMutablePointer<UInt32>, _ canvas: CanvasTextures) {
    glReadBuffer(GLenum(attachment))
    glReadPixels(
      0, 0, GLsizei(canvas.width), GLsizei(canvas.height), GLenum(GL_RED_INTEGER), GLenum(GL_UNSIGNED_INT), words)
  }
}

/// The two passes.
extension GraphicsRenderer {
  private func drawFresh(_ fresh: DreamFreshArguments, mapOrigin: Int, on canvas: CanvasTextures) {
    let program = freshProgram
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
    let pitch = Int(fresh.mapPitch)
    program.set("mapPlace", Int32(mapOrigin % pitch), Int32(mapOrigin / pitch))
    program.set("drift", fresh.driftRadius, fresh.driftAngle)
    program.set("reactionShade", fresh.reactionShade)
    program.set("maskByReaction", fresh.maskByReaction)
    program.set("maskByCortex", fresh.maskByCortex)
    program.set("emboss", fresh.emboss)
    program.set("relief", (fresh.reliefRadius, fresh.reliefAngle, fresh.ambient))
    program.set("cortexLow", fresh.cortexLow)
    program.set("cortexHigh", fresh.cortexHigh)
    program.set("cortexRim", fresh.cortexRim)
    program.set("glow", fresh.glow)
    let m = fresh.pictureMatrix
    program.set("matrixRed", (m.0, m.1, m.2))
    program.set("matrixGreen", (m.3, m.4, m.5))
    program.set("matrixBlue", (m.6, m.7, m.8))
    draw(
      program, target: canvas.layerTarget, width: canvas.layer.width, height: canvas.layer.height,
      cellStep: Int32(DREAM_GRID_STEP / 2), on: canvas)
  }

  private func drawFrame(_ work: FrameWork, after prior: GraphicsTexture, on canvas: CanvasTextures) {
    let frame = work.frame
    let program = frameProgram
    program.use()
    program.read(canvas.frameGrid, unit: 0)
    program.read(prior, unit: 1)
    program.read(canvas.layer, unit: 2)
    program.set("layerSize", Int32(canvas.layer.width), Int32(canvas.layer.height))
    program.set("priorSize", frame.priorWidth, frame.priorHeight)
    program.set("keep", frame.keep)
    program.set("clarity", frame.clarity)
    program.set("grain", frame.grain)
    program.set("glow", frame.glow)
    program.set("tone", frame.tone)
    program.set("noise", frame.noise)
    setRings(work.rings, of: program)
    draw(
      program, target: canvas.frameTarget, width: canvas.width, height: canvas.height, cellStep: Int32(DREAM_GRID_STEP),
      on: canvas)
  }

  private func setRings(_ all: DreamRingsArguments, of program: GraphicsProgram) {
    var rings = all
    program.set("ringCount", rings.count)
    program.set("ringColour", rings.colour)
    for index in 0..<Int(rings.count) {
      let ring = dreamRing(&rings, Int32(index))
      program.set("ringPlace", index: index, SIMD4(ring.x, ring.y, ring.radius, ring.width))
      program.set("ringWave", index: index, SIMD4(ring.crests, ring.phase, ring.light, 0))
    }
  }

  private func draw(
    _ program: GraphicsProgram, target: GLuint, width: Int, height: Int, cellStep: Int32, on canvas: CanvasTextures
  ) {
    program.set("size", Int32(width), Int32(height))
    program.set("cells", Int32(canvas.cellColumns))
    program.set("cellStep", cellStep)
    glBindFramebuffer(GLenum(GL_FRAMEBUFFER), target)
    glViewport(0, 0, GLsizei(width), GLsizei(height))
    glDrawArraysInstanced(GLenum(GL_TRIANGLE_STRIP), 0, 4, GLsizei(canvas.cellColumns * canvas.cellRows))
  }
}
