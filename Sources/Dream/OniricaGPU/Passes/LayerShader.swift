/// The layer: two pictures morphed, points of light in them, the cortex over them, all that over the frame before; its tone.
/// The same steps as `LayerPlaces.h`, `LayerPoints.h` and `LayerPasses.h`, which say why.
enum LayerShader {
  /// The textures, in their order.
  static let samplers = [
    "frameGrid", "morphGrid", "map", "sheet", "reaction", "pictureA", "pictureB", "points", "pointLists",
    "prior",
  ]
  /// Everything else that is set.
  static let numbers = [
    "size", "cells", "cellStep", "mapPlace", "drift", "reactionShade", "maskByReaction", "maskByCortex", "emboss",
    "relief", "cortexLow", "cortexHigh", "cortexRim", "glow", "matrixRed", "matrixGreen", "matrixBlue",
    "priorSize", "keep", "clarity", "tone", "noise",
  ]

  static let vertex =
    CellShader.head + CellShader.place + """
      uniform sampler2D frameGrid, morphGrid;
      uniform usampler2D pointLists;
      flat out vec4 placeA, placeB, placeC, placeD;
      flat out vec4 maskA, maskB, maskC, maskD;
      flat out vec4 shiftA, shiftB, shiftC, shiftD;
      flat out uvec2 pointRange;

      uint listed(int index) { return texelFetch(pointLists, ivec2(index & 2047, index >> 11), 0).r; }

      void take(ivec2 vertex, out vec4 place, out vec4 mask, out vec4 shift) {
        ivec2 at = ivec2(vertex.x * 2, vertex.y);
        place = texelFetch(morphGrid, at, 0);
        mask = texelFetch(morphGrid, at + ivec2(1, 0), 0);
        vec4 low = texelFetch(frameGrid, at, 0), high = texelFetch(frameGrid, at + ivec2(1, 0), 0);
        // Radius and angle of the cortex, glow, share.
        shift = vec4(low.zw, high.yz);
      }

      void main() {
        ivec2 cell = cellOfInstance();
        placeCorner(cell);
        take(cell, placeA, maskA, shiftA);
        take(cell + ivec2(1, 0), placeB, maskB, shiftB);
        take(cell + ivec2(0, 1), placeC, maskC, shiftC);
        take(cell + ivec2(1, 1), placeD, maskD, shiftD);
        int tile = (cell.y >> 2) * ((cells + 3) >> 2) + (cell.x >> 2);
        pointRange = uvec2(listed(tile), listed(tile + 1));
      }
      """

  private static let cortex = """
    uniform usampler2D map, sheet, reaction, pictureA, pictureB, pointLists;
    uniform sampler2D points;
    uniform ivec2 mapPlace, drift;
    uniform float reactionShade, maskByReaction, maskByCortex, emboss;
    uniform vec3 relief, cortexLow, cortexHigh, cortexRim, glow, matrixRed, matrixGreen, matrixBlue;
    flat in vec4 placeA, placeB, placeC, placeD;
    flat in vec4 maskA, maskB, maskC, maskD;
    flat in vec4 shiftA, shiftB, shiftC, shiftD;
    flat in uvec2 pointRange;
    layout(location = 0) out uint redBlue;
    layout(location = 1) out uint green;
    layout(location = 2) out uint next;

    // Activity, and its slope along radius and angle a cell.
    vec3 lookUp(usampler2D quads, int radius, int angle) {
      uvec2 quad = texelFetch(quads, ivec2((radius >> 7) & 511, (angle >> 7) & 511), 0).rg;
      float x = float(radius & 127) * (1.0 / 128.0), y = float(angle & 127) * (1.0 / 128.0);
      vec2 here = vec2(quad & 0xffffu), next = vec2(quad >> 16);
      vec2 along = next - here, side = here + along * x;
      float across = side.y - side.x;
      return vec3(side.x + across * y, along.x + (along.y - along.x) * y, across) * (1.0 / 65535.0);
    }

    """

  private static let pictures = """
    vec3 picture(usampler2D words, vec2 place) {
      ivec2 at = ivec2(place);
      return bilinear(words, (at >> 8) & 1023, uvec2(at & 255));
    }

    vec3 morphed(vec4 place, vec4 mask, float activity) {
      vec3 a = picture(pictureA, place.xy), b = picture(pictureB, place.zw);
      float border = mask.x + (activity - 0.5) * maskByCortex, shade = 1.0 / 256.0;
      if (reactionShade > 0.0) {
        vec3 grown = lookUp(reaction, int(mask.y), int(mask.z));
        border += (grown.x - 0.35) * maskByReaction;
        float lit = (grown.y + grown.z * 1.3) * 4.0 + (grown.x - 0.45) * 0.75;
        shade = max(1.0 + lit * reactionShade, 0.12) * (1.0 / 256.0);
      }
      float share = clamp(border, 0.0, 1.0);
      share = share * share * (3.0 - 2.0 * share);
      vec3 root = min((a + (b - a) * share) * shade, vec3(255.0));
      return root * root;
    }

    // Points that reach the pixel's tile, in their order.
    vec3 brightened(vec3 light, vec2 pixel) {
      for (uint index = pointRange.x; index < pointRange.y; index++) {
        int number = int(texelFetch(pointLists, ivec2(int(index) & 2047, int(index) >> 11), 0).r);
        vec3 point = texelFetch(points, ivec2(0, number), 0).rgb, added = texelFetch(points, ivec2(1, number), 0).rgb;
        vec2 away = pixel - point.xy;
        float near = 1.0 - (away.x * away.x + away.y * away.y) * (1.0 / (point.z * point.z));
        if (near > 0.0) light += added * (near * near * near * 65025.0);
      }
      return light;
    }

    """

