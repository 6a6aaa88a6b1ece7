// The frame itself, at full resolution: the layer enlarged, and grain.

/// Three parts of a nearer row of the layer and one of a farther one, two colours a word.
INLINE Halves NAME(threeToOne)(const uint32_t *near, const uint32_t *far) {
  Halves a, b;
  memcpy(&a, near, sizeof a);
  memcpy(&b, far, sizeof b);
  return a * (uint16_t)3 + b;
}

/// 2·LANES pixels, those in even columns and those in odd ones.
struct NAME(Pair) {
  Words even, odd;
};

/// 2·LANES pixels from LANES of the layer, (9 3 3 1)/16, two colours a word, times 16.
INLINE struct NAME(Pair) NAME(enlarge)(const uint32_t *near, const uint32_t *far) {
  Halves left = NAME(threeToOne)(near - 1, far - 1), middle = NAME(threeToOne)(near, far) * (uint16_t)3;
  Halves right = NAME(threeToOne)(near + 1, far + 1);
  struct NAME(Pair) pair = {__builtin_bit_cast(Words, middle + left), __builtin_bit_cast(Words, middle + right)};
  return pair;
}

/// How far grain reaches, in the codes of the enlarged layer; less than would overflow sixteen bits.
INLINE uint16_t NAME(grainReach)(float grain) {
  float codes = grain * (16.f * DREAM_LAYER_WHITE);
  return codes < 3900.f ? (uint16_t)(int32_t)codes : 3900;
}

/// Codes 0 to 255 of the display, two a word, from a colour of the enlarged layer and sixteen bits of chance, twice a word.
INLINE Words NAME(grained)(Words enlarged, Words chance, uint16_t reach) {
  // Half a display's code more, so that what follows rounds; grain reaches as far down as up.
  Halves grain = NAME(highOf)(__builtin_bit_cast(Halves, chance), reach) + (uint16_t)120;
  Halves sum = __builtin_elementwise_sub_sat(__builtin_bit_cast(Halves, enlarged) + grain, (Halves)(uint16_t)(reach / 2));
  sum = __builtin_elementwise_min(sum, (Halves)(uint16_t)(16 * DREAM_LAYER_WHITE + 239));
  // 272/65536 of 16·DREAM_LAYER_WHITE are 255.
  return __builtin_bit_cast(Words, NAME(highOf)(sum, 272));
}

/// One row of the frame.
INLINE void NAME(frameRow)(const struct DreamFrameArguments *f, int32_t y, uint32_t *to) {
  const int32_t width = f->width / 2, pitch = width + 2 * DREAM_LAYER_MARGIN;
  const size_t near = dreamLayerRow(width, y >> 1), far = (y & 1) ? near + pitch : near - pitch;
  const uint16_t reach = NAME(grainReach)(f->grain);
  for (int32_t x = 0; x < width; x += LANES) {
    struct NAME(Pair) redBlue = NAME(enlarge)(f->redBlue + near + x, f->redBlue + far + x);
    struct NAME(Pair) green = NAME(enlarge)(f->green + near + x, f->green + far + x);
    // One number of chance serves two pixels.
    uint32_t counter = (uint32_t)x * 0x9E3779B1u + (uint32_t)y * 0x85EBCA77u + f->noise;
    Words chance = NAME(scramble)((Words)NAME(laneNumbers)() * 0x9E3779B1u + counter);
    Words low = (chance & 0xffffu) | chance << 16, high = chance >> 16 | (chance & 0xffff0000u);
    Words even = NAME(grained)(redBlue.even, low, reach) | (NAME(grained)(green.even, low, reach) & 255u) << 8;
    Words odd = NAME(grained)(redBlue.odd, high, reach) | (NAME(grained)(green.odd, high, reach) & 255u) << 8;
    NAME(storeWords)(to + 2 * x, __builtin_shufflevector(even, odd, ZIP_FIRST));
    // Where the width is an odd number of vectors, the last one has no pair.
    if (2 * x + LANES < f->width) NAME(storeWords)(to + 2 * x + LANES, __builtin_shufflevector(even, odd, ZIP_SECOND));
  }
}

static void NAME(frame)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFrameArguments f = *(const struct DreamFrameArguments *)arguments;
  for (int32_t y = firstRow; y < endRow; y++) NAME(frameRow)(&f, y, f.display + (size_t)y * f.pitch);
}
