// What happens to finished frames: the limiter's eye and hand, size, fades, planes for video.

/// Rows and columns of tile `index` of `count` over `extent` pixels.
INLINE int32_t NAME(tileEdge)(int32_t index, int32_t count, int32_t extent) {
  return (int32_t)((int64_t)index * extent / count);
}

/// Linear light of LANES pixels, 65535 for full.
struct NAME(Light) {
  Words red, green, blue;
};
/// The curve of sRGB as linearOf has it, in sixteen bits and two colours a word: at most three less than rounded.
INLINE Words NAME(linearHalves)(Words codes) {
  Halves x = __builtin_bit_cast(Halves, codes) * (uint16_t)257;
  Halves slope = NAME(highProduct)(x, NAME(highOf)(x, 20008) + (uint16_t)44707) + (uint16_t)821;
  return __builtin_bit_cast(Words, NAME(highProduct)(x, slope));
}
INLINE struct NAME(Light) NAME(lightOf)(Words word) {
  Words redBlue = NAME(linearHalves)(word & 0x00ff00ffu);
  struct NAME(Light) light = {redBlue >> 16, NAME(linearHalves)(word >> 8 & 255u), redBlue & 0xffffu};
  return light;
}

/// Whether nothing of a tile is blended: `share` as in DreamBlendArguments.
INLINE int32_t NAME(isWhole)(const uint16_t *share, int32_t tileRow, int32_t tileColumn, int32_t tileColumns) {
  const uint16_t *above = share + tileRow * (tileColumns + 1) + tileColumn, *below = above + tileColumns + 1;
  return above[0] + above[1] + below[0] + below[1] == 4 * 256;
}

/// LANES pixels whose red is bounded: the words, and which of them were too red.
struct NAME(Bounded) {
  Words word;
  Ints tooRed;
};
INLINE struct NAME(Bounded) NAME(boundRed)(Words word, float allowance) {
  Floats red = NAME(linearOf)(word >> 16), green = NAME(linearOf)(word >> 8 & 255u), blue = NAME(linearOf)(word & 255u);
  Floats bound = (green + blue) * allowance;
  // The code's curve is convex, so a code scaled by k has at most k times the light.
  Floats scaled = NAME(toFloats)((Ints)(word >> 16)) * (bound / NAME(most)(red, (Floats)1e-6f));
  Words less = (Words)NAME(toInts)(scaled) << 16 | (word & 0xff00ffffu);
  struct NAME(Bounded) bounded;
  bounded.tooRed = red > bound + 1e-4f;
  bounded.word = (Words)(bounded.tooRed ? (Ints)less : (Ints)word);
  return bounded;
}

/// What the rule of bars looks at in a row of a tile, as it came.
INLINE void NAME(collectLines)(const struct DreamMeasureArguments *m, const uint32_t *row, int32_t y, int32_t start, int32_t end) {
  const int32_t step = DREAM_BAR_STEP;
  if (y % step == 0)
    memcpy(m->rowLines + (size_t)(y / step) * m->width + start, row + start, (size_t)(end - start) * sizeof(uint32_t));
  int32_t line = (start + step - 1) / step;
  for (int32_t x = line * step; x < end; x += step, line++) m->columnLines[(size_t)line * m->height + y] = row[x];
}

/// LANES words of a tile: their red bounded in place, and their light.
INLINE struct NAME(Light) NAME(measureWords)(uint32_t *at, float allowance, uint32_t *reddened) {
  Words word = NAME(loadWords)(at);
  struct NAME(Light) light = NAME(lightOf)(word);
  // Whether there may be too much red: the largest ratio allows 3.4 times the rest.
  if (__builtin_expect(__builtin_reduce_or((Ints)(light.red > (light.green + light.blue) * 3u)), 0)) {
    struct NAME(Bounded) bounded = NAME(boundRed)(word, allowance);
    NAME(storeWords)(at, bounded.word);
    light = NAME(lightOf)(bounded.word);
    *reddened += __builtin_reduce_add((Words)bounded.tooRed & 1u);
  }
  return light;
}