  private static let feedback = """
    uniform sampler2D frameGrid;
    uniform usampler2D prior;
    uniform int cells;
    uniform ivec2 priorSize;
    uniform float keep, clarity;
    uniform vec3 tone;
    uniform uint noise;

    // Feedback x and y, light: more than the vertices can hand over.
    vec4 feedbackAt(ivec2 vertex) {
      ivec2 at = ivec2(vertex.x * 2, vertex.y);
      return vec4(texelFetch(frameGrid, at, 0).xy, texelFetch(frameGrid, at + ivec2(1, 0), 0).x, 0.0);
    }

    vec3 rootAt(ivec2 at) {
      uint word = texelFetch(prior, at, 0).r;
      return vec3(uvec3(word >> 21, (word >> 10) & 2047u, word & 1023u));
    }

    // The light of the frame before.
    vec3 lightBefore(vec2 from) {
      vec2 place = clamp(from, vec2(0.0), vec2(priorSize) - 1.001);
      ivec2 at = ivec2(place);
      vec2 part = place - vec2(at);
      vec3 a = rootAt(at), c = rootAt(at + ivec2(0, 1));
      vec3 above = a + (rootAt(at + ivec2(1, 0)) - a) * part.x, below = c + (rootAt(at + ivec2(1, 1)) - c) * part.x;
      vec3 root = (above + (below - above) * part.y) * (1.0 / vec3(2046.0, 2046.0, 1022.0));
      return root * root;
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

    void develop(vec3 fresh, float glowing, vec3 corner, ivec2 pixel) {
      vec3 before = lightBefore(corner.xy);
      float kept = keep * (1.0 - clarity);
      vec3 linear = fresh * (1.0 - keep) + before * keep;
      // What events raise is shown whole: it would drown in the trails.
      vec3 shown = fresh * (1.0 - kept) + before * kept + glow * (glowing * (1.0 - clarity));
      uint random = scramble(uint(pixel.x) * 0x9E3779B1u + uint(pixel.y) * 0x85EBCA77u + noise);
      float dither = float(random & 0xffffu) * (1.0 / 65536.0);
      uvec3 root = uvec3(sqrt(clamp(linear, 0.0, 1.0)) * vec3(2046.0, 2046.0, 1022.0) + dither);
      next = root.r << 21 | root.g << 10 | root.b;
      float exposure = corner.z * corner.z;
      vec3 y = shoulder(clamp(shown * exposure, 0.0, min(exposure, 2.0)));
      uvec3 code = uvec3(clamp(y * (tone.x + y * (tone.y + y * tone.z)) + 0.5, 0.0, 3840.0));
      redBlue = code.r << 16 | code.b;
      green = code.g;
    }

    """

  private static let main = """
    void main() {
      ivec2 pixel = ivec2(gl_FragCoord.xy), cell = pixel >> 3;
      vec2 within = vec2(pixel & 7);
      vec4 place = between(placeA, placeB, placeC, placeD, within, 8.0);
      vec4 mask = between(maskA, maskB, maskC, maskD, within, 8.0);
      vec4 shift = between(shiftA, shiftB, shiftC, shiftD, within, 8.0);

      uint at = texelFetch(map, pixel + mapPlace, 0).r;
      vec3 activity = lookUp(sheet, int(at & 0xffffu) + drift.x + int(shift.x), int(at >> 16) + drift.y + int(shift.y));
      float lit = max(relief.z + relief.x * activity.y + relief.y * activity.z, 0.0);
      vec3 light = brightened(morphed(place, mask, activity.x), vec2(pixel));

      light = max(vec3(dot(matrixRed, light), dot(matrixGreen, light), dot(matrixBlue, light)), 0.0);
      float rim = activity.x * (1.0 - activity.x) * 4.0;
      vec3 embossed = light * ((1.0 + emboss * (lit - 1.0)) * (1.0 / 65025.0));
      vec3 cortex = (cortexLow + (cortexHigh - cortexLow) * activity.x) * lit + cortexRim * (rim * rim);
      vec3 fresh = embossed + (cortex - embossed) * shift.w + glow * shift.z;
      vec4 corner = between(
        feedbackAt(cell), feedbackAt(cell + ivec2(1, 0)), feedbackAt(cell + ivec2(0, 1)), feedbackAt(cell + ivec2(1, 1)),
        within, 8.0);
      develop(fresh, shift.z, corner.xyz, pixel);
    }
    """

  static let fragment =
    CellShader.head + CellShader.between + CellShader.bilinear + cortex + pictures + feedback + main
}
