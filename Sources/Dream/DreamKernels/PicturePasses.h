// Procedural pictures: domain-warped gradient noise on a torus, f(p + b·r), r = f(p + a·q), q = f(p).

INLINE Words NAME(latticeHash)(Ints x, Ints y, uint32_t seed) {
  Words h = (Words)x * 0x9E3779B1u ^ (Words)y * 0x85EBCA77u ^ seed * 0xC2B2AE3Du;
  h ^= h >> 15;
  h *= 0x2C1B3C6Du;
  h ^= h >> 12;
  h *= 0x297A2D39u;
  return h ^ h >> 15;
}

/// The slope at a lattice point, times the way from there.
INLINE Floats NAME(latticeSlope)(Ints x, Ints y, Floats dx, Floats dy, uint32_t seed) {
  Words h = NAME(latticeHash)(x, y, seed);
  Floats slopeX = NAME(toFloats)((Ints)(h & 0xffffu)) * (1.f / 32768) - 1.f;
  Floats slopeY = NAME(toFloats)((Ints)(h >> 16)) * (1.f / 32768) - 1.f;
  return slopeX * dx + slopeY * dy;
}

/// Gradient noise, about ±0.7; `cells`, a power of two, is its period. Coordinates within ±2²⁰.
INLINE Floats NAME(noise)(Floats x, Floats y, int32_t cells, uint32_t seed) {
  Ints columnIndex = NAME(toInts)(x + 1048576.f) - 1048576, rowIndex = NAME(toInts)(y + 1048576.f) - 1048576;
  columnIndex = x < NAME(toFloats)(columnIndex) ? columnIndex - 1 : columnIndex;
  rowIndex = y < NAME(toFloats)(rowIndex) ? rowIndex - 1 : rowIndex;
  Floats dx = x - NAME(toFloats)(columnIndex), dy = y - NAME(toFloats)(rowIndex);
  Ints left = columnIndex & (cells - 1), right = (columnIndex + 1) & (cells - 1);
  Ints above = rowIndex & (cells - 1), below = (rowIndex + 1) & (cells - 1);
  Floats easeX = dx * dx * dx * (dx * (dx * 6.f - 15.f) + 10.f), easeY = dy * dy * dy * (dy * (dy * 6.f - 15.f) + 10.f);
  Floats a = NAME(latticeSlope)(left, above, dx, dy, seed), b = NAME(latticeSlope)(right, above, dx - 1.f, dy, seed);
  Floats c = NAME(latticeSlope)(left, below, dx, dy - 1.f, seed);
  Floats d = NAME(latticeSlope)(right, below, dx - 1.f, dy - 1.f, seed);
  Floats top = a + (b - a) * easeX, bottom = c + (d - c) * easeX;
  return (top + (bottom - top) * easeY) * 1.6f;
}

INLINE Floats NAME(octaves)(Floats x, Floats y, int32_t cells, uint32_t seed, int32_t count) {
  Floats sum = 0;
  float share = 0.5f;
  for (int32_t k = 0; k < count; k++) {
    sum += NAME(noise)(x, y, cells, seed + (uint32_t)k * 0x68E31DA4u) * share;
    x = x * 2.f;
    y = y * 2.f;
    cells *= 2;
    share *= 0.5f;
  }
  return sum;
}

static void NAME(paintHeight)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamPaintingArguments *p = arguments;
  float cell = (float)p->cells / DREAM_PICTURE_EDGE;
  for (int32_t row = firstRow; row < endRow; row++)
    for (int32_t column = 0; column < DREAM_PICTURE_EDGE; column += LANES) {
      Floats x = NAME(toFloats)(NAME(laneNumbers)() + column) * cell, y = (Floats)((float)row * cell);
      Floats qx = NAME(octaves)(x, y, p->cells, p->seed, 3), qy = NAME(octaves)(x, y, p->cells, p->seed + 11, 3);
      Floats warpedX = x + qx * p->firstWarp, warpedY = y + qy * p->firstWarp;
      Floats rx = NAME(octaves)(warpedX, warpedY, p->cells, p->seed + 23, 4);
      Floats ry = NAME(octaves)(warpedX, warpedY, p->cells, p->seed + 37, 4);
      Floats v = NAME(octaves)(x + rx * p->secondWarp, y + ry * p->secondWarp, p->cells, p->seed + 53, 6);
      size_t at = (size_t)row * DREAM_PICTURE_EDGE + column;
      NAME(storeFloats)(p->height + at, v);
      NAME(storeFloats)(p->swirl + at, rx);
      NAME(storeFloats)(p->drift + at, ry);
    }
}