/// Some rows of one tile: their red bounded in place, their light added to the tile's, a copy of them kept.
INLINE void NAME(measureTile)(const struct DreamMeasureArguments *m, int32_t tileRow, int32_t tileColumn, int32_t top, int32_t bottom) {
  const float allowance = m->redRatio / (1.f - m->redRatio);
  int32_t start = NAME(tileEdge)(tileColumn, m->tileColumns, m->width), end = NAME(tileEdge)(tileColumn + 1, m->tileColumns, m->width);
  struct NAME(Light) sum = {0, 0, 0};
  uint32_t reddened = 0;
  for (int32_t y = top; y < bottom; y++) {
    uint32_t *row = m->display + (size_t)y * m->pitch;
    NAME(collectLines)(m, row, y, start, end);
    int32_t x = start;
    for (; x + LANES <= end; x += LANES) {
      struct NAME(Light) light = NAME(measureWords)(row + x, allowance, &reddened);
      sum.red += light.red;
      sum.green += light.green;
      sum.blue += light.blue;
    }
    if (x < end) {
      // Black where there are no more pixels: it has no light, and no red.
      uint32_t rest[LANES] = {0};
      memcpy(rest, row + x, (size_t)(end - x) * sizeof(uint32_t));
      struct NAME(Light) light = NAME(measureWords)(rest, allowance, &reddened);
      memcpy(row + x, rest, (size_t)(end - x) * sizeof(uint32_t));
      sum.red += light.red;
      sum.green += light.green;
      sum.blue += light.blue;
    }
    if (m->kept) memcpy(m->kept + (size_t)y * m->pitch + start, row + start, (size_t)(end - start) * sizeof(uint32_t));
  }
  const double red = __builtin_reduce_add(sum.red), green = __builtin_reduce_add(sum.green), blue = __builtin_reduce_add(sum.blue);
  m->luminance[tileRow * m->tileColumns + tileColumn] += (uint32_t)(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  m->reddened[tileRow * m->tileColumns + tileColumn] += reddened;
}

/// Some rows of a row of tiles, of which nothing has been seen before if `isNew`.
INLINE void NAME(measureRows)(const struct DreamMeasureArguments *m, int32_t tileRow, int32_t top, int32_t bottom, int32_t isNew) {
  for (int32_t tileColumn = 0; tileColumn < m->tileColumns; tileColumn++) {
    const int32_t tile = tileRow * m->tileColumns + tileColumn;
    if (m->share && NAME(isWhole)(m->share, tileRow / m->stripsATile, tileColumn, m->tileColumns)) continue;
    if (isNew) m->luminance[tile] = m->reddened[tile] = 0;
    NAME(measureTile)(m, tileRow, tileColumn, top, bottom);
  }
}

static void NAME(measure)(const void *arguments, int32_t firstRow, int32_t endRow) {
  // A copy of its own, which no store of the pass can reach.
  const struct DreamMeasureArguments m = *(const struct DreamMeasureArguments *)arguments;
  for (int32_t tileRow = firstRow; tileRow < endRow; tileRow++)
    NAME(measureRows)(&m, tileRow, NAME(tileEdge)(tileRow, m.tileRows, m.height), NAME(tileEdge)(tileRow + 1, m.tileRows, m.height), 1);
}

/// Draws a row of tiles and measures it, some rows at a time: they are read where they were written, in the nearest caches.
static void NAME(show)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamShowArguments s = *(const struct DreamShowArguments *)arguments;
  const int32_t wordsTogether = 1 << 16, together = 2 + wordsTogether / s.frame.width;
  for (int32_t tileRow = firstRow; tileRow < endRow; tileRow++) {
    const int32_t top = NAME(tileEdge)(tileRow, s.measure.tileRows, s.measure.height);
    const int32_t bottom = NAME(tileEdge)(tileRow + 1, s.measure.tileRows, s.measure.height);
    for (int32_t y = top; y < bottom; y += together) {
      const int32_t end = bottom - y < together ? bottom : y + together;
      NAME(frame)(&s.frame, y, end);
      NAME(measureRows)(&s.measure, tileRow, y, end, y == top);
    }
  }
}

