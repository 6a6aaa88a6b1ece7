// Vectors of LANES numbers, for the level that includes this file. Included once a level: no guard.
//
// NAME(x) gives each level its own symbols. Everything is always inlined into a function of the same target, so no
// vector crosses a call.

typedef float NAME(Floats) __attribute__((ext_vector_type(LANES)));
typedef int32_t NAME(Ints) __attribute__((ext_vector_type(LANES)));
typedef uint32_t NAME(Words) __attribute__((ext_vector_type(LANES)));
typedef uint16_t NAME(Halves) __attribute__((ext_vector_type(LANES * 2)));
typedef uint32_t NAME(HalfWords) __attribute__((ext_vector_type(LANES / 2)));
typedef uint16_t NAME(HalfHalves) __attribute__((ext_vector_type(LANES)));
typedef uint64_t NAME(Quads) __attribute__((ext_vector_type(LANES / 2)));

#define Floats NAME(Floats)
#define Ints NAME(Ints)
#define Words NAME(Words)
#define Halves NAME(Halves)
#define HalfWords NAME(HalfWords)
#define HalfHalves NAME(HalfHalves)
#define Quads NAME(Quads)
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

/// Noise from a counter: 32 random bits a lane.
INLINE Words NAME(scramble)(Words counter) {
  counter ^= counter >> 15;
  counter *= 0x2C1B3C6Du;
  counter ^= counter >> 13;
  return counter;
}

/// Two neighbouring words for each index, by one 64-bit load a lane.
///
/// The indices go through memory: sixteen scalar loads from there are cheaper than taking a vector apart.
struct NAME(Neighbours) {
  Words here, right;
};
INLINE struct NAME(Neighbours) NAME(loadNeighbours)(const uint32_t *words, Ints index) {
  int32_t at[LANES] __attribute__((aligned(64)));
  memcpy(at, &index, sizeof index);
  __asm__ volatile("" ::"r"(at) : "memory");
  uint64_t low[LANES / 2] __attribute__((aligned(64))), high[LANES / 2] __attribute__((aligned(64)));
  Quads lowQuads, highQuads;
  for (int32_t i = 0; i < LANES / 2; i++) {
    memcpy(&low[i], words + at[i], 8);
    memcpy(&high[i], words + at[i + LANES / 2], 8);
    lowQuads[i] = low[i];
    highQuads[i] = high[i];
  }
  Words first = __builtin_bit_cast(Words, lowQuads), second = __builtin_bit_cast(Words, highQuads);
  struct NAME(Neighbours) pair;
  pair.here = __builtin_shufflevector(first, second, EVEN_LANES);
  pair.right = __builtin_shufflevector(first, second, ODD_LANES);
  return pair;
}

struct NAME(Colour) {
  Floats red, green, blue;
};

/// Four words blended with 8-bit weights, two colours a multiplication; 0 to 1 in the domain of the words.
INLINE struct NAME(Colour) NAME(bilinear)(const uint32_t *words, int32_t pitch, Ints index, Ints x, Ints y) {
  struct NAME(Neighbours) above = NAME(loadNeighbours)(words, index);
  struct NAME(Neighbours) below = NAME(loadNeighbours)(words + pitch, index);
  Ints w11 = (x * y + 128) >> 8, w10 = x - w11, w01 = y - w11, w00 = 256 - x - y + w11;
  Halves h00 = __builtin_bit_cast(Halves, w00 | (w00 << 16)), h10 = __builtin_bit_cast(Halves, w10 | (w10 << 16));
  Halves h01 = __builtin_bit_cast(Halves, w01 | (w01 << 16)), h11 = __builtin_bit_cast(Halves, w11 | (w11 << 16));
  const Words mask = 0x00ff00ffu;
  Halves redBlue = __builtin_bit_cast(Halves, above.here & mask) * h00 +
                   __builtin_bit_cast(Halves, above.right & mask) * h10 +
                   __builtin_bit_cast(Halves, below.here & mask) * h01 +
                   __builtin_bit_cast(Halves, below.right & mask) * h11;
  Halves green = __builtin_bit_cast(Halves, (above.here >> 8) & mask) * h00 +
                 __builtin_bit_cast(Halves, (above.right >> 8) & mask) * h10 +
                 __builtin_bit_cast(Halves, (below.here >> 8) & mask) * h01 +
                 __builtin_bit_cast(Halves, (below.right >> 8) & mask) * h11;
  Words rb = __builtin_bit_cast(Words, redBlue), g = __builtin_bit_cast(Words, green);
  const float scale = 1.f / 65280.f;
  struct NAME(Colour) colour;
  colour.blue = NAME(toFloats)((Ints)(rb & 0xffffu)) * scale;
  colour.red = NAME(toFloats)((Ints)(rb >> 16)) * scale;
  colour.green = NAME(toFloats)((Ints)(g & 0xffffu)) * scale;
  return colour;
}

/// What the cortex does at the points of the map: its activity, and its slope along radius and angle a cell.
struct NAME(Activity) {
  Floats value, alongRadius, alongAngle;
};
INLINE struct NAME(Activity) NAME(lookUpSheet)(const uint64_t *quads, Ints radius, Ints angle) {
  Ints column = (radius >> 7) & 511, row = ((angle >> 7) & 511) * 512;
  struct NAME(Neighbours) quad = NAME(loadNeighbours)((const uint32_t *)quads, (row + column) * 2);
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

/// A vertex of the row at `share` of the way from one row of vertices to the next.
struct NAME(Vertex) {
  float at[DREAM_VERTEX_FLOATS];
};
INLINE struct NAME(Vertex) NAME(vertexBetween)(const float *above, const float *below, int32_t column, float share) {
  const float *a = above + (size_t)column * DREAM_VERTEX_FLOATS, *b = below + (size_t)column * DREAM_VERTEX_FLOATS;
  struct NAME(Vertex) vertex;
  for (int32_t k = 0; k < DREAM_VERTEX_FLOATS; k++) vertex.at[k] = a[k] + (b[k] - a[k]) * share;
  return vertex;
}
/// The change from one pixel to the next, `pixels` of them between two vertices.
INLINE struct NAME(Vertex) NAME(stepBetween)(struct NAME(Vertex) left, struct NAME(Vertex) right, float pixels) {
  struct NAME(Vertex) step;
  for (int32_t k = 0; k < DREAM_VERTEX_FLOATS; k++) step.at[k] = (right.at[k] - left.at[k]) * (1.f / pixels);
  return step;
}
/// One number of the vertex, along the row.
INLINE Floats NAME(between)(struct NAME(Vertex) left, struct NAME(Vertex) step, int32_t number, Floats along) {
  return left.at[number] + step.at[number] * along;
}