INLINE float NAME(paintChannel)(const struct DreamPaintingArguments *p, int32_t c, float level, float hue,
                                float diffuse, float gloss, float vein) {
  float slope = p->slope[c] + (p->shade[c] - p->slope[c]) * hue;
  float low = level < 0.5f ? 1.f : 0.f, t = level * 2.f - (1.f - low);
  float from = low * p->valley[c] + (1.f - low) * slope, to = low * slope + (1.f - low) * p->crest[c];
  float body = (from + (to - from) * t) * (0.25f + diffuse) + vein * p->vein[c] + gloss * p->highlight[c];
  body = body < 0 ? 0 : body > 1 ? 1 : body;
  return __builtin_sqrtf(body) * 255.f + 0.5f;
}

/// Light from the upper left, a soft highlight, veins where a warp crosses nought; the wrapped columns and rows.
static void NAME(paintColour)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamPaintingArguments *p = arguments;
  const int32_t edge = DREAM_PICTURE_EDGE, mask = edge - 1;
  for (int32_t row = firstRow; row < endRow; row++) {
    const float *here = p->height + (size_t)row * edge, *above = p->height + (size_t)((row - 1) & mask) * edge;
    const float *below = p->height + (size_t)((row + 1) & mask) * edge;
    uint32_t *to = p->picture + (size_t)row * DREAM_PICTURE_PITCH;
    for (int32_t x = 0; x < edge; x++) {
      float slopeX = (here[(x + 1) & mask] - here[(x - 1) & mask]) * p->relief;
      float slopeY = (below[x] - above[x]) * p->relief;
      float length = __builtin_sqrtf(slopeX * slopeX + slopeY * slopeY + 1.f);
      float diffuse = (0.5f * slopeX + 0.6f * slopeY + 0.62f) / length;
      float shine = (0.30f * slopeX + 0.36f * slopeY + 0.88f) / length;
      diffuse = diffuse < 0 ? 0 : diffuse;
      shine = shine < 0 ? 0 : shine;
      for (int32_t k = 0; k < 5; k++) shine = shine * shine;
      float level = 0.5f + here[x] * 1.15f;
      level = level < 0 ? 0 : level > 1 ? 1 : level;
      float swirl = p->swirl[(size_t)row * edge + x], drift = p->drift[(size_t)row * edge + x];
      float crossing = swirl * 9.f, vein = (0.5f + drift) / (1.f + crossing * crossing * crossing * crossing);
      vein = vein < 0 ? 0 : vein;
      float hue = 0.5f + drift * 1.6f;
      hue = hue < 0 ? 0 : hue > 1 ? 1 : hue;
      uint32_t red = (uint32_t)NAME(paintChannel)(p, 0, level, hue, diffuse, shine * p->shine, vein);
      uint32_t green = (uint32_t)NAME(paintChannel)(p, 1, level, hue, diffuse, shine * p->shine, vein);
      uint32_t blue = (uint32_t)NAME(paintChannel)(p, 2, level, hue, diffuse, shine * p->shine, vein);
      to[x] = red << 16 | green << 8 | blue;
    }
    memcpy(to + edge, to, (DREAM_PICTURE_PITCH - DREAM_PICTURE_EDGE) * sizeof(uint32_t));
    if (row < DREAM_PICTURE_ROWS - DREAM_PICTURE_EDGE)
      memcpy(to + (size_t)edge * DREAM_PICTURE_PITCH, to, DREAM_PICTURE_PITCH * sizeof(uint32_t));
  }
}
