// Stills on a whole screen: two of them cross-faded or morphed in linear light, a garden that grows over them, day and night.

/// sRGB code values, 0 to 1, of linear light: the inverse of `linearOf`'s curve, within a twentieth of a code. The curve's
/// quadratic, whose coefficient is exact at both ends, and a step of Newton's.
INLINE Floats NAME(codeOf)(Floats light) {
  const float a = 0.012522878f, b = 0.682171111f, c = 0.305306011f;
  Floats x = NAME(unit)(light), quadratic = b + c * NAME(root)(x);
  Floats y = 2.f * x / (a + NAME(root)(a * a + 4.f * quadratic * x));
  return y - (y * (a + y * (b + y * c)) - x) / (a + y * (2.f * b + y * (3.f * c)));
}

/// Linear light of codes between pixels, 65280 being white.
INLINE Floats NAME(lightBetween)(Floats code) {
  const float one = 1.f / 65280, a = 0.012522878f * one, b = 0.682171111f * one * one, c = 0.305306011f * one * one * one;
  return code * (a + code * (b + code * c));
}

/// Where a still is looked at, bent by `warp` pixels.
INLINE void NAME(stillPlace)(const struct DreamStillsArguments *s, int32_t k, Floats x, Floats y, float warp, Floats *to) {
  Floats fromX = s->middleX[k] + s->scale[k] * x, fromY = s->middleY[k] + s->scale[k] * y;
  if (warp != 0.f) {
    float phase = s->morphPhase;
    fromX += warp * (NAME(sinesOfTurns)(0.31f * y + phase) + 0.5f * NAME(sinesOfTurns)(0.83f * x - 0.41f * y - phase));
    fromY += warp * (NAME(sinesOfTurns)(0.27f * x - phase) + 0.5f * NAME(sinesOfTurns)(0.71f * y + 0.47f * x + 0.7f * phase));
  }
  to[0] = fromX;
  to[1] = fromY;
}

/// Rows are rows of vertices: places in both stills, share of the second, growth, light.
static void NAME(stillGrid)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamStillsArguments *s = arguments;
  float unit = 2.f / (float)s->height;
  for (int32_t row = firstRow; row < endRow; row++)
    for (int32_t column = 0; column < s->columns; column += LANES) {
      Floats pixel = NAME(toFloats)((NAME(laneNumbers)() + column) * DREAM_GRID_STEP);
      Floats x = (pixel + 0.5f - 0.5f * (float)s->width) * unit;
      Floats y = (Floats)(((float)(row * DREAM_GRID_STEP) + 0.5f - 0.5f * (float)s->height) * unit);
      Floats numbers[DREAM_VERTEX_FLOATS] = {0};
      NAME(stillPlace)(s, 0, x, y, s->morphWarp * s->share, numbers);
      NAME(stillPlace)(s, 1, x, y, -s->morphWarp * (1.f - s->share), numbers + 2);
      numbers[4] = s->share;
      if (s->isMorph) {
        Floats folds = NAME(octaves)(x * 0.8f + 7.f, y * 0.8f + 3.f, 256, s->foldSeed, 4);
        numbers[4] = 0.5f + (1.35f * (2.f * s->share - 1.f) + 1.1f * folds) / s->morphSoftness;
      }
      numbers[5] = 2;
      if (s->growth < 1.f) {
        // Shoots: noise that is narrow across and long upwards; leaves: noise that is alike both ways.
        Floats height = 0.5f - 0.5f * y;
        Floats shoots = NAME(octaves)(x * 4.f + 40.f, y * 0.7f + s->sway, 256, s->gardenSeed + 77, 2);
        Floats leaves = NAME(octaves)(x * 2.5f + 9.f, y * 2.5f, 256, s->gardenSeed + 91, 3);
        Floats rank = height - 0.25f * shoots - 0.2f * leaves;
        numbers[5] = 0.5f + (2.2f * s->growth - 0.6f - rank) * 3.6f;
      }
      Floats edge = (x * x + y * y) * 0.32f;
      numbers[6] = NAME(most)(1.f - s->vignette * edge / (1.f + 0.5f * edge), (Floats)0.05f);
      NAME(storeVertices)(numbers, s->columns - column, s->grid + ((size_t)row * s->columns + column) * DREAM_VERTEX_FLOATS);
    }
}

