// Rings of light that a spindle raises: finer than the grid, so each pixel of the layer has its own place in them.

/// Adds light to a colour of the layer: squares of its codes are near enough to linear light.
INLINE Words NAME(lighten)(Words code, Floats light) {
  Floats root = NAME(toFloats)((Ints)code);
  Floats sum = NAME(root)(root * root + light);
  return (Words)NAME(toInts)(NAME(least)(sum + 0.5f, (Floats)DREAM_LAYER_WHITE));
}

/// What of a ring falls into a row of the layer.
INLINE void NAME(addRing)(const struct DreamRingsArguments *r, const struct DreamRing *ring, int32_t y) {
  const float reach = ring->radius + ring->width, inverseWidth = 1.f / ring->width, dy = (float)y - ring->y;
  if (dy > reach || dy < -reach) return;
  const Floats lane = NAME(toFloats)(NAME(laneNumbers)());
  const float half = __builtin_sqrtf(reach * reach - dy * dy), from = ring->x - half, to = ring->x + half;
  const int32_t start = from <= 0 ? 0 : (int32_t)from & ~15, end = to >= (float)r->width ? r->width : (int32_t)to + 1;
  uint32_t *redBlue = r->redBlue + dreamLayerRow(r->width, y), *green = r->green + dreamLayerRow(r->width, y);
  for (int32_t x = start; x < end; x += LANES) {
    Floats dx = lane + ((float)x - ring->x);
    Floats away = NAME(root)(dx * dx + dy * dy) - ring->radius;
    Floats inside = away * inverseWidth, envelope = 1.f - inside * inside;
    if (!__builtin_reduce_or(envelope > 0.f)) continue;
    envelope = NAME(most)(envelope, (Floats)0.f);
    Floats crest = 0.5f + 0.5f * NAME(sinesOfTurns)(away * ring->crests + ring->phase);
    Floats light = envelope * crest * crest * (ring->light * DREAM_LAYER_WHITE * DREAM_LAYER_WHITE);
    Words word = NAME(loadWords)(redBlue + x);
    NAME(storeWords)(redBlue + x, NAME(lighten)(word >> 16, light * (r->colour[0] * ring->red)) << 16 | NAME(lighten)(word & 0xffffu, light * (r->colour[2] * ring->blue)));
    NAME(storeWords)(green + x, NAME(lighten)(NAME(loadWords)(green + x), light * (r->colour[1] * ring->green)));
  }
}

static void NAME(rings)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamRingsArguments *r = arguments;
  for (int32_t y = firstRow; y < endRow; y++) {
    for (int32_t i = 0; i < r->count; i++) NAME(addRing)(r, &r->rings[i], y);
    NAME(planeBorder)(r->width, r->height, r->redBlue, y);
    NAME(planeBorder)(r->width, r->height, r->green, y);
  }
}
