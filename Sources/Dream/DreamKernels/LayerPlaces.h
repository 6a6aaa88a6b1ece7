// The layer's places: where each of its pixels looks in the pictures, in the sheets and in the frame before, and what lies
// there.

enum {
  /// Pixels from one vertex to the next.
  NAME(layerStep) = DREAM_GRID_STEP / 2,
};

/// Which of the two pictures a run shows.
enum NAME(Shown) { NAME(onlyFirst), NAME(onlySecond), NAME(bothPictures) };

/// A run of pixels in the making: vertices of both grids, where the run looks, in 1/256 pixels of the pictures and in units
/// of the map, what lies there, and what becomes of it.
struct NAME(LayerRun) {
  /// The row; the first pixel; how many, a multiple of LANES.
  int32_t y, start, count;
  enum NAME(Shown) shown;
  struct NAME(Vertices) places, shifts;
  int32_t pictureX[2][DREAM_LAYER_RUN], pictureY[2][DREAM_LAYER_RUN];
  int32_t radius[2][DREAM_LAYER_RUN], angle[2][DREAM_LAYER_RUN];
  int32_t pictureAt[2][DREAM_LAYER_RUN], sheetAt[2][DREAM_LAYER_RUN];
  uint64_t above[2][DREAM_LAYER_RUN], below[2][DREAM_LAYER_RUN], quads[2][DREAM_LAYER_RUN];
  /// The light of the pictures, of which 65025 is full; what the cortex does; and the frame before.
  float picture[3][DREAM_LAYER_RUN];
  float activity[DREAM_LAYER_RUN], relief[DREAM_LAYER_RUN];
  float before[3][DREAM_LAYER_RUN];
};

INLINE void NAME(storeInts)(int32_t *to, Ints ints) { memcpy(to, &ints, sizeof ints); }
INLINE Ints NAME(loadInts)(const int32_t *from) { return (Ints)NAME(loadWords)((const uint32_t *)from); }

/// Whether a run shows both pictures. Where the border between them is far away, whatever moves it, one of them has no share.
INLINE enum NAME(Shown) NAME(shownIn)(const struct DreamLayerArguments *f, const struct NAME(LayerRun) *run, int32_t cells) {
  float least = run->places.at[4], most = least;
  for (int32_t i = 1; i <= cells; i++) {
    float border = run->places.at[i * DREAM_VERTEX_FLOATS + 4];
    least = border < least ? border : least;
    most = border > most ? border : most;
  }
  // Activities lie between 0 and 1; a little more, since borders between the vertices are rounded.
  float byCortex = 0.5f * f->maskByCortex + 0.01f, byReaction = f->reactionShade > 0 ? f->maskByReaction : 0.f;
  if (most + byCortex + 0.65f * byReaction < 0.f) return NAME(onlyFirst);
  if (least - byCortex - 0.35f * byReaction > 1.f) return NAME(onlySecond);
  return NAME(bothPictures);
}
/// Whether picture `k` is looked at.
INLINE int32_t NAME(shows)(const struct NAME(LayerRun) *run, int32_t k) {
  return run->shown == NAME(bothPictures) || (int32_t)run->shown == k;
}

/// Finds the places of a run.
INLINE void NAME(findPlaces)(const struct DreamLayerArguments *f, struct NAME(LayerRun) *run) {
  const int32_t mask = DREAM_PICTURE_EDGE - 1;
  const uint32_t *map = f->map + (size_t)run->y * f->mapPitch + run->start;
  for (int32_t i = 0; i < run->count; i += LANES) {
    for (int32_t k = 0; k < 2; k++) {
      if (!NAME(shows)(run, k)) continue;
      Ints x = NAME(toInts)(NAME(along)(&run->places, i, NAME(layerStep), 2 * k));
      Ints down = NAME(toInts)(NAME(along)(&run->places, i, NAME(layerStep), 2 * k + 1));
      NAME(storeInts)(run->pictureX[k] + i, x);
      NAME(storeInts)(run->pictureY[k] + i, down);
      NAME(storeInts)(run->pictureAt[k] + i, (down >> 8 & mask) * DREAM_PICTURE_PITCH + (x >> 8 & mask));
    }
    Words at = NAME(loadWords)(map + i);
    Ints radius = (Ints)(at & 0xffffu) + f->driftRadius + NAME(toInts)(NAME(along)(&run->shifts, i, NAME(layerStep), 2));
    Ints angle = (Ints)(at >> 16) + f->driftAngle + NAME(toInts)(NAME(along)(&run->shifts, i, NAME(layerStep), 3));
    NAME(storeInts)(run->radius[0] + i, radius);
    NAME(storeInts)(run->angle[0] + i, angle);
    NAME(storeInts)(run->sheetAt[0] + i, NAME(placeInSheet)(radius, angle));
    if (f->reactionShade > 0) {
      radius = NAME(toInts)(NAME(along)(&run->places, i, NAME(layerStep), 5));
      angle = NAME(toInts)(NAME(along)(&run->places, i, NAME(layerStep), 6));
      NAME(storeInts)(run->radius[1] + i, radius);
      NAME(storeInts)(run->angle[1] + i, angle);
      NAME(storeInts)(run->sheetAt[1] + i, NAME(placeInSheet)(radius, angle));
    }
  }
}