INLINE uint32_t NAME(mixWords)(uint32_t from, uint32_t to, uint32_t share) {
  uint32_t keep = 256 - share;
  uint32_t redBlue = ((from & 0x00ff00ffu) * keep + (to & 0x00ff00ffu) * share + 0x00800080u) >> 8 & 0x00ff00ffu;
  uint32_t green = ((from >> 8 & 0xffu) * keep + (to >> 8 & 0xffu) * share + 0x80u) >> 8;
  return redBlue | green << 8;
}

/// LANES pixels of two pictures mixed; shares in 1/256, each lane its own.
INLINE Words NAME(mixLanes)(Words from, Words to, Words share) {
  Words keep = 256 - share;
  Words redBlue = ((from & 0x00ff00ffu) * keep + (to & 0x00ff00ffu) * share + 0x00800080u) >> 8 & 0x00ff00ffu;
  Words green = ((from >> 8 & 0xffu) * keep + (to >> 8 & 0xffu) * share + 0x80u) >> 8;
  return redBlue | green << 8;
}

/// A row of a tile; the shares at its ends in 1/65536.
INLINE void NAME(blendRow)(uint32_t *display, const uint32_t *prior, int32_t width, int32_t left, int32_t right) {
  int32_t x = 0;
  for (; x + LANES <= width; x += LANES) {
    // Exact: what is divided stays below 2^24, and a quotient is at least 1/width away from a whole number that it does not reach.
    Ints across = NAME(toInts)(NAME(toFloats)((NAME(laneNumbers)() + x) * 256) / (float)width);
    Words share = (Words)((left * (256 - across) + right * across) >> 16);
    NAME(storeWords)(display + x, NAME(mixLanes)(NAME(loadWords)(prior + x), NAME(loadWords)(display + x), share));
  }
  for (; x < width; x++) {
    int32_t across = x * 256 / width;
    display[x] = NAME(mixWords)(prior[x], display[x], (uint32_t)((left * (256 - across) + right * across) >> 16));
  }
}

static void NAME(blend)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamBlendArguments *b = arguments;
  for (int32_t tileRow = firstRow; tileRow < endRow; tileRow++)
    for (int32_t tileColumn = 0; tileColumn < b->tileColumns; tileColumn++) {
      if (NAME(isWhole)(b->share, tileRow, tileColumn, b->tileColumns)) continue;
      const uint16_t *above = b->share + tileRow * (b->tileColumns + 1) + tileColumn, *below = above + b->tileColumns + 1;
      int32_t top = NAME(tileEdge)(tileRow, b->tileRows, b->height), bottom = NAME(tileEdge)(tileRow + 1, b->tileRows, b->height);
      int32_t start = NAME(tileEdge)(tileColumn, b->tileColumns, b->width);
      int32_t end = NAME(tileEdge)(tileColumn + 1, b->tileColumns, b->width);
      for (int32_t y = top; y < bottom; y++) {
        int32_t down = (y - top) * 256 / (bottom - top);
        int32_t left = above[0] * (256 - down) + below[0] * down, right = above[1] * (256 - down) + below[1] * down;
        size_t from = (size_t)y * b->pitch + start;
        NAME(blendRow)(b->display + from, b->prior + from, end - start, left, right);
      }
    }
}

/// One pixel between four of half the size, (9 3 3 1)/16, rounded; beyond the edges lie copies of the outermost ones.
INLINE uint32_t NAME(doubledPixel)(const uint32_t *near, const uint32_t *far, int32_t x, int32_t width) {
  int32_t here = x >> 1, beside = x & 1 ? here + 1 : here - 1;
  beside = beside < 0 ? 0 : beside >= width ? width - 1 : beside;
  uint32_t word = 0;
  for (int32_t shift = 0; shift < 24; shift += 8) {
    uint32_t a = near[here] >> shift & 255, b = near[beside] >> shift & 255, c = far[here] >> shift & 255, d = far[beside] >> shift & 255;
    word |= (9 * a + 3 * (b + c) + d + 8) >> 4 << shift;
  }
  return word;
}

