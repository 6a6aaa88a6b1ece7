// Bars: regular light and dark along the picture's rows and columns.

INLINE float NAME(luminanceOf)(uint32_t word) {
  float code[3] = {(float)(word >> 16 & 255) * (1.f / 255), (float)(word >> 8 & 255) * (1.f / 255), (float)(word & 255) * (1.f / 255)};
  float linear[3];
  for (int32_t k = 0; k < 3; k++)
    linear[k] = code[k] * (0.012522878f + code[k] * (0.682171111f + code[k] * 0.305306011f));
  return 0.2126f * linear[0] + 0.7152f * linear[1] + 0.0722f * linear[2];
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

static void NAME(bars)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamBarsArguments *b = arguments;
  const int32_t rows = (b->height + b->step - 1) / b->step;
  for (int32_t line = firstRow; line < endRow; line++) {
    b->covered[line] = 0;
    b->contrast[line] = 0;
    int32_t alongRow = line < rows, count = alongRow ? b->width : b->height;
    const uint32_t *from = b->display + (alongRow ? (size_t)line * b->step * b->pitch : (size_t)(line - rows) * b->step);
    size_t stride = alongRow ? 1 : (size_t)b->pitch;
    float high = NAME(luminanceOf)(from[0]), low = high;
    int32_t highAt = 0, lowAt = 0, direction = 0;
    struct NAME(Run) run = {0, 0, 0, 0, 0, 0, high, 0, 0};
    for (int32_t i = 1; i < count; i++) {
      float value = NAME(luminanceOf)(from[i * stride]);
      if (value > high) high = value, highAt = i;
      if (value < low) low = value, lowAt = i;
      if (direction >= 0 && high - value >= b->threshold) {
        NAME(turn)(b, &run, highAt, high, 1, line);
        direction = -1;
        low = value, lowAt = i;
      } else if (direction <= 0 && value - low >= b->threshold) {
        NAME(turn)(b, &run, lowAt, low, 0, line);
        direction = 1;
        high = value, highAt = i;
      }
    }
    NAME(closeRun)(b, &run, line);
  }
}
