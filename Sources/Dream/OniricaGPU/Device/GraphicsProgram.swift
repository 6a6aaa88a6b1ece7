import CEGL
import Onirica

/// Two shaders linked, with the places of their numbers.
struct GraphicsProgram {
  private let name: GLuint
  private let places: [String: GLint]

  /// Compiles and links in the current context, which owns what is made.
  ///
  /// - Parameters:
  ///   - samplers: the textures' names, in the order in which `use` takes them.
  ///   - numbers: the names of everything else that is set.
  /// - Throws: what the driver's compiler has to say.
  init(vertex: String, fragment: String, samplers: [String], numbers: [String]) throws(RendererLoss) {
    let name = glCreateProgram()
    for (kind, source) in [(GL_VERTEX_SHADER, vertex), (GL_FRAGMENT_SHADER, fragment)] {
      let shader = try GraphicsProgram.compiled(source, kind: GLenum(kind))
      glAttachShader(name, shader)
      glDeleteShader(shader)
    }
    glLinkProgram(name)
    var linked: GLint = 0
    glGetProgramiv(name, GLenum(GL_LINK_STATUS), &linked)
    guard linked == GL_TRUE else {
      throw .unusable("its shaders do not link: \(GraphicsProgram.words { glGetProgramInfoLog(name, 600, nil, $0) })")
    }
    self.name = name
    var places: [String: GLint] = [:]
    for number in numbers { places[number] = glGetUniformLocation(name, number) }
    self.places = places
    glUseProgram(name)
    for (unit, sampler) in samplers.enumerated() { glUniform1i(glGetUniformLocation(name, sampler), GLint(unit)) }
  }

  private static func compiled(_ source: String, kind: GLenum) throws(RendererLoss) -> GLuint {
    let shader = glCreateShader(kind)
    source.withCString { text in
      var line: UnsafePointer<CChar>? = text
      glShaderSource(shader, 1, &line, nil)
    }
    glCompileShader(shader)
    var compiled: GLint = 0
    glGetShaderiv(shader, GLenum(GL_COMPILE_STATUS), &compiled)
    guard compiled == GL_TRUE else {
      throw .unusable("a shader does not compile: \(words { glGetShaderInfoLog(shader, 600, nil, $0) })")
    }
    return shader
  }

  private static func words(_ read: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    var characters = [CChar](repeating: 0, count: 600)
    characters.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { read(base) }
    }
    let bytes = characters.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Draws with this program from now on.
  func use() { glUseProgram(name) }

  /// Reads from a texture, the one `unit` in the order of the samplers.
  func read(_ texture: GraphicsTexture, unit: GLuint) {
    glActiveTexture(GLenum(GL_TEXTURE0) + unit)
    glBindTexture(GLenum(GL_TEXTURE_2D), texture.name)
  }

  private func place(_ number: String) -> GLint { places[number] ?? -1 }

  /// Sets one number.
  func set(_ number: String, _ value: Float) { glUniform1f(place(number), value) }
  /// Sets a whole number.
  func set(_ number: String, _ value: Int32) { glUniform1i(place(number), value) }
  /// Sets a counter.
  func set(_ number: String, _ value: UInt32) { glUniform1ui(place(number), value) }
  /// Sets two whole numbers.
  func set(_ number: String, _ x: Int32, _ y: Int32) { glUniform2i(place(number), x, y) }
  /// Sets three numbers.
  func set(_ number: String, _ value: (Float, Float, Float)) {
    glUniform3f(place(number), value.0, value.1, value.2)
  }
}
