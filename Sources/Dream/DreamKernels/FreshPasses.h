// What is new in a frame, at half its resolution: two pictures morphed, points of light in them, the cortex over them.

enum {
  /// Pixels from one vertex to the next, at half the resolution.
  NAME(freshStep) = DREAM_GRID_STEP / 2,
};

/// A run of pixels in the making: vertices of both grids, where the run looks, in 1/256 pixels of the pictures and in units
/// of the map, what lies there, and what becomes of it.
struct NAME(FreshRun) {
  /// The row; the first pixel; how many, a multiple of LANES.
  int32_t y, start, count;
  struct NAME(Vertices) places, shifts;
  int32_t pictureX[2][DREAM_FRESH_RUN], pictureY[2][DREAM_FRESH_RUN];
  int32_t radius[2][DREAM_FRESH_RUN], angle[2][DREAM_FRESH_RUN];
  int32_t pictureAt[2][DREAM_FRESH_RUN], sheetAt[2][DREAM_FRESH_RUN];
  uint64_t above[2][DREAM_FRESH_RUN], below[2][DREAM_FRESH_RUN], quads[2][DREAM_FRESH_RUN];
  /// The pictures in the root domain, and what the cortex does.
  uint32_t picture[DREAM_FRESH_RUN];
  float activity[DREAM_FRESH_RUN], relief[DREAM_FRESH_RUN];
};

INLINE void NAME(storeInts)(int32_t *to, Ints ints) { memcpy(to, &ints, sizeof ints); }
INLINE Ints NAME(loadInts)(const int32_t *from) { return (Ints)NAME(loadWords)((const uint32_t *)from); }

/// Finds the places of a run.
INLINE void NAME(findPlaces)(const struct DreamFreshArguments *f, struct NAME(FreshRun) *run) {
  const int32_t mask = DREAM_PICTURE_EDGE - 1;
  const uint32_t *map = f->map + (size_t)run->y * f->mapPitch + run->start;
  for (int32_t i = 0; i < run->count; i += LANES) {
    for (int32_t k = 0; k < 2; k++) {
      Ints x = NAME(toInts)(NAME(along)(&run->places, i, NAME(freshStep), 2 * k) * 256.f);
      Ints down = NAME(toInts)(NAME(along)(&run->places, i, NAME(freshStep), 2 * k + 1) * 256.f);
      NAME(storeInts)(run->pictureX[k] + i, x);
      NAME(storeInts)(run->pictureY[k] + i, down);
      NAME(storeInts)(run->pictureAt[k] + i, (down >> 8 & mask) * DREAM_PICTURE_PITCH + (x >> 8 & mask));
    }
    Words at = NAME(loadWords)(map + i);
    Ints radius = (Ints)(at & 0xffffu) + f->driftRadius + NAME(toInts)(NAME(along)(&run->shifts, i, NAME(freshStep), 2));
    Ints angle = (Ints)(at >> 16) + f->driftAngle + NAME(toInts)(NAME(along)(&run->shifts, i, NAME(freshStep), 3));
    NAME(storeInts)(run->radius[0] + i, radius);
    NAME(storeInts)(run->angle[0] + i, angle);
    NAME(storeInts)(run->sheetAt[0] + i, NAME(placeInSheet)(radius, angle));
    if (f->reactionShade > 0) {
      radius = NAME(toInts)(NAME(along)(&run->places, i, NAME(freshStep), 5));
      angle = NAME(toInts)(NAME(along)(&run->places, i, NAME(freshStep), 6));
      NAME(storeInts)(run->radius[1] + i, radius);
      NAME(storeInts)(run->angle[1] + i, angle);
      NAME(storeInts)(run->sheetAt[1] + i, NAME(placeInSheet)(radius, angle));
    }
  }
}

/// Sends for what lies at the places of a run, long before it is needed: pictures turn, and the sheet is walked as no
/// processor foresees. The row above was sent for with the run above.
INLINE void NAME(sendForPlaces)(const struct DreamFreshArguments *f, const struct NAME(FreshRun) *run) {
  for (int32_t i = 0; i < run->count; i++) {
    __builtin_prefetch(f->pictureA + DREAM_PICTURE_PITCH + run->pictureAt[0][i]);
    __builtin_prefetch(f->pictureB + DREAM_PICTURE_PITCH + run->pictureAt[1][i]);
  }
  for (int32_t i = 0; i < run->count; i += 4) __builtin_prefetch((const uint32_t *)f->quads + run->sheetAt[0][i]);
}

