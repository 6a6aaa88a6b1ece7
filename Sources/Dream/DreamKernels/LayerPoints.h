// Points of light in the pictures of a run.

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
INLINE void NAME(drawPoint)(const struct DreamPoint *point, struct NAME(LayerRun) *run) {
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
INLINE int32_t NAME(findPoints)(const struct DreamLayerArguments *f, const struct NAME(LayerRun) *run, int32_t first, int32_t end,
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
