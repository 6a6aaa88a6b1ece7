// The pictures at half the resolution, points of light in them, and the frame itself.

/// Fetches ahead what the sheet is at four places of the map: it walks the rows of the sheet as no processor foresees.
INLINE void NAME(fetchSheet)(const uint64_t *quads, const uint32_t *map, int32_t step, int32_t driftRadius, int32_t driftAngle) {
  for (int32_t k = 0; k < 4; k++) {
    uint32_t place = map[k * step];
    uint32_t radius = (place & 0xffffu) + (uint32_t)driftRadius, angle = (place >> 16) + (uint32_t)driftAngle;
    __builtin_prefetch(quads + (angle >> 7 & 511u) * 512 + (radius >> 7 & 511u));
  }
}

/// Fetches ahead two rows of a picture around the place that the next cell but one will ask for.
INLINE void NAME(fetchPicture)(const uint32_t *picture, struct NAME(Vertex) right, struct NAME(Vertex) left, int32_t number) {
  int32_t x = (int32_t)(2.f * right.at[number] - left.at[number]) & (DREAM_PICTURE_EDGE - 1);
  int32_t y = (int32_t)(2.f * right.at[number + 1] - left.at[number + 1]) & (DREAM_PICTURE_EDGE - 1);
  const uint32_t *at = picture + (size_t)y * DREAM_PICTURE_PITCH + x;
  __builtin_prefetch(at);
  __builtin_prefetch(at + DREAM_PICTURE_PITCH);
}

static void NAME(morph)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamMorphArguments *m = arguments;
  const int32_t columns = m->width / 16 + 1, halfWidth = m->width / 2, pitch = halfWidth + 2 * DREAM_HALF_MARGIN;
  const int32_t pictureMask = DREAM_PICTURE_EDGE - 1;
  const Ints lane = NAME(laneNumbers)();
  for (int32_t y = firstRow; y < endRow; y++) {
    const float *above = m->grid + (size_t)(y >> 3) * columns * DREAM_VERTEX_FLOATS;
    const float *below = above + (size_t)columns * DREAM_VERTEX_FLOATS;
    uint32_t *to = m->layer + (size_t)(y + 1) * pitch + DREAM_HALF_MARGIN;
    float share = (float)(y & 7) * (1.f / 8);
    for (int32_t x = 0; x < halfWidth; x += LANES) {
      // Lanes may lie in two cells: eight pixels of this layer each.
      Floats place[7];
      for (int32_t part = 0; part < LANES; part += 8) {
        int32_t cell = (x + part) >> 3;
        struct NAME(Vertex) left = NAME(vertexBetween)(above, below, cell, share);
        struct NAME(Vertex) right = NAME(vertexBetween)(above, below, cell + 1, share);
        struct NAME(Vertex) step = NAME(stepBetween)(left, right, 8);
        NAME(fetchPicture)(m->pictureA, right, left, 0);
        NAME(fetchPicture)(m->pictureB, right, left, 2);
        NAME(fetchSheet)(m->quads, m->map + (size_t)(2 * y) * m->mapPitch + 2 * (x + part) + 32, 4, m->driftRadius, m->driftAngle);
        Floats along = NAME(toFloats)((lane + x) & 7);
        for (int32_t k = 0; k < 7; k++) {
          Floats value = NAME(between)(left, step, k, along);
          place[k] = part == 0 ? value : (lane < (Ints)part ? place[k] : value);
        }
      }
      const uint32_t *map = m->map + (size_t)(2 * y) * m->mapPitch + 2 * x;
      Words at = __builtin_shufflevector(NAME(loadWords)(map), NAME(loadWords)(map + LANES), EVEN_LANES);
      struct NAME(Activity) cortex = NAME(lookUpSheet)(m->quads, (Ints)(at & 0xffffu) + m->driftRadius,
                                                       (Ints)(at >> 16) + m->driftAngle);
      Ints ax = NAME(toInts)(place[0] * 256.f), ay = NAME(toInts)(place[1] * 256.f);
      Ints bx = NAME(toInts)(place[2] * 256.f), by = NAME(toInts)(place[3] * 256.f);
      struct NAME(Colour) a = NAME(bilinear)(m->pictureA, DREAM_PICTURE_PITCH,
          ((ay >> 8) & pictureMask) * DREAM_PICTURE_PITCH + ((ax >> 8) & pictureMask), ax & 255, ay & 255);
      struct NAME(Colour) b = NAME(bilinear)(m->pictureB, DREAM_PICTURE_PITCH,
          ((by >> 8) & pictureMask) * DREAM_PICTURE_PITCH + ((bx >> 8) & pictureMask), bx & 255, by & 255);
      Floats border = place[4] + (cortex.value - 0.5f) * m->maskByCortex, shade = 1.f;
      if (m->reactionShade > 0) {
        struct NAME(Activity) grown = NAME(lookUpSheet)(m->reaction, NAME(toInts)(place[5]), NAME(toInts)(place[6]));
        border += (grown.value - 0.35f) * m->maskByReaction;
        // Lit from the upper left, as a relief; what has grown is lighter than the ground between.
        Floats relief = (grown.alongRadius + grown.alongAngle * 1.3f) * 4.f + (grown.value - 0.45f) * 0.75f;
        shade = NAME(most)(1.f + relief * m->reactionShade, (Floats)0.12f);
      }
      Floats k = NAME(unit)(border);
      k = k * k * (3.f - 2.f * k);
      Words red = (Words)NAME(toInts)(NAME(unit)((a.red + (b.red - a.red) * k) * shade) * 255.f + 0.5f);
      Words green = (Words)NAME(toInts)(NAME(unit)((a.green + (b.green - a.green) * k) * shade) * 255.f + 0.5f);
      Words blue = (Words)NAME(toInts)(NAME(unit)((a.blue + (b.blue - a.blue) * k) * shade) * 255.f + 0.5f);
      NAME(storeWords)(to + x, red << 16 | green << 8 | blue);
    }
    to[-1] = to[0];
    to[halfWidth] = to[halfWidth - 1];
    size_t rowBytes = (size_t)pitch * sizeof(uint32_t);
    if (y == 0) memcpy(m->layer, m->layer + pitch, rowBytes);
    if (y == m->height / 2 - 1) memcpy(m->layer + (size_t)(y + 2) * pitch, m->layer + (size_t)(y + 1) * pitch, rowBytes);
  }
}

