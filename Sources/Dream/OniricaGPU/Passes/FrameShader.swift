/// The frame itself, at full resolution: the frame before, what is new over it, tone, grain, and rings over all.
/// The same steps as `FramePasses.h` and `RingPasses.h`, which say why.
enum FrameShader {
  /// The textures, in their order.
  static let samplers = ["frameGrid", "prior", "layer"]
  /// Everything else that is set.
  static let numbers = [
    "size", "cells", "cellStep", "layerSize", "priorSize", "keep", "clarity", "grain", "glow", "tone", "noise",
    "ringCount", "ringPlace", "ringWave", "ringColour",
  ]

  static let vertex =
    CellShader.head + CellShader.place + """
      uniform sampler2D frameGrid;
      flat out vec4 cornerA, cornerB, cornerC, cornerD;

      vec4 take(ivec2 vertex) {
        ivec2 at = ivec2(vertex.x * 2, vertex.y);
        // Feedback x and y, light, glow.
        return vec4(texelFetch(frameGrid, at, 0).xy, texelFetch(frameGrid, at + ivec2(1, 0), 0).xy);
      }

      void main() {
        ivec2 cell = cellOfInstance();
        placeCorner(cell);
        cornerA = take(cell);
        cornerB = take(cell + ivec2(1, 0));
        cornerC = take(cell + ivec2(0, 1));
        cornerD = take(cell + ivec2(1, 1));
      }
      """

  private static let light = """
    uniform usampler2D prior, layer;
    uniform ivec2 layerSize, priorSize;
    uniform float keep, clarity, grain;
    uniform vec3 glow, tone;
    uniform uint noise;
    flat in vec4 cornerA, cornerB, cornerC, cornerD;
    layout(location = 0) out uint next;
    layout(location = 1) out uint display;

    // The layer enlarged, (9 3 3 1)/16, two colours a word; of which 65025 is white.
    vec3 freshLight(ivec2 pixel) {
      ivec2 near = pixel >> 1, far = clamp(near + (pixel & 1) * 2 - 1, ivec2(0), layerSize - 1);
      uvec2 middle = texelFetch(layer, near, 0).rg * 3u + texelFetch(layer, ivec2(near.x, far.y), 0).rg;
      uvec2 aside = texelFetch(layer, ivec2(far.x, near.y), 0).rg * 3u + texelFetch(layer, far, 0).rg;
      uvec2 sum = middle * 3u + aside;
      vec3 root = vec3(float(sum.x >> 16), float(sum.y & 0xffffu), float(sum.x & 0xffffu)) - 16.0 * 819.0;
      return root * abs(root) * (65025.0 / (26208.0 * 26208.0));
    }

    vec3 priorLight(vec2 from) {
      ivec2 at = clamp(ivec2(from * 256.0), ivec2(0), (priorSize - 2) * 256 + 255);
      vec3 root = bilinear(prior, at >> 8, uvec2(at & 255));
      return root * root * (1.0 / 65536.0);
    }

    // √x/(1 + x/2) in the unit of the tone, as the kernels come near to it.
    vec3 shoulder(vec3 x) {
      vec3 t = 1.0 + x * 0.5, u = x * t * t;
      vec3 guess = intBitsToFloat(ivec3(0x5f1ffff9) - (floatBitsToInt(u) >> 1));
      return x * (guess * (2.38924456 - u * guess * guess));
    }

    uint scramble(uint counter) {
      counter ^= counter >> 15;
      counter *= 0x2C1B3C6Du;
      counter ^= counter >> 13;
      return counter;
    }

    uint word(uvec3 code) { return code.r << 16 | code.g << 8 | code.b; }

    """

  private static let rings = """
    uniform int ringCount;
    // Place, radius, half width in pixels; then crests a pixel, phase in turns, light.
    uniform vec4 ringPlace[8], ringWave[8];
    uniform vec3 ringColour;

    float sineOfTurns(float t) {
      float x = t - float(int(t));
      x = x > 0.5 ? x - 1.0 : x < -0.5 ? x + 1.0 : x;
      x = x > 0.25 ? 0.5 - x : x < -0.25 ? -0.5 - x : x;
      float y = x * x;
      return x * (6.2831853 + y * (-41.341702 + y * (81.605249 + y * (-76.705860 + y * (42.058940 - y * 15.094643)))));
    }

    uvec3 ringed(uvec3 code, vec2 pixel) {
      for (int i = 0; i < ringCount; i++) {
        float away = length(pixel - ringPlace[i].xy) - ringPlace[i].z, inside = away / ringPlace[i].w;
        float envelope = 1.0 - inside * inside;
        if (envelope <= 0.0) continue;
        float crest = 0.5 + 0.5 * sineOfTurns(away * ringWave[i].x + ringWave[i].y);
        vec3 root = vec3(code), light = ringColour * (envelope * crest * crest * (ringWave[i].z * 65025.0));
        code = uvec3(min(sqrt(root * root + light) + 0.5, vec3(255.0)));
      }
      return code;
    }

    """

  private static let main = """
    void main() {
      ivec2 pixel = ivec2(gl_FragCoord.xy);
      vec4 corner = between(cornerA, cornerB, cornerC, cornerD, vec2(pixel & 15), 16.0);
      vec3 before = priorLight(corner.xy), fresh = freshLight(pixel);
      uint random = scramble(uint(pixel.x) * 0x9E3779B1u + uint(pixel.y) * 0x85EBCA77u + noise);

      float light = corner.z * corner.z;
      vec3 linear = fresh + (before - fresh) * keep;
      // What events raise is shown whole: it would drown in the trails.
      vec3 shown = linear + (fresh - linear) * clarity + glow * (corner.w * ((1.0 - clarity) * 65025.0));
      float dither = float(random & 0xffffu) * (1.0 / 65536.0);
      next = word(uvec3(sqrt(clamp(linear, 0.0, 65025.0)) + dither));

      vec3 y = shoulder(clamp(shown * (light * (1.0 / 65025.0)), 0.0, min(light, 2.0)));
      vec3 toned = y * (tone.x + y * (tone.y + y * tone.z));
      // Half a code more, so that what follows rounds.
      float grained = float(random >> 16) * (grain * (255.0 / 65536.0)) + (0.5 - 127.5 * grain);
      uvec3 code = uvec3(clamp(toned + grained, 0.0, 255.5));
      display = word(ringCount > 0 ? ringed(code, vec2(pixel)) : code);
    }
    """

  static let fragment = CellShader.head + CellShader.between + CellShader.bilinear + light + rings + main
}