/// LANES pixels of twice the size, two colours a word.
INLINE Words NAME(doubledLanes)(const uint32_t *near, const uint32_t *far, int32_t shift) {
  HalfHalves sums[3];
  for (int32_t k = 0; k < 3; k++) {
    HalfWords a, b;
    memcpy(&a, near + k - 1, sizeof a);
    memcpy(&b, far + k - 1, sizeof b);
    const HalfWords mask = 0x00ff00ffu;
    sums[k] = __builtin_bit_cast(HalfHalves, (a >> shift) & mask) * (uint16_t)3 + __builtin_bit_cast(HalfHalves, (b >> shift) & mask);
  }
  HalfWords even = __builtin_bit_cast(HalfWords, (sums[1] * (uint16_t)3 + sums[0] + (uint16_t)8) >> (uint16_t)4);
  HalfWords odd = __builtin_bit_cast(HalfWords, (sums[1] * (uint16_t)3 + sums[2] + (uint16_t)8) >> (uint16_t)4);
  return __builtin_shufflevector(even, odd, ZIP_LANES);
}

/// Exactly twice the size: what `resize` would do, without looking for its places.
INLINE void NAME(resizeTwice)(const struct DreamResizeArguments *r, int32_t y) {
  int32_t row = y >> 1, other = y & 1 ? row + 1 : row - 1;
  other = other < 0 ? 0 : other >= r->sourceHeight ? r->sourceHeight - 1 : other;
  const uint32_t *near = r->source + (size_t)row * r->sourcePitch, *far = r->source + (size_t)other * r->sourcePitch;
  uint32_t *to = r->target + (size_t)y * r->pitch;
  int32_t x = 0;
  for (; x < 2; x++) to[x] = NAME(doubledPixel)(near, far, x, r->sourceWidth);
  for (; x + LANES + 2 <= r->width; x += LANES) {
    Words redBlue = NAME(doubledLanes)(near + (x >> 1), far + (x >> 1), 0), green = NAME(doubledLanes)(near + (x >> 1), far + (x >> 1), 8);
    NAME(storeWords)(to + x, redBlue | green << 8);
  }
  for (; x < r->width; x++) to[x] = NAME(doubledPixel)(near, far, x, r->sourceWidth);
}

static void NAME(resize)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamResizeArguments *r = arguments;
  const float stepX = (float)r->sourceWidth / (float)r->width, stepY = (float)r->sourceHeight / (float)r->height;
  const Ints lane = NAME(laneNumbers)();
  const int32_t lastX = (r->sourceWidth - 2) * 256 + 255, lastY = (r->sourceHeight - 2) * 256 + 255;
  const int32_t isTwice = r->width == 2 * r->sourceWidth && r->height == 2 * r->sourceHeight;
  for (int32_t y = firstRow; y < endRow; y++) {
    if (isTwice) {
      NAME(resizeTwice)(r, y);
      continue;
    }
    int32_t fromY = (int32_t)((((float)y + 0.5f) * stepY - 0.5f) * 256.f);
    fromY = fromY < 0 ? 0 : fromY > lastY ? lastY : fromY;
    const uint32_t *row = r->source + (size_t)(fromY >> 8) * r->sourcePitch;
    uint32_t *to = r->target + (size_t)y * r->pitch;
    for (int32_t x = 0; x < r->width; x += LANES) {
      Floats from = (NAME(toFloats)(lane + x) + 0.5f) * stepX - 0.5f;
      Ints fromX = NAME(clampInts)(NAME(toInts)(from * 256.f), 0, lastX);
      struct NAME(Corners) corners = NAME(loadCorners)(row, r->sourcePitch, fromX >> 8, (Ints)0);
      struct NAME(Colour) c = NAME(colours)(NAME(bilinear)(corners, fromX & 255, (Ints)(fromY & 255)));
      const float code = 1.f / 256;
      Words word = (Words)NAME(toInts)(c.red * code + 0.5f) << 16 | (Words)NAME(toInts)(c.green * code + 0.5f) << 8 |
                   (Words)NAME(toInts)(c.blue * code + 0.5f);
      if (r->width - x >= LANES)
        NAME(storeWords)(to + x, word);
      else
        memcpy(to + x, &word, (size_t)(r->width - x) * sizeof(uint32_t));
    }
  }
}