/// Sends for what lies at the places of a run, long before it is needed: pictures turn, and the sheet is walked as no
/// processor foresees. The row above was sent for with the run above. What is read and written in order is sent for a row
/// ahead: a run's next row is far away in memory.
INLINE void NAME(sendForPlaces)(const struct DreamLayerArguments *f, const struct NAME(LayerRun) *run) {
  for (int32_t k = 0; k < 2; k++) {
    if (!NAME(shows)(run, k)) continue;
    const uint32_t *below = (k == 0 ? f->pictureA : f->pictureB) + DREAM_PICTURE_PITCH;
    for (int32_t i = 0; i < run->count; i++) __builtin_prefetch(below + run->pictureAt[k][i]);
  }
  for (int32_t i = 0; i < run->count; i += 2) __builtin_prefetch((const uint32_t *)f->quads + run->sheetAt[0][i]);
  if (f->reactionShade > 0)
    for (int32_t i = 0; i < run->count; i += 4) __builtin_prefetch((const uint32_t *)f->reaction + run->sheetAt[1][i]);
  const uint32_t *map = f->map + (size_t)(run->y + 1) * f->mapPitch + run->start;
  const uint32_t *prior = f->prior + (size_t)(run->y + 2) * (f->priorWidth + 2 * DREAM_LAYER_MARGIN) + run->start;
  const size_t to = dreamLayerRow(f->width, run->y + 1) + run->start;
  for (int32_t i = 0; i < run->count; i += 16) {
    __builtin_prefetch(map + i);
    __builtin_prefetch(prior + i);
    __builtin_prefetch(f->next + to + i, 1);
    __builtin_prefetch(f->redBlue + to + i, 1);
    __builtin_prefetch(f->green + to + i, 1);
  }
}

/// Fetches what lies at the places of a run.
INLINE void NAME(fetchPlaces)(const struct DreamLayerArguments *f, struct NAME(LayerRun) *run) {
  NAME(collect)((const uint32_t *)f->quads, run->sheetAt[0], run->count, run->quads[0]);
  if (f->reactionShade > 0) NAME(collect)((const uint32_t *)f->reaction, run->sheetAt[1], run->count, run->quads[1]);
  for (int32_t k = 0; k < 2; k++) {
    if (!NAME(shows)(run, k)) continue;
    const uint32_t *picture = k == 0 ? f->pictureA : f->pictureB;
    NAME(collect)(picture, run->pictureAt[k], run->count, run->above[k]);
    NAME(collect)(picture + DREAM_PICTURE_PITCH, run->pictureAt[k], run->count, run->below[k]);
  }
}

/// One of the two pictures at LANES places of a run.
INLINE struct NAME(Colour) NAME(samplePicture)(const struct NAME(LayerRun) *run, int32_t k, int32_t i) {
  struct NAME(Corners) corners = {NAME(loadPairs)(run->above[k] + i), NAME(loadPairs)(run->below[k] + i)};
  return NAME(colours)(NAME(bilinear)(corners, NAME(loadInts)(run->pictureX[k] + i) & 255, NAME(loadInts)(run->pictureY[k] + i) & 255));
}

/// One of the two sheets at LANES places of a run.
INLINE struct NAME(Activity) NAME(sampleSheet)(const struct NAME(LayerRun) *run, int32_t k, int32_t i) {
  return NAME(lookUpSheet)(NAME(loadPairs)(run->quads[k] + i), NAME(loadInts)(run->radius[k] + i), NAME(loadInts)(run->angle[k] + i));
}

/// One of the numbers of a root of LANES words of the frame before, between four of them.
INLINE Floats NAME(between)(struct NAME(Corners) corners, uint32_t shift, uint32_t mask, Floats x, Floats y) {
  Floats a = NAME(toFloats)((Ints)(corners.above.here >> shift & mask)), b = NAME(toFloats)((Ints)(corners.above.right >> shift & mask));
  Floats c = NAME(toFloats)((Ints)(corners.below.here >> shift & mask)), d = NAME(toFloats)((Ints)(corners.below.right >> shift & mask));
  Floats above = a + (b - a) * x, below = c + (d - c) * x;
  return above + (below - above) * y;
}

/// The frame before through the warp, at the places of a run: its roots, in their codes.
INLINE void NAME(warpRun)(const struct DreamLayerArguments *f, struct NAME(LayerRun) *run) {
  // A little less than the last place that has a right and a lower neighbour.
  const float right = (float)f->priorWidth - 1.001f, bottom = (float)f->priorHeight - 1.001f;
  const int32_t pitch = f->priorWidth + 2 * DREAM_LAYER_MARGIN;
  for (int32_t i = 0; i < run->count; i += LANES) {
    Floats x = NAME(along)(&run->shifts, i, NAME(layerStep), 0), y = NAME(along)(&run->shifts, i, NAME(layerStep), 1);
    x = NAME(most)(NAME(least)(x, (Floats)right), (Floats)0.f);
    y = NAME(most)(NAME(least)(y, (Floats)bottom), (Floats)0.f);
    Ints column = NAME(toInts)(x), row = NAME(toInts)(y);
    x -= NAME(toFloats)(column);
    y -= NAME(toFloats)(row);
    struct NAME(Corners) corners = NAME(loadFlowingCorners)(f->prior, pitch, column, row);
    NAME(storeFloats)(run->before[0] + i, NAME(between)(corners, 21, 2047, x, y));
    NAME(storeFloats)(run->before[1] + i, NAME(between)(corners, 10, 2047, x, y));
    NAME(storeFloats)(run->before[2] + i, NAME(between)(corners, 0, 1023, x, y));
  }
}
