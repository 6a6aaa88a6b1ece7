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

/// A row of the layer, and the nearer of its neighbours: red and blue, green.
struct NAME(Rows) {
  const uint32_t *redBlue, *green, *farRedBlue, *farGreen;
};

/// One row of the frame, from rows of half as many pixels.
INLINE void NAME(frameRow)(const struct DreamFrameArguments *f, struct NAME(Rows) from, int32_t y, uint32_t *to) {
  const uint16_t reach = NAME(grainReach)(f->grain);
  for (int32_t x = 0; 2 * x < f->width; x += LANES) {
    struct NAME(Pair) redBlue = NAME(enlarge)(from.redBlue + x, from.farRedBlue + x);
    struct NAME(Pair) green = NAME(enlarge)(from.green + x, from.farGreen + x);
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

enum {
  /// Words of a row between the layer and a frame four times as large, and those beyond its ends.
  NAME(middleWords) = DREAM_FRAME_WIDTH_MAX / 2 + 4 * LANES,
};

/// Rows between the layer and a frame four times as large, made as they are needed: three of them, each in its place by turns.
struct NAME(Middle) {
  int32_t made;
  uint32_t redBlue[3][NAME(middleWords)], green[3][NAME(middleWords)];
};

/// One plane of a row twice as large as the layer's.
INLINE void NAME(middlePlane)(const uint32_t *near, const uint32_t *far, int32_t width, uint32_t *to) {
  for (int32_t x = 0; x < width; x += LANES) {
    struct NAME(Pair) pair = NAME(enlarge)(near + x, far + x);
    Words even = __builtin_bit_cast(Words, (__builtin_bit_cast(Halves, pair.even) + (uint16_t)8) >> (uint16_t)4);
    Words odd = __builtin_bit_cast(Words, (__builtin_bit_cast(Halves, pair.odd) + (uint16_t)8) >> (uint16_t)4);
    NAME(storeWords)(to + 2 * x, __builtin_shufflevector(even, odd, ZIP_FIRST));
    NAME(storeWords)(to + 2 * x + LANES, __builtin_shufflevector(even, odd, ZIP_SECOND));
  }
  to[-1] = to[0];
  to[2 * width] = to[2 * width - 1];
}

/// Makes the middle rows up to one.
INLINE void NAME(makeMiddle)(const struct DreamFrameArguments *f, struct NAME(Middle) *middle, int32_t row) {
  const int32_t width = f->width / 4, pitch = width + 2 * DREAM_LAYER_MARGIN;
  for (; middle->made < row; middle->made++) {
    const int32_t next = middle->made + 1, place = (next + 3) % 3, last = f->height / 2 - 1;
    const int32_t y = next < 0 ? 0 : next > last ? last : next;
    const size_t near = dreamLayerRow(width, y >> 1), far = (y & 1) ? near + pitch : near - pitch;
    NAME(middlePlane)(f->redBlue + near, f->redBlue + far, width, middle->redBlue[place] + LANES);
    NAME(middlePlane)(f->green + near, f->green + far, width, middle->green[place] + LANES);
  }
}

static void NAME(frame)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFrameArguments f = *(const struct DreamFrameArguments *)arguments;
  const int32_t width = f.width / f.times, pitch = width + 2 * DREAM_LAYER_MARGIN;
  struct NAME(Middle) middle;
  middle.made = (firstRow >> 1) - 2 + (firstRow & 1);
  for (int32_t y = firstRow; y < endRow; y++) {
    const int32_t near = y >> 1, far = (y & 1) ? near + 1 : near - 1;
    struct NAME(Rows) rows;
    if (f.times == 4) {
      NAME(makeMiddle)(&f, &middle, near > far ? near : far);
      const int32_t nearPlace = (near + 3) % 3, farPlace = (far + 3) % 3;
      rows = (struct NAME(Rows)){middle.redBlue[nearPlace] + LANES, middle.green[nearPlace] + LANES,
                                 middle.redBlue[farPlace] + LANES, middle.green[farPlace] + LANES};
    } else {
      const size_t at = dreamLayerRow(width, near), farAt = (y & 1) ? at + pitch : at - pitch;
      rows = (struct NAME(Rows)){f.redBlue + at, f.green + at, f.redBlue + farAt, f.green + farAt};
    }
    NAME(frameRow)(&f, rows, y, f.display + (size_t)y * f.pitch);
  }
}