/// Adds a point's light to one pixel: squares are linear light.
INLINE uint32_t NAME(brighten)(uint32_t word, float red, float green, float blue) {
  float r = (float)(word >> 16 & 255), g = (float)(word >> 8 & 255), b = (float)(word & 255);
  r = __builtin_sqrtf(r * r + red);
  g = __builtin_sqrtf(g * g + green);
  b = __builtin_sqrtf(b * b + blue);
  r = r > 255 ? 255 : r;
  g = g > 255 ? 255 : g;
  b = b > 255 ? 255 : b;
  return (uint32_t)(int32_t)r << 16 | (uint32_t)(int32_t)g << 8 | (uint32_t)(int32_t)b;
}

/// Rows are rows of the layer; each band draws what of every point falls into it, so the order is always the same.
static void NAME(points)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamPointsArguments *p = arguments;
  const int32_t halfWidth = p->width / 2, pitch = halfWidth + 2 * DREAM_HALF_MARGIN;
  for (int32_t i = 0; i < p->count; i++) {
    const struct DreamPoint *point = &p->points[i];
    int32_t top = (int32_t)(point->y - point->radius), bottom = (int32_t)(point->y + point->radius) + 1;
    int32_t left = (int32_t)(point->x - point->radius), right = (int32_t)(point->x + point->radius) + 1;
    top = top < firstRow ? firstRow : top;
    bottom = bottom > endRow ? endRow : bottom;
    left = left < 0 ? 0 : left;
    right = right > halfWidth ? halfWidth : right;
    float scale = 1.f / (point->radius * point->radius);
    for (int32_t y = top; y < bottom; y++)
      for (int32_t x = left; x < right; x++) {
        float dx = (float)x - point->x, dy = (float)y - point->y;
        float near = 1.f - (dx * dx + dy * dy) * scale;
        if (near <= 0) continue;
        near = near * near * near * 65025.f;
        uint32_t *at = p->layer + (size_t)(y + 1) * pitch + DREAM_HALF_MARGIN + x;
        *at = NAME(brighten)(*at, point->red * near, point->green * near, point->blue * near);
      }
  }
}

/// Three parts of a nearer row and one of a farther one, two colours a word.
INLINE HalfHalves NAME(threeToOne)(const uint32_t *near, const uint32_t *far, int32_t shift) {
  HalfWords a, b;
  memcpy(&a, near, sizeof a);
  memcpy(&b, far, sizeof b);
  const HalfWords mask = 0x00ff00ffu;
  return __builtin_bit_cast(HalfHalves, (a >> shift) & mask) * (uint16_t)3 + __builtin_bit_cast(HalfHalves, (b >> shift) & mask);
}

