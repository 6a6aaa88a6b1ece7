// Points of light in the pictures of a run.

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
    run->picture[0][i] += point->red * near;
    run->picture[1][i] += point->green * near;
    run->picture[2][i] += point->blue * near;
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
