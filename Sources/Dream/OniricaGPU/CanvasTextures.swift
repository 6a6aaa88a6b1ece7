import CEGL
import DreamKernels
import Onirica

/// The textures of layers of one size.
final class CanvasTextures {
  /// Size of the layer in pixels.
  let width: Int, height: Int
  let frameGrid: GraphicsTexture, morphGrid: GraphicsTexture
  let map: GraphicsTexture
  let redBlue: GraphicsTexture, green: GraphicsTexture
  /// The layer in the root domain; the two take turns.
  private(set) var prior: GraphicsTexture, next: GraphicsTexture
  private(set) var target: GLuint, otherTarget: GLuint
  /// The step whose layer lies in `prior`, and where it lies in the dream's own memory.
  var priorStep = Int.min
  var priorWords: UnsafePointer<UInt32>?

  /// Cells a row, and rows of cells.
  let cellColumns: Int, cellRows: Int

  /// Makes the textures for the size of a work; the map is filled here, since it never changes.
  init(for work: LayerWork) throws(RendererLoss) {
    width = Int(work.layer.width)
    height = Int(work.layer.height)
    let step = Int(DREAM_GRID_STEP) / 2
    cellColumns = width / step
    cellRows = (height + step - 1) / step
    frameGrid = GraphicsTexture(.fourFloats, width: 2 * (cellColumns + 1), height: cellRows + 1)
    morphGrid = GraphicsTexture(.fourFloats, width: 2 * (cellColumns + 1), height: cellRows + 1)
    map = GraphicsTexture(.word, width: Int(work.layer.mapPitch), height: work.mapRows)
    map.fill(work.layer.map - work.mapOrigin)
    redBlue = GraphicsTexture(.word, width: width, height: height)
    green = GraphicsTexture(.word, width: width, height: height)
    prior = GraphicsTexture(.word, width: width, height: height)
    next = GraphicsTexture(.word, width: width, height: height)
    target = try CanvasTextures.target(redBlue, green, next)
    otherTarget = try CanvasTextures.target(redBlue, green, prior)
  }

  private static func target(_ textures: GraphicsTexture...) throws(RendererLoss) -> GLuint {
    var target: GLuint = 0
    glGenFramebuffers(1, &target)
    glBindFramebuffer(GLenum(GL_FRAMEBUFFER), target)
    for (index, texture) in textures.enumerated() {
      glFramebufferTexture2D(
        GLenum(GL_FRAMEBUFFER), GLenum(GL_COLOR_ATTACHMENT0) + GLenum(index), GLenum(GL_TEXTURE_2D), texture.name, 0)
    }
    let attachments = textures.indices.map { GLenum(GL_COLOR_ATTACHMENT0) + GLenum($0) }
    glDrawBuffers(GLsizei(attachments.count), attachments)
    let status = glCheckFramebufferStatus(GLenum(GL_FRAMEBUFFER))
    guard status == GLenum(GL_FRAMEBUFFER_COMPLETE) else { throw .unusable("it cannot draw whole numbers") }
    return target
  }

  /// What was drawn is the frame before of the next one.
  func turn(step: Int, words: UnsafePointer<UInt32>) {
    swap(&prior, &next)
    swap(&target, &otherTarget)
    priorStep = step
    priorWords = words
  }
}