static void NAME(copy)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamCopyArguments *c = arguments;
  for (int32_t y = firstRow; y < endRow; y++) {
    uint32_t *to = c->target + (size_t)y * c->pitch;
    const uint32_t *from = c->source + (size_t)y * c->sourcePitch;
    memcpy(to, from, (size_t)c->width * sizeof(uint32_t));
  }
}

static void NAME(fade)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFadeArguments *f = arguments;
  for (int32_t y = firstRow; y < endRow; y++) {
    const uint32_t *from = f->from + (size_t)y * f->pitch, *to = f->to + (size_t)y * f->pitch;
    uint32_t *target = f->target + (size_t)y * f->pitch;
    for (int32_t x = 0; x < f->width; x++)
      target[x] = NAME(mixWords)(0, NAME(mixWords)(from[x], to[x], (uint32_t)f->share), (uint32_t)f->brightness);
  }
}

/// One plane's value of three sums of code values, weights in 1/65536.
INLINE uint8_t NAME(planeValue)(int32_t red, int32_t green, int32_t blue, int32_t r, int32_t g, int32_t b, int32_t offset,
                                int32_t shift) {
  return (uint8_t)((red * r + green * g + blue * b + (offset << shift) + (1 << (shift - 1))) >> shift);
}

static void NAME(planes)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamPlanesArguments *p = arguments;
  const int32_t chromaWidth = (p->width + 1) / 2;
  for (int32_t row = firstRow; row < endRow; row++) {
    int32_t y0 = 2 * row, y1 = 2 * row + 1 < p->height ? 2 * row + 1 : y0;
    const uint32_t *upper = p->display + (size_t)y0 * p->pitch, *lower = p->display + (size_t)y1 * p->pitch;
    for (int32_t half = 0; half < 2; half++) {
      if (half == 1 && y1 == y0) break;
      const uint32_t *from = half ? lower : upper;
      uint8_t *to = p->luma + (size_t)(half ? y1 : y0) * p->width;
      for (int32_t x = 0; x < p->width; x++)
        to[x] = NAME(planeValue)((int32_t)(from[x] >> 16 & 255), (int32_t)(from[x] >> 8 & 255), (int32_t)(from[x] & 255),
                                 16829, 33039, 6416, 16, 16);
    }
    uint8_t *blue = p->blue + (size_t)row * chromaWidth, *red = p->red + (size_t)row * chromaWidth;
    for (int32_t x = 0; x < chromaWidth; x++) {
      int32_t x0 = 2 * x, x1 = 2 * x + 1 < p->width ? 2 * x + 1 : x0;
      uint32_t a = upper[x0], b = upper[x1], c = lower[x0], d = lower[x1];
      int32_t r = (int32_t)((a >> 16 & 255) + (b >> 16 & 255) + (c >> 16 & 255) + (d >> 16 & 255));
      int32_t g = (int32_t)((a >> 8 & 255) + (b >> 8 & 255) + (c >> 8 & 255) + (d >> 8 & 255));
      int32_t l = (int32_t)((a & 255) + (b & 255) + (c & 255) + (d & 255));
      blue[x] = NAME(planeValue)(r, g, l, -9714, -19071, 28785, 128, 18);
      red[x] = NAME(planeValue)(r, g, l, 28785, -24103, -4682, 128, 18);
    }
  }
}
