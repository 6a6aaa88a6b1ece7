/// The words that both passes begin with.
enum CellShader {
  /// Every shader's first lines: OpenGL ES 3.0, whole numbers and floats of 32 bits.
  static let head = """
    #version 300 es
    precision highp float;
    precision highp int;
    precision highp sampler2D;
    precision highp usampler2D;

    """

  /// Draws the picture as cells of the grid, a strip of four corners each: `cells` cells a row, `size` and `cellStep` in
  /// pixels. Every pixel lies in exactly one cell.
  static let place = """
    uniform ivec2 size;
    uniform int cells, cellStep;

    ivec2 cellOfInstance() { return ivec2(gl_InstanceID % cells, gl_InstanceID / cells); }

    void placeCorner(ivec2 cell) {
      ivec2 corner = cell + ivec2(gl_VertexID & 1, gl_VertexID >> 1);
      gl_Position = vec4(vec2(corner * cellStep) / vec2(size) * 2.0 - 1.0, 0.0, 1.0);
    }

    """

  /// Numbers of the four corners of a cell, brought to a pixel in the kernels' order: first down, then along.
  static let between = """
    vec4 between(vec4 a, vec4 b, vec4 c, vec4 d, vec2 within, float cellPixels) {
      vec4 left = a + (c - a) * (within.y / cellPixels), right = b + (d - b) * (within.y / cellPixels);
      return left + (right - left) * (1.0 / cellPixels) * within.x;
    }

    """

  /// Four words blended with weights of 8 bits, two colours a multiplication; red, green, blue, of which 65280 is full.
  static let bilinear = """
    vec3 bilinear(usampler2D words, ivec2 at, uvec2 part) {
      uvec4 corner = uvec4(
        texelFetch(words, at, 0).r, texelFetch(words, at + ivec2(1, 0), 0).r,
        texelFetch(words, at + ivec2(0, 1), 0).r, texelFetch(words, at + ivec2(1, 1), 0).r);
      uint both = (part.x * part.y + 128u) >> 8;
      uvec4 share = uvec4(256u - part.x - part.y + both, part.x - both, part.y - both, both);
      uvec4 redBlue = (corner & 0x00ff00ffu) * share, green = ((corner >> 8) & 0x00ff00ffu) * share;
      uint rb = redBlue.x + redBlue.y + redBlue.z + redBlue.w, g = green.x + green.y + green.z + green.w;
      return vec3(float(rb >> 16), float(g & 0xffffu), float(rb & 0xffffu));
    }

    """
}
