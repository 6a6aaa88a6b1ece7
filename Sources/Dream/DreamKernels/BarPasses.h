// Bars: regular light and dark along the picture's rows and columns.

/// Pixels of a line that are looked at together.
enum { NAME(barRun) = 512 };

/// Luminances of `count` pixels of a line.
INLINE void NAME(luminances)(const uint32_t *from, int32_t count, float *to) {
  uint32_t words[NAME(barRun)];
  memcpy(words, from, (size_t)count * sizeof(uint32_t));
  for (int32_t i = count; i < (count + LANES - 1) / LANES * LANES; i++) words[i] = 0;
  for (int32_t i = 0; i < count; i += LANES) {
    Words word = NAME(loadWords)(words + i);
    NAME(storeFloats)(to + i, 0.2126f * NAME(linearOf)(word >> 16 & 255u) + 0.7152f * NAME(linearOf)(word >> 8 & 255u) +
                                  0.0722f * NAME(linearOf)(word & 255u));
  }
}

/// A run of halves, each from a turn to the next, none more than half longer or a third shorter than the one of its kind
/// before: light ones and dark ones may differ.
struct NAME(Run) {
  int32_t start, last, length, lengthBefore, halves, lights;
  float lastValue, light, contrast;
};

INLINE void NAME(closeRun)(const struct DreamBarsArguments *b, const struct NAME(Run) *run, int32_t line) {
  if (run->halves <= b->halvesAllowed || run->light <= b->light * (float)run->lights) return;
  b->covered[line] += (uint32_t)(run->last - run->start);
  float contrast = run->contrast / (float)run->halves;
  if (contrast > b->contrast[line]) b->contrast[line] = contrast;
}

INLINE void NAME(turn)(const struct DreamBarsArguments *b, struct NAME(Run) *run, int32_t at, float value, int32_t isLight,
                       int32_t line) {
  int32_t length = at - run->last;
  float contrast = value > run->lastValue ? value - run->lastValue : run->lastValue - value;
  int32_t isRegular = run->halves < 2 || (length * 3 >= run->lengthBefore * 2 && length * 2 <= run->lengthBefore * 3);
  if (!isRegular) {
    NAME(closeRun)(b, run, line);
    run->start = run->last;
    run->halves = run->lights = 0;
    run->light = run->contrast = 0;
  }
  run->halves++;
  run->contrast += contrast;
  run->lights += isLight;
  run->light += isLight ? value : 0;
  run->lengthBefore = run->length;
  run->length = length;
  run->last = at;
  run->lastValue = value;
}

/// Where a line has come to: the extremes since the last turn, the way it goes, the run.
struct NAME(Line) {
  float high, low;
  int32_t highAt, lowAt, direction;
  struct NAME(Run) run;
};

/// Follows a line over the pixels `first` ..< `first + count`.
INLINE void NAME(follow)(const struct DreamBarsArguments *b, struct NAME(Line) *l, const float *values, int32_t first, int32_t count,
                         int32_t line) {
  for (int32_t i = 0; i < count; i++) {
    float value = values[i];
    int32_t at = first + i;
    if (value > l->high) l->high = value, l->highAt = at;
    if (value < l->low) l->low = value, l->lowAt = at;
    if (l->direction >= 0 && l->high - value >= b->threshold) {
      NAME(turn)(b, &l->run, l->highAt, l->high, 1, line);
      l->direction = -1;
      l->low = value, l->lowAt = at;
    } else if (l->direction <= 0 && value - l->low >= b->threshold) {
      NAME(turn)(b, &l->run, l->lowAt, l->low, 0, line);
      l->direction = 1;
      l->high = value, l->highAt = at;
    }
  }
}

static void NAME(bars)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamBarsArguments *b = arguments;
  const int32_t rows = (b->height + DREAM_BAR_STEP - 1) / DREAM_BAR_STEP;
  float values[NAME(barRun)];
  for (int32_t line = firstRow; line < endRow; line++) {
    b->covered[line] = 0;
    b->contrast[line] = 0;
    int32_t alongRow = line < rows, length = alongRow ? b->width : b->height;
    const uint32_t *from = alongRow ? b->rowLines + (size_t)line * b->width : b->columnLines + (size_t)(line - rows) * b->height;
    struct NAME(Line) course;
    for (int32_t first = 0; first < length; first += NAME(barRun)) {
      int32_t count = length - first < NAME(barRun) ? length - first : NAME(barRun);
      NAME(luminances)(from + first, count, values);
      if (first == 0) course = (struct NAME(Line)){values[0], values[0], 0, 0, 0, {0, 0, 0, 0, 0, 0, values[0], 0, 0}};
      NAME(follow)(b, &course, values, first, count, line);
    }
    NAME(closeRun)(b, &course.run, line);
  }
}
