import CEGL

/// A texture of numbers, read by place and never filtered.
struct GraphicsTexture {
  /// What a texel holds.
  enum Content {
    /// One or two whole numbers of 32 bits; three or four floats.
    case word, twoWords, threeFloats, fourFloats

    var stored: GLenum {
      switch self {
      case .word: GLenum(GL_R32UI)
      case .twoWords: GLenum(GL_RG32UI)
      case .threeFloats: GLenum(GL_RGB32F)
      case .fourFloats: GLenum(GL_RGBA32F)
      }
    }

    var given: GLenum {
      switch self {
      case .word: GLenum(GL_RED_INTEGER)
      case .twoWords: GLenum(GL_RG_INTEGER)
      case .threeFloats: GLenum(GL_RGB)
      case .fourFloats: GLenum(GL_RGBA)
      }
    }

    var part: GLenum {
      switch self {
      case .word, .twoWords: GLenum(GL_UNSIGNED_INT)
      case .threeFloats, .fourFloats: GLenum(GL_FLOAT)
      }
    }
  }

  let name: GLuint
  let width: Int, height: Int
  private let content: Content

  /// Makes a texture in the current context, which owns it.
  init(_ content: Content, width: Int, height: Int) {
    self.content = content
    self.width = width
    self.height = height
    var name: GLuint = 0
    glGenTextures(1, &name)
    self.name = name
    glActiveTexture(GLenum(GL_TEXTURE0))
    glBindTexture(GLenum(GL_TEXTURE_2D), name)
    for (parameter, value) in [
      (GL_TEXTURE_MIN_FILTER, GL_NEAREST), (GL_TEXTURE_MAG_FILTER, GL_NEAREST),
      (GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE), (GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE),
    ] {
      glTexParameteri(GLenum(GL_TEXTURE_2D), GLenum(parameter), value)
    }
    glTexStorage2D(GLenum(GL_TEXTURE_2D), 1, content.stored, GLsizei(width), GLsizei(height))
  }

  /// Fills its first rows.
  ///
  /// - Parameters:
  ///   - texels: `width` a row.
  ///   - rows: as many; all if not given.
  ///   - pitch: texels from one row to the next; the width if not given.
  func fill(_ texels: UnsafeRawPointer, rows: Int? = nil, pitch: Int? = nil) {
    glPixelStorei(GLenum(GL_UNPACK_ROW_LENGTH), GLint(pitch ?? 0))
    glActiveTexture(GLenum(GL_TEXTURE0))
    glBindTexture(GLenum(GL_TEXTURE_2D), name)
    glTexSubImage2D(
      GLenum(GL_TEXTURE_2D), 0, 0, 0, GLsizei(width), GLsizei(rows ?? height), content.given, content.part, texels)
  }
}