/// LANES pixels of the frame from LANES/2 of the layer, (9 3 3 1)/16, two colours a word, times 16.
INLINE Words NAME(enlarge)(const uint32_t *near, const uint32_t *far, int32_t shift) {
  HalfHalves left = NAME(threeToOne)(near - 1, far - 1, shift), middle = NAME(threeToOne)(near, far, shift);
  HalfHalves right = NAME(threeToOne)(near + 1, far + 1, shift);
  HalfWords even = __builtin_bit_cast(HalfWords, middle * (uint16_t)3 + left);
  HalfWords odd = __builtin_bit_cast(HalfWords, middle * (uint16_t)3 + right);
  return __builtin_shufflevector(even, odd, ZIP_LANES);
}

/// The pictures in linear light, coloured by the look's matrix.
INLINE struct NAME(Colour) NAME(pictureLight)(const struct DreamFrameArguments *f, int32_t x, int32_t y) {
  const int32_t pitch = f->width / 2 + 2 * DREAM_HALF_MARGIN;
  const uint32_t *near = f->layer + (size_t)((y >> 1) + 1) * pitch + DREAM_HALF_MARGIN + (x >> 1);
  const uint32_t *far = (y & 1) ? near + pitch : near - pitch;
  Words redBlue = NAME(enlarge)(near, far, 0), green = NAME(enlarge)(near, far, 8);
  const float scale = 1.f / 4080.f;
  Floats r = NAME(toFloats)((Ints)(redBlue >> 16)) * scale, g = NAME(toFloats)((Ints)(green & 0xffffu)) * scale;
  Floats b = NAME(toFloats)((Ints)(redBlue & 0xffffu)) * scale;
  r = r * r;
  g = g * g;
  b = b * b;
  const float *m = f->pictureMatrix;
  const Floats none = 0;
  struct NAME(Colour) light;
  light.red = NAME(most)(m[0] * r + m[1] * g + m[2] * b, none);
  light.green = NAME(most)(m[3] * r + m[4] * g + m[5] * b, none);
  light.blue = NAME(most)(m[6] * r + m[7] * g + m[8] * b, none);
  return light;
}

/// What is new in the picture for one colour: (1 − m)·P + m·C + E.
struct NAME(Cortex) {
  Floats share, activity, rim, relief, glow;
};
INLINE Floats NAME(freshLight)(const struct DreamFrameArguments *f, struct NAME(Cortex) c, Floats picture, int32_t channel) {
  float low = f->cortexLow[channel], high = f->cortexHigh[channel];
  Floats embossed = picture * (1.f + f->emboss * (c.relief - 1.f));
  Floats cortex = (low + (high - low) * c.activity) * c.relief + f->cortexRim[channel] * c.rim;
  return embossed + (cortex - embossed) * c.share + f->glow[channel] * c.glow;
}

struct NAME(Pixels) {
  Floats next, display;
};
/// Feedback, then tone: one colour of the frame in both domains, 0 to 255.
INLINE struct NAME(Pixels) NAME(develop)(const struct DreamFrameArguments *f, Floats fresh, Floats prior, Floats light,
                                         Floats raised, Floats dither, Floats grain) {
  Floats linear = fresh + (prior * prior - fresh) * f->keep;
  // What events raise is shown whole: it would drown in the trails.
  Floats shown = linear + (fresh - linear) * f->clarity + raised;
  struct NAME(Pixels) pixels;
  pixels.next = NAME(root)(NAME(unit)(linear)) * 255.f + dither;
  Floats z = NAME(root)(NAME(unit)(shown)) * light;
  z = NAME(least)(z, (Floats)1.41421356f);
  Floats y = z * 1.4f / (1.f + z * z * 0.5f);
  Floats toned = y * (f->tone[0] + y * (f->tone[1] + y * (f->tone[2] + y * f->tone[3])));
  pixels.display = NAME(unit)(toned + grain) * 255.f + 0.5f;
  return pixels;
}

