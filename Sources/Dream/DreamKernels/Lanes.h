// Vectors of LANES numbers, for the level that includes this file. Included once a level: no guard.
//
// NAME(x) gives each level its own symbols. Everything is always inlined into a function of the same target, so no
// vector crosses a call.

typedef float NAME(Floats) __attribute__((ext_vector_type(LANES)));
typedef int32_t NAME(Ints) __attribute__((ext_vector_type(LANES)));
typedef uint32_t NAME(Words) __attribute__((ext_vector_type(LANES)));
typedef uint16_t NAME(Halves) __attribute__((ext_vector_type(LANES * 2)));
typedef uint32_t NAME(WideHalves) __attribute__((ext_vector_type(LANES * 2)));
typedef uint32_t NAME(HalfWords) __attribute__((ext_vector_type(LANES / 2)));
typedef uint16_t NAME(HalfHalves) __attribute__((ext_vector_type(LANES)));

#define Floats NAME(Floats)
#define Ints NAME(Ints)
#define Words NAME(Words)
#define Halves NAME(Halves)
#define WideHalves NAME(WideHalves)
#define HalfWords NAME(HalfWords)
#define HalfHalves NAME(HalfHalves)
#define INLINE static inline __attribute__((always_inline))

INLINE Floats NAME(toFloats)(Ints a) { return __builtin_convertvector(a, Floats); }
/// Truncates; every caller keeps its numbers within ±2³⁰.
INLINE Ints NAME(toInts)(Floats a) { return __builtin_convertvector(a, Ints); }
INLINE Floats NAME(least)(Floats a, Floats b) { return a < b ? a : b; }
INLINE Floats NAME(most)(Floats a, Floats b) { return a > b ? a : b; }
INLINE Ints NAME(clampInts)(Ints a, int32_t low, int32_t high) {
  a = a < (Ints)low ? (Ints)low : a;
  return a > (Ints)high ? (Ints)high : a;
}
INLINE Floats NAME(unit)(Floats a) { return NAME(most)(NAME(least)(a, (Floats)1.f), (Floats)0.f); }
INLINE Floats NAME(root)(Floats a) { return __builtin_elementwise_sqrt(a); }
INLINE Ints NAME(laneNumbers)(void) {
  Ints lane;
  for (int32_t i = 0; i < LANES; i++) lane[i] = i;
  return lane;
}
INLINE Words NAME(loadWords)(const uint32_t *from) {
  Words words;
  memcpy(&words, from, sizeof words);
  return words;
}
INLINE void NAME(storeWords)(uint32_t *to, Words words) { memcpy(to, &words, sizeof words); }
INLINE Floats NAME(loadFloats)(const float *from) {
  Floats floats;
  memcpy(&floats, from, sizeof floats);
  return floats;
}
INLINE void NAME(storeFloats)(float *to, Floats floats) { memcpy(to, &floats, sizeof floats); }

/// The upper sixteen bits of products.
INLINE Halves NAME(highProduct)(Halves a, Halves b) {
  return __builtin_convertvector(__builtin_convertvector(a, WideHalves) * __builtin_convertvector(b, WideHalves) >> 16, Halves);
}
INLINE Halves NAME(highOf)(Halves a, uint16_t b) { return NAME(highProduct)(a, (Halves)b); }

/// Linear light of sRGB code values 0 … 255, within 0.002 and convex.
INLINE Floats NAME(linearOfCode)(Floats x) {
  const float one = 1.f / 255, a = 0.012522878f * one, b = 0.682171111f * one * one, c = 0.305306011f * one * one * one;
  return x * (a + x * (b + x * c));
}
INLINE Floats NAME(linearOf)(Words code) { return NAME(linearOfCode)(NAME(toFloats)((Ints)code)); }

/// Noise from a counter: 32 random bits a lane.
INLINE Words NAME(scramble)(Words counter) {
  counter ^= counter >> 15;
  counter *= 0x2C1B3C6Du;
  counter ^= counter >> 13;
  return counter;
}

/// Two neighbouring words a lane.
struct NAME(Neighbours) {
  Words here, right;
};
/// The words of LANES pairs that lie one after the other.
INLINE struct NAME(Neighbours) NAME(loadPairs)(const uint64_t *pairs) {
  Words first = NAME(loadWords)((const uint32_t *)pairs), second = NAME(loadWords)((const uint32_t *)pairs + LANES);
  struct NAME(Neighbours) neighbours;
  neighbours.here = __builtin_shufflevector(first, second, EVEN_LANES);
  neighbours.right = __builtin_shufflevector(first, second, ODD_LANES);
  return neighbours;
}
/// Pairs from anywhere: one 64-bit load each. Taken alone, without vectors around it, this loop keeps more loads on their
/// way than any gather.
INLINE void NAME(collect)(const uint32_t *words, const int32_t *at, int32_t count, uint64_t *pairs) {
#pragma clang loop vectorize(disable) unroll(disable)
  for (int32_t i = 0; i < count; i++) memcpy(pairs + i, words + at[i], sizeof(uint64_t));
}