/// Fetches what lies at the places of a run.
INLINE void NAME(fetchPlaces)(const struct DreamFreshArguments *f, struct NAME(FreshRun) *run) {
  for (int32_t k = 0; k < 2; k++) {
    const uint32_t *picture = k == 0 ? f->pictureA : f->pictureB;
    NAME(collect)(picture, run->pictureAt[k], run->count, run->above[k]);
    NAME(collect)(picture + DREAM_PICTURE_PITCH, run->pictureAt[k], run->count, run->below[k]);
  }
  NAME(collect)((const uint32_t *)f->quads, run->sheetAt[0], run->count, run->quads[0]);
  if (f->reactionShade > 0) NAME(collect)((const uint32_t *)f->reaction, run->sheetAt[1], run->count, run->quads[1]);
}

/// One of the two pictures at LANES places of a run.
INLINE struct NAME(Colour) NAME(samplePicture)(const struct NAME(FreshRun) *run, int32_t k, int32_t i) {
  struct NAME(Corners) corners = {NAME(loadPairs)(run->above[k] + i), NAME(loadPairs)(run->below[k] + i)};
  return NAME(colours)(NAME(bilinear)(corners, NAME(loadInts)(run->pictureX[k] + i) & 255, NAME(loadInts)(run->pictureY[k] + i) & 255));
}

/// One of the two sheets at LANES places of a run.
INLINE struct NAME(Activity) NAME(sampleSheet)(const struct NAME(FreshRun) *run, int32_t k, int32_t i) {
  return NAME(lookUpSheet)(NAME(loadPairs)(run->quads[k] + i), NAME(loadInts)(run->radius[k] + i), NAME(loadInts)(run->angle[k] + i));
}