/// One still at LANES pixels of a run, in linear light.
INLINE struct NAME(Colour) NAME(stillLight)(const struct DreamStillsArguments *s, const struct NAME(Vertices) *vertices, int32_t k, int32_t i) {
  Ints x = NAME(toInts)(NAME(along)(vertices, i, DREAM_GRID_STEP, 2 * k) * 256.f);
  Ints y = NAME(toInts)(NAME(along)(vertices, i, DREAM_GRID_STEP, 2 * k + 1) * 256.f);
  x = NAME(clampInts)(x, 0, (s->sourceWidth - 2) * 256 + 255);
  y = NAME(clampInts)(y, 0, (s->sourceHeight - 2) * 256 + 255);
  struct NAME(Corners) corners = NAME(loadFlowingCorners)(k == 0 ? s->first : s->second, s->sourcePitch, x >> 8, y >> 8);
  struct NAME(Colour) code = NAME(colours)(NAME(bilinear)(corners, x & 255, y & 255));
  struct NAME(Colour) light = {NAME(lightBetween)(code.red), NAME(lightBetween)(code.green), NAME(lightBetween)(code.blue)};
  return light;
}

/// How far LANES pixels have grown, 0 to 1: what is light in the still opens first, as blossoms do.
INLINE Floats NAME(grown)(const struct NAME(Vertices) *vertices, int32_t i, Floats luminance) {
  Floats border = NAME(along)(vertices, i, DREAM_GRID_STEP, 5);
  Floats share = NAME(unit)(border + 0.7f * (NAME(root)(luminance) - 0.35f));
  return share * share * (3.f - 2.f * share);
}

INLINE Words NAME(stillCode)(Floats light, Floats dither) {
  return (Words)NAME(toInts)(NAME(least)(NAME(codeOf)(light) * 255.f + dither, (Floats)255.f));
}

INLINE void NAME(stillLanes)(const struct DreamStillsArguments *s, const struct NAME(Vertices) *vertices, int32_t i, int32_t x, int32_t y) {
  struct NAME(Colour) light = NAME(stillLight)(s, vertices, 0, i);
  if (s->isMixed) {
    struct NAME(Colour) next = NAME(stillLight)(s, vertices, 1, i);
    Floats share = NAME(unit)(NAME(along)(vertices, i, DREAM_GRID_STEP, 4));
    if (s->isMorph) share = share * share * (3.f - 2.f * share);
    light.red += (next.red - light.red) * share;
    light.green += (next.green - light.green) * share;
    light.blue += (next.blue - light.blue) * share;
  }
  const float *m = s->matrix;
  const Floats none = 0, shade = NAME(along)(vertices, i, DREAM_GRID_STEP, 6);
  if (s->growth < 1.f) {
    Floats luminance = 0.2126f * light.red + 0.7152f * light.green + 0.0722f * light.blue;
    Floats share = NAME(grown)(vertices, i, luminance), ghost = 0.12f + 2.2f * luminance;
    // On its way a leaf is green before it has its own colour.
    Floats young = share * share;
    light.red = s->earth[0] * ghost * (1.f - share) + share * (luminance * 0.55f + (light.red - luminance * 0.55f) * young);
    light.green = s->earth[1] * ghost * (1.f - share) + share * (luminance * 0.9f + (light.green - luminance * 0.9f) * young);
    light.blue = s->earth[2] * ghost * (1.f - share) + share * (luminance * 0.4f + (light.blue - luminance * 0.4f) * young);
  }
  Words noise = NAME(scramble)((Words)NAME(laneNumbers)() * 0x9E3779B1u + ((uint32_t)x * 0x9E3779B1u + (uint32_t)y * 0x85EBCA77u));
  Floats dither = NAME(toFloats)((Ints)(noise & 0xffffu)) * (1.f / 65536);
  Words red = NAME(stillCode)(NAME(most)(m[0] * light.red + m[1] * light.green + m[2] * light.blue, none) * shade, dither);
  Words green = NAME(stillCode)(NAME(most)(m[3] * light.red + m[4] * light.green + m[5] * light.blue, none) * shade, dither);
  Words blue = NAME(stillCode)(NAME(most)(m[6] * light.red + m[7] * light.green + m[8] * light.blue, none) * shade, dither);
  NAME(storeWords)(s->target + (size_t)y * s->pitch + x, red << 16 | green << 8 | blue);
}

static void NAME(stills)(const void *arguments, int32_t firstRow, int32_t endRow) {
  // A copy of its own, which no store of the passes can reach.
  const struct DreamStillsArguments s = *(const struct DreamStillsArguments *)arguments;
  // As many pixels as there is room for their vertices.
  const int32_t run = 2 * DREAM_LAYER_RUN;
  struct NAME(Vertices) vertices;
  for (int32_t y = firstRow; y < endRow; y++)
    for (int32_t start = 0; start < s.pitch; start += run) {
      int32_t count = s.pitch - start < run ? s.pitch - start : run;
      NAME(placeVertices)(s.grid, s.columns, y, DREAM_GRID_STEP, start / DREAM_GRID_STEP, count / DREAM_GRID_STEP, &vertices);
      for (int32_t i = 0; i < count; i += LANES) NAME(stillLanes)(&s, &vertices, i, start + i, y);
    }
}