struct NAME(Colour) {
  Floats red, green, blue;
};

/// The four words around each place.
struct NAME(Corners) {
  struct NAME(Neighbours) above, below;
};

/// Places anywhere, lane by lane.
INLINE struct NAME(Corners) NAME(loadCorners)(const uint32_t *words, int32_t pitch, Ints column, Ints row) {
  int32_t at[LANES];
  uint64_t above[LANES], below[LANES];
  column += row * pitch;
  memcpy(at, &column, sizeof at);
  NAME(collect)(words, at, LANES, above);
  NAME(collect)(words + pitch, at, LANES, below);
  struct NAME(Corners) corners = {NAME(loadPairs)(above), NAME(loadPairs)(below)};
  return corners;
}

/// One row of words, from `from` on, each lane a word further where `further` is set.
INLINE struct NAME(Neighbours) NAME(loadRun)(const uint32_t *from, Ints further) {
  Words first = NAME(loadWords)(from), second = NAME(loadWords)(from + 1), third = NAME(loadWords)(from + 2);
  struct NAME(Neighbours) pair;
  pair.here = further ? second : first;
  pair.right = further ? third : second;
  return pair;
}

/// Places that follow each other almost as pixels do, as those of a slow warp: whole rows are loaded instead of lanes.
/// Where they do not, `loadCorners`. Reads up to two words and one row beyond the corners.
INLINE struct NAME(Corners) NAME(loadFlowingCorners)(const uint32_t *words, int32_t pitch, Ints column, Ints row) {
  int32_t last = column[LANES - 1] - (LANES - 1), lastRow = row[LANES - 1];
  int32_t left = column[0] < last ? column[0] : last, top = row[0] < lastRow ? row[0] : lastRow;
  Ints further = column - (NAME(laneNumbers)() + left), lower = row - top;
  if (left < 0 || __builtin_reduce_or((further | lower) & ~1)) return NAME(loadCorners)(words, pitch, column, row);
  // Each lane lies on its place of the run or one word further, on the first row or on the second.
  const uint32_t *from = words + (size_t)top * pitch + left;
  further = further != 0;
  struct NAME(Corners) corners;
  corners.above = NAME(loadRun)(from, further);
  corners.below = NAME(loadRun)(from + pitch, further);
  if (__builtin_reduce_or(lower)) {
    struct NAME(Neighbours) third = NAME(loadRun)(from + 2 * (size_t)pitch, further);
    lower = lower != 0;
    corners.above.here = lower ? corners.below.here : corners.above.here;
    corners.above.right = lower ? corners.below.right : corners.above.right;
    corners.below.here = lower ? third.here : corners.below.here;
    corners.below.right = lower ? third.right : corners.below.right;
  }
  return corners;
}

/// Two colours of four words, with the weights of the corners; 65280 is full.
INLINE Words NAME(weigh)(struct NAME(Corners) corners, Halves w00, Halves w10, Halves w01, Halves w11, int32_t shift) {
  const Words mask = 0x00ff00ffu;
  return __builtin_bit_cast(Words, __builtin_bit_cast(Halves, (corners.above.here >> shift) & mask) * w00 +
                                       __builtin_bit_cast(Halves, (corners.above.right >> shift) & mask) * w10 +
                                       __builtin_bit_cast(Halves, (corners.below.here >> shift) & mask) * w01 +
                                       __builtin_bit_cast(Halves, (corners.below.right >> shift) & mask) * w11);
}

/// Three colours in two words: red above blue, and green.
struct NAME(Blend) {
  Words redBlue, green;
};
/// Four words blended with 8-bit weights, two colours a multiplication; 65280 is full. `x` and `y` are 0 to 255.
INLINE struct NAME(Blend) NAME(bilinear)(struct NAME(Corners) corners, Ints x, Ints y) {
  Halves across = __builtin_bit_cast(Halves, x | x << 16), down = __builtin_bit_cast(Halves, y | y << 16);
  Halves w11 = (across * down + (uint16_t)128) >> (uint16_t)8, w10 = across - w11, w01 = down - w11;
  Halves w00 = (uint16_t)256 - across - w01;
  struct NAME(Blend) blend;
  blend.redBlue = NAME(weigh)(corners, w00, w10, w01, w11, 0);
  blend.green = NAME(weigh)(corners, w00, w10, w01, w11, 8);
  return blend;
}
/// The colours of a blend, in floats.
INLINE struct NAME(Colour) NAME(colours)(struct NAME(Blend) blend) {
  struct NAME(Colour) colour;
  colour.red = NAME(toFloats)((Ints)(blend.redBlue >> 16));
  colour.green = NAME(toFloats)((Ints)blend.green);
  colour.blue = NAME(toFloats)((Ints)(blend.redBlue & 0xffffu));
  return colour;
}

