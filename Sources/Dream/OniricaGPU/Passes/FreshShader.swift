/// What is new in a frame, at half its resolution: two pictures morphed, points of light in them, the cortex over them.
/// The same steps as `FreshPasses.h`, which says why.
enum FreshShader {
  /// The textures, in their order.
  static let samplers = [
    "frameGrid", "morphGrid", "map", "sheet", "reaction", "pictureA", "pictureB", "points", "pointLists",
  ]
  /// Everything else that is set.
  static let numbers = [
    "size", "cells", "cellStep", "mapPlace", "drift", "reactionShade", "maskByReaction", "maskByCortex", "emboss",
    "relief", "cortexLow", "cortexHigh", "cortexRim", "glow", "matrixRed", "matrixGreen", "matrixBlue",
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
    layout(location = 0) out uvec2 layer;

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
      ivec2 at = ivec2(place * 256.0);
      return bilinear(words, (at >> 8) & 1023, uvec2(at & 255));
    }

    uvec3 morphed(vec4 place, vec4 mask, float activity) {
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
      return uvec3(min((a + (b - a) * share) * shade + 0.5, vec3(255.5)));
    }

    // Points that reach the pixel's tile, in their order; squares are linear light.
    uvec3 brightened(uvec3 code, vec2 pixel) {
      for (uint index = pointRange.x; index < pointRange.y; index++) {
        int number = int(texelFetch(pointLists, ivec2(int(index) & 2047, int(index) >> 11), 0).r);
        vec3 point = texelFetch(points, ivec2(0, number), 0).rgb, light = texelFetch(points, ivec2(1, number), 0).rgb;
        vec2 away = pixel - point.xy;
        float near = 1.0 - (away.x * away.x + away.y * away.y) * (1.0 / (point.z * point.z));
        if (near <= 0.0) continue;
        vec3 root = vec3(code);
        code = uvec3(min(sqrt(root * root + light * (near * near * near * 65025.0)), vec3(255.0)));
      }
      return code;
    }

    """

  private static let main = """
    void main() {
      ivec2 pixel = ivec2(gl_FragCoord.xy);
      vec2 within = vec2(pixel & 7);
      vec4 place = between(placeA, placeB, placeC, placeD, within, 8.0);
      vec4 mask = between(maskA, maskB, maskC, maskD, within, 8.0);
      vec4 shift = between(shiftA, shiftB, shiftC, shiftD, within, 8.0);

      uint at = texelFetch(map, pixel + mapPlace, 0).r;
      vec3 activity = lookUp(sheet, int(at & 0xffffu) + drift.x + int(shift.x), int(at >> 16) + drift.y + int(shift.y));
      float lit = max(relief.z + relief.x * activity.y + relief.y * activity.z, 0.0);
      vec3 code = vec3(brightened(morphed(place, mask, activity.x), vec2(pixel)));

      code = code * code;
      vec3 light = max(vec3(dot(matrixRed, code), dot(matrixGreen, code), dot(matrixBlue, code)), 0.0);
      float rim = activity.x * (1.0 - activity.x) * 4.0;
      vec3 embossed = light * ((1.0 + emboss * (lit - 1.0)) * (1.0 / 65025.0));
      vec3 cortex = (cortexLow + (cortexHigh - cortexLow) * activity.x) * lit + cortexRim * (rim * rim);
      vec3 fresh = embossed + (cortex - embossed) * shift.w + glow * shift.z;
      // A deep relief takes light away; so roots have the sign of their light. 819 is none, 1638 more is white.
      vec3 signs = vec3(lessThan(fresh, vec3(0.0))) * -2.0 + 1.0;
      uvec3 root = uvec3(clamp(signs * sqrt(abs(fresh)) * 1638.0 + 819.5, 0.0, 4095.0));
      layer = uvec2(root.r << 16 | root.b, root.g);
    }
    """

  static let fragment = CellShader.head + CellShader.between + CellShader.bilinear + cortex + pictures + main
}