INLINE void NAME(frameLanes)(const struct DreamFrameArguments *f, int32_t x, int32_t y, struct NAME(Vertex) left,
                             struct NAME(Vertex) step, Floats along) {
  size_t at = (size_t)y * f->width + x;
  Words place = NAME(loadWords)(f->map + (size_t)y * f->mapPitch + x);
  Ints radius = (Ints)(place & 0xffffu) + f->driftRadius + NAME(toInts)(NAME(between)(left, step, 2, along));
  Ints angle = (Ints)(place >> 16) + f->driftAngle + NAME(toInts)(NAME(between)(left, step, 3, along));
  struct NAME(Activity) activity = NAME(lookUpSheet)(f->quads, radius, angle);

  Ints fromX = NAME(toInts)(NAME(between)(left, step, 0, along) * 256.f), fromY = NAME(toInts)(NAME(between)(left, step, 1, along) * 256.f);
  fromX = NAME(clampInts)(fromX, 0, (f->priorWidth - 2) * 256 + 255);
  fromY = NAME(clampInts)(fromY, 0, (f->priorHeight - 2) * 256 + 255);
  struct NAME(Colour) prior = NAME(bilinear)(f->prior, f->priorWidth, (fromY >> 8) * f->priorWidth + (fromX >> 8),
                                             fromX & 255, fromY & 255);
  struct NAME(Colour) picture = NAME(pictureLight)(f, x, y);

  struct NAME(Cortex) cortex;
  cortex.share = NAME(between)(left, step, 6, along);
  cortex.activity = activity.value;
  Floats rim = activity.value * (1.f - activity.value) * 4.f;
  cortex.rim = rim * rim;
  Floats relief = f->ambient + f->reliefRadius * activity.alongRadius + f->reliefAngle * activity.alongAngle;
  cortex.relief = NAME(most)(relief, (Floats)0.f);
  cortex.glow = NAME(between)(left, step, 5, along);
  Floats light = NAME(between)(left, step, 4, along), raised = cortex.glow * (1.f - f->clarity);

  Words noise = NAME(scramble)((Words)(NAME(laneNumbers)() + x) * 0x9E3779B1u + (uint32_t)y * 0x85EBCA77u + f->noise);
  Floats dither = NAME(toFloats)((Ints)(noise & 0xffffu)) * (1.f / 65536);
  Floats grain = (NAME(toFloats)((Ints)(noise >> 16)) * (1.f / 65536) - 0.5f) * f->grain;

  struct NAME(Pixels) red = NAME(develop)(f, NAME(freshLight)(f, cortex, picture.red, 0), prior.red, light, raised * f->glow[0], dither, grain);
  struct NAME(Pixels) green = NAME(develop)(f, NAME(freshLight)(f, cortex, picture.green, 1), prior.green, light, raised * f->glow[1], dither, grain);
  struct NAME(Pixels) blue = NAME(develop)(f, NAME(freshLight)(f, cortex, picture.blue, 2), prior.blue, light, raised * f->glow[2], dither, grain);
  NAME(storeWords)(f->next + at, (Words)NAME(toInts)(red.next) << 16 | (Words)NAME(toInts)(green.next) << 8 |
                                     (Words)NAME(toInts)(blue.next));
  NAME(storeWords)(f->display + at, (Words)NAME(toInts)(red.display) << 16 | (Words)NAME(toInts)(green.display) << 8 |
                                        (Words)NAME(toInts)(blue.display));
}

static void NAME(frame)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFrameArguments *f = arguments;
  const int32_t cells = f->width / DREAM_GRID_STEP, columns = cells + 1;
  const Floats lane = NAME(toFloats)(NAME(laneNumbers)());
  for (int32_t y = firstRow; y < endRow; y++) {
    const float *above = f->grid + (size_t)(y / DREAM_GRID_STEP) * columns * DREAM_VERTEX_FLOATS;
    const float *below = above + (size_t)columns * DREAM_VERTEX_FLOATS;
    float share = (float)(y % DREAM_GRID_STEP) * (1.f / DREAM_GRID_STEP);
    struct NAME(Vertex) left = NAME(vertexBetween)(above, below, 0, share);
    for (int32_t cell = 0; cell < cells; cell++) {
      struct NAME(Vertex) right = NAME(vertexBetween)(above, below, cell + 1, share);
      struct NAME(Vertex) step = NAME(stepBetween)(left, right, DREAM_GRID_STEP);
      NAME(fetchSheet)(f->quads, f->map + (size_t)y * f->mapPitch + (cell + 2) * DREAM_GRID_STEP, 5, f->driftRadius, f->driftAngle);
      for (int32_t part = 0; part < DREAM_GRID_STEP; part += LANES)
        NAME(frameLanes)(f, cell * DREAM_GRID_STEP + part, y, left, step, lane + (float)part);
      left = right;
    }
  }
}