/// What the cortex does at the points of the map: its activity, and its slope along radius and angle a cell.
struct NAME(Activity) {
  Floats value, alongRadius, alongAngle;
};
/// Where the quad of a place lies in the sheet, in words.
INLINE Ints NAME(placeInSheet)(Ints radius, Ints angle) {
  return ((angle >> 7 & 511) * DREAM_SHEET_PITCH + (radius >> 7 & 511)) * 2;
}
INLINE struct NAME(Activity) NAME(lookUpSheet)(struct NAME(Neighbours) quad, Ints radius, Ints angle) {
  Floats x = NAME(toFloats)(radius & 127) * (1.f / 128), y = NAME(toFloats)(angle & 127) * (1.f / 128);
  Floats v00 = NAME(toFloats)((Ints)(quad.here & 0xffffu)), v10 = NAME(toFloats)((Ints)(quad.here >> 16));
  Floats v01 = NAME(toFloats)((Ints)(quad.right & 0xffffu)), v11 = NAME(toFloats)((Ints)(quad.right >> 16));
  Floats above = v10 - v00, below = v11 - v01;
  Floats left = v00 + above * x, right = v01 + below * x;
  const float scale = 1.f / 65535;
  struct NAME(Activity) activity;
  activity.value = (left + (right - left) * y) * scale;
  activity.alongRadius = (above + (below - above) * y) * scale;
  activity.alongAngle = (right - left) * scale;
  return activity;
}

/// The numbers of a vertex.
typedef float NAME(Vertex) __attribute__((ext_vector_type(DREAM_VERTEX_FLOATS)));
/// The vertices of a run of pixels, and their change from one pixel to the next.
struct NAME(Vertices) {
  float at[DREAM_RUN_VERTICES * DREAM_VERTEX_FLOATS], step[DREAM_RUN_VERTICES * DREAM_VERTEX_FLOATS];
};
/// The vertices of row `y` for a run of `cells` cells from cell `first` on, of `pixels` × `pixels` each.
INLINE void NAME(placeVertices)(const float *grid, int32_t columns, int32_t y, int32_t pixels, int32_t first, int32_t cells,
                                struct NAME(Vertices) *to) {
  const float *above = grid + ((size_t)(y / pixels) * columns + first) * DREAM_VERTEX_FLOATS;
  const float *below = above + (size_t)columns * DREAM_VERTEX_FLOATS;
  const float share = (float)(y % pixels) * (1.f / (float)pixels);
  NAME(Vertex) last = 0;
  for (int32_t i = 0; i <= cells; i++) {
    NAME(Vertex) upper, lower;
    memcpy(&upper, above + i * DREAM_VERTEX_FLOATS, sizeof upper);
    memcpy(&lower, below + i * DREAM_VERTEX_FLOATS, sizeof lower);
    NAME(Vertex) here = upper + (lower - upper) * share, step = (here - last) * (1.f / (float)pixels);
    memcpy(to->at + i * DREAM_VERTEX_FLOATS, &here, sizeof here);
    if (i > 0) memcpy(to->step + (i - 1) * DREAM_VERTEX_FLOATS, &step, sizeof step);
    last = here;
  }
  // Lanes reach into the cell after the last.
  const NAME(Vertex) none = 0;
  memcpy(to->at + (cells + 1) * DREAM_VERTEX_FLOATS, &last, sizeof last);
  memcpy(to->step + cells * DREAM_VERTEX_FLOATS, &none, sizeof none);
}
/// One number of the vertices along a run, from its pixel `x` on. With fewer pixels a cell than lanes, these lie in two.
INLINE Floats NAME(along)(const struct NAME(Vertices) *vertices, int32_t x, int32_t pixels, int32_t number) {
  const Ints lane = NAME(laneNumbers)();
  size_t at = (size_t)(x / pixels) * DREAM_VERTEX_FLOATS + number;
  Floats left = vertices->at[at], step = vertices->step[at], within = NAME(toFloats)(lane & (pixels - 1));
  if (LANES > pixels) {
    left = lane < pixels ? left : (Floats)vertices->at[at + DREAM_VERTEX_FLOATS];
    step = lane < pixels ? step : (Floats)vertices->step[at + DREAM_VERTEX_FLOATS];
  }
  if (LANES < pixels) within += (float)(x & (pixels - LANES));
  return left + step * within;
}
