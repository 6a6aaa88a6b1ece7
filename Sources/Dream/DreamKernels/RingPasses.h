// Rings of light that a spindle raises: finer than the grid, so each pixel has its own place in them.

/// Adds light to a colour of the display domain: squares are near enough to linear light.
INLINE Words NAME(lighten)(Words word, uint32_t shift, Floats light) {
  Floats code = NAME(toFloats)((Ints)(word >> shift & 255u));
  Floats sum = NAME(root)(code * code + light);
  return (Words)NAME(toInts)(NAME(least)(sum + 0.5f, (Floats)255.f)) << shift;
}

static void NAME(rings)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamRingsArguments *r = arguments;
  const Floats lane = NAME(toFloats)(NAME(laneNumbers)());
  for (int32_t i = 0; i < r->count; i++) {
    const struct DreamRing *ring = &r->rings[i];
    float reach = ring->radius + ring->width, inverseWidth = 1.f / ring->width;
    for (int32_t y = firstRow; y < endRow; y++) {
      float dy = (float)y - ring->y;
      if (dy > reach || dy < -reach) continue;
      float half = __builtin_sqrtf(reach * reach - dy * dy), from = ring->x - half, to = ring->x + half;
      int32_t start = from <= 0 ? 0 : (int32_t)from & ~15, end = to >= (float)r->width ? r->width : (int32_t)to + 1;
      uint32_t *row = r->display + (size_t)y * r->pitch;
      for (int32_t x = start; x < end; x += LANES) {
        Floats dx = lane + ((float)x - ring->x);
        Floats away = NAME(root)(dx * dx + dy * dy) - ring->radius;
        Floats inside = away * inverseWidth, envelope = 1.f - inside * inside;
        if (!__builtin_reduce_or(envelope > 0.f)) continue;
        envelope = NAME(most)(envelope, (Floats)0.f);
        Floats crest = 0.5f + 0.5f * NAME(sinesOfTurns)(away * ring->crests + ring->phase);
        Floats light = envelope * crest * crest * (ring->light * 65025.f);
        Words word = NAME(loadWords)(row + x);
        NAME(storeWords)(row + x, NAME(lighten)(word, 16, light * r->colour[0]) | NAME(lighten)(word, 8, light * r->colour[1]) |
                                      NAME(lighten)(word, 0, light * r->colour[2]));
      }
    }
  }
}