/// The cortex and the pictures, morphed and shaded, at the places of a run.
INLINE void NAME(morphRun)(const struct DreamFreshArguments *f, struct NAME(FreshRun) *run) {
  for (int32_t i = 0; i < run->count; i += LANES) {
    struct NAME(Activity) cortex = NAME(sampleSheet)(run, 0, i);
    Floats slopes = f->ambient + f->reliefRadius * cortex.alongRadius + f->reliefAngle * cortex.alongAngle;
    NAME(storeFloats)(run->activity + i, cortex.value);
    NAME(storeFloats)(run->relief + i, NAME(most)(slopes, (Floats)0.f));
    struct NAME(Colour) a = NAME(samplePicture)(run, 0, i), b = NAME(samplePicture)(run, 1, i);
    Floats border = NAME(along)(&run->places, i, NAME(freshStep), 4) + (cortex.value - 0.5f) * f->maskByCortex, shade = 1.f / 256;
    if (f->reactionShade > 0) {
      struct NAME(Activity) grown = NAME(sampleSheet)(run, 1, i);
      border += (grown.value - 0.35f) * f->maskByReaction;
      // Lit from the upper left, as a relief; what has grown is lighter than the ground between.
      Floats relief = (grown.alongRadius + grown.alongAngle * 1.3f) * 4.f + (grown.value - 0.45f) * 0.75f;
      shade = NAME(most)(1.f + relief * f->reactionShade, (Floats)0.12f) * (1.f / 256);
    }
    Floats share = NAME(unit)(border), full = 255.5f;
    share = share * share * (3.f - 2.f * share);
    Words red = (Words)NAME(toInts)(NAME(least)((a.red + (b.red - a.red) * share) * shade + 0.5f, full));
    Words green = (Words)NAME(toInts)(NAME(least)((a.green + (b.green - a.green) * share) * shade + 0.5f, full));
    Words blue = (Words)NAME(toInts)(NAME(least)((a.blue + (b.blue - a.blue) * share) * shade + 0.5f, full));
    NAME(storeWords)(run->picture + i, red << 16 | green << 8 | blue);
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

/// What of a point falls into a run.
INLINE void NAME(drawPoint)(const struct DreamPoint *point, struct NAME(FreshRun) *run) {
  float dy = (float)run->y - point->y;
  if (dy > point->radius || dy < -point->radius) return;
  int32_t left = (int32_t)(point->x - point->radius) - run->start, right = (int32_t)(point->x + point->radius) + 1 - run->start;
  left = left < 0 ? 0 : left;
  right = right > run->count ? run->count : right;
  float scale = 1.f / (point->radius * point->radius);
  for (int32_t i = left; i < right; i++) {
    float dx = (float)(run->start + i) - point->x, near = 1.f - (dx * dx + dy * dy) * scale;
    if (near <= 0) continue;
    near = near * near * near * 65025.f;
    run->picture[i] = NAME(brighten)(run->picture[i], point->red * near, point->green * near, point->blue * near);
  }
}

/// The points that reach into the rows `first` ..< `end` below a run: their numbers, in order.
INLINE int32_t NAME(findPoints)(const struct DreamFreshArguments *f, const struct NAME(FreshRun) *run, int32_t first, int32_t end,
                                int32_t *numbers) {
  int32_t count = 0;
  float left = (float)run->start - 1, right = (float)(run->start + run->count) + 1, top = (float)first - 1, bottom = (float)end + 1;
  for (int32_t i = 0; i < f->pointCount; i++) {
    const struct DreamPoint *p = &f->points[i];
    numbers[count] = i;
    count += p->x + p->radius > left && p->x - p->radius < right && p->y + p->radius > top && p->y - p->radius < bottom;
  }
  return count;
}

/// What the cortex does with the light of the pictures.
struct NAME(Cortex) {
  Floats share, activity, rim, relief, embossed, glow;
};

/// (1 − m)·P + m·C + E of one colour, as the layer has it.
INLINE Words NAME(freshCode)(const struct DreamFreshArguments *f, struct NAME(Cortex) c, Floats picture, int32_t channel) {
  float low = f->cortexLow[channel], high = f->cortexHigh[channel];
  Floats embossed = picture * c.embossed;
  Floats cortex = (low + (high - low) * c.activity) * c.relief + f->cortexRim[channel] * c.rim;
  Floats light = embossed + (cortex - embossed) * c.share + f->glow[channel] * c.glow;
  // A deep relief takes light away; so roots have the sign of their light.
  Floats root = NAME(root)(NAME(magnitude)(light)), code = (light < 0.f ? -root : root) * DREAM_FRESH_WHITE;
  code = NAME(most)(code + (DREAM_FRESH_NONE + 0.5f), (Floats)0.f);
  return (Words)NAME(toInts)(NAME(least)(code, (Floats)4095.f));
}

/// The pictures in their colours, under the cortex.
INLINE void NAME(colourRun)(const struct DreamFreshArguments *f, const struct NAME(FreshRun) *run, uint32_t *redBlue, uint32_t *green) {
  const float *m = f->pictureMatrix;
  const Floats none = 0;
  for (int32_t i = 0; i < run->count; i += LANES) {
    Words word = NAME(loadWords)(run->picture + i);
    Floats r = NAME(toFloats)((Ints)(word >> 16)), g = NAME(toFloats)((Ints)(word >> 8 & 255u)), b = NAME(toFloats)((Ints)(word & 255u));
    r = r * r;
    g = g * g;
    b = b * b;
    const float scale = 1.f / 65025;
    struct NAME(Cortex) cortex;
    cortex.share = NAME(along)(&run->shifts, i, NAME(freshStep), 6);
    cortex.glow = NAME(along)(&run->shifts, i, NAME(freshStep), 5);
    cortex.activity = NAME(loadFloats)(run->activity + i);
    cortex.relief = NAME(loadFloats)(run->relief + i);
    Floats rim = cortex.activity * (1.f - cortex.activity) * 4.f;
    cortex.rim = rim * rim;
    cortex.embossed = (1.f + f->emboss * (cortex.relief - 1.f)) * scale;
    Words red = NAME(freshCode)(f, cortex, NAME(most)(m[0] * r + m[1] * g + m[2] * b, none), 0);
    Words blue = NAME(freshCode)(f, cortex, NAME(most)(m[6] * r + m[7] * g + m[8] * b, none), 2);
    NAME(storeWords)(redBlue + i, red << 16 | blue);
    NAME(storeWords)(green + i, NAME(freshCode)(f, cortex, NAME(most)(m[3] * r + m[4] * g + m[5] * b, none), 1));
  }
}

/// The border around the layer: copies of its outermost pixels.
INLINE void NAME(freshBorder)(const struct DreamFreshArguments *f, uint32_t *plane, int32_t y) {
  const int32_t width = f->width / 2, pitch = width + 2 * DREAM_HALF_MARGIN;
  uint32_t *row = plane + (size_t)(y + 1) * pitch + DREAM_HALF_MARGIN;
  row[-1] = row[0];
  row[width] = row[width - 1];
  const uint32_t *start = row - DREAM_HALF_MARGIN;
  if (y == 0) memcpy(plane, start, (size_t)pitch * sizeof(uint32_t));
  if (y == f->height / 2 - 1) memcpy(plane + (size_t)(y + 2) * pitch, start, (size_t)pitch * sizeof(uint32_t));
}

/// A run begins: its places are found and sent for.
INLINE void NAME(beginRun)(const struct DreamFreshArguments *f, int32_t start, int32_t y, struct NAME(FreshRun) *run) {
  const int32_t cells = f->width / DREAM_GRID_STEP, first = start / NAME(freshStep), most = DREAM_FRESH_RUN / NAME(freshStep);
  const int32_t mine = cells - first < most ? cells - first : most;
  run->y = y;
  run->start = start;
  run->count = (mine * NAME(freshStep) + LANES - 1) / LANES * LANES;
  NAME(placeVertices)(f->morphGrid, cells + 1, y, NAME(freshStep), first, mine, &run->places);
  NAME(placeVertices)(f->frameGrid, cells + 1, y, NAME(freshStep), first, mine, &run->shifts);
  NAME(findPlaces)(f, run);
  NAME(sendForPlaces)(f, run);
}

/// A run ends: what was sent for is there.
INLINE void NAME(endRun)(const struct DreamFreshArguments *f, struct NAME(FreshRun) *run, const int32_t *points, int32_t pointCount) {
  NAME(fetchPlaces)(f, run);
  NAME(morphRun)(f, run);
  for (int32_t k = 0; k < pointCount; k++) NAME(drawPoint)(&f->points[points[k]], run);
  size_t at = (size_t)(run->y + 1) * (f->width / 2 + 2 * DREAM_HALF_MARGIN) + DREAM_HALF_MARGIN + run->start;
  NAME(colourRun)(f, run, f->redBlue + at, f->green + at);
}

/// Rows are rows of the layer. A band is made in short runs, each through all its rows: neighbours below look at the same
/// places of the pictures, which turned ones would else have lost from the cache by then. One run is always ahead.
static void NAME(fresh)(const void *arguments, int32_t firstRow, int32_t endRow) {
  // A copy of its own, which no store of the passes can reach: its numbers stay in registers.
  const struct DreamFreshArguments f = *(const struct DreamFreshArguments *)arguments;
  struct NAME(FreshRun) runs[2];
  int32_t points[DREAM_POINTS_MAX + 1], pointCount = 0, mine = 0;
  NAME(beginRun)(&f, 0, firstRow, &runs[mine]);
  for (int32_t start = 0; start < f.width / 2; start += DREAM_FRESH_RUN)
    for (int32_t y = firstRow; y < endRow; y++, mine = 1 - mine) {
      int32_t nextStart = y + 1 < endRow ? start : start + DREAM_FRESH_RUN, nextRow = y + 1 < endRow ? y + 1 : firstRow;
      if (y == firstRow) pointCount = NAME(findPoints)(&f, &runs[mine], firstRow, endRow, points);
      if (nextStart < f.width / 2) NAME(beginRun)(&f, nextStart, nextRow, &runs[1 - mine]);
      NAME(endRun)(&f, &runs[mine], points, pointCount);
    }
  for (int32_t y = firstRow; y < endRow; y++) {
    NAME(freshBorder)(&f, f.redBlue, y);
    NAME(freshBorder)(&f, f.green, y);
  }
}
