// What varies slowly: the retino-cortical map of one size, and the grid of vertices.

/// sin(2πt), exact to 10⁻⁶, for |t| below 2²⁰.
INLINE float NAME(sineOfTurns)(float t) {
  float whole = (float)(int32_t)t;
  float x = t - whole;                     // −1 … 1
  x = x > 0.5f ? x - 1.f : x < -0.5f ? x + 1.f : x;
  x = x > 0.25f ? 0.5f - x : x < -0.25f ? -0.5f - x : x;
  float y = x * x;
  return x * (6.2831853f + y * (-41.341702f + y * (81.605249f + y * (-76.705860f + y * (42.058940f - y * 15.094643f)))));
}

/// Natural logarithm of x ≥ 1, exact to 10⁻⁶.
INLINE float NAME(logarithm)(float x) {
  uint32_t bits = __builtin_bit_cast(uint32_t, x);
  float exponent = (float)((int32_t)(bits >> 23) - 127);
  float m = __builtin_bit_cast(float, (bits & 0x007fffffu) | 0x3f800000u);
  float t = (m - 1.f) / (m + 1.f), s = t * t;
  return exponent * 0.69314718f +
         2.f * t * (1.f + s * (0.33333333f + s * (0.2f + s * (0.14285714f + s * (0.11111111f + s * 0.09090909f)))));
}

/// Angle of (x, y) in turns, 0 to 1, exact to 10⁻⁶.
INLINE float NAME(turnsOf)(float x, float y) {
  float across = x < 0 ? -x : x, up = y < 0 ? -y : y;
  float larger = across > up ? across : up, smaller = across > up ? up : across;
  float t = larger > 0 ? smaller / larger : 0.f, s = t * t;
  float a = t * (0.159154941f + s * (-0.053051224f + s * (0.031819029f + s * (-0.022604109f + s * (0.016928966f + s * (-0.011929447f + s * (0.006778096f + s * (-0.002547311f + s * (0.000451061f)))))))));
  a = up > across ? 0.25f - a : a;
  a = x < 0 ? 0.5f - a : a;
  return y < 0 ? 1.f - a : a;
}

/// z = ln(1 + r/r₀) + iθ, a turn being 65536 units both ways, so that the map keeps angles.
static void NAME(map)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamMapArguments *m = arguments;
  float unit = 2.f / (float)m->heightOfUnit;
  for (int32_t row = firstRow; row < endRow; row++)
    for (int32_t column = 0; column < m->width; column++) {
      float x = ((float)column + 0.5f - 0.5f * (float)m->width) * unit;
      float y = ((float)row + 0.5f - 0.5f * (float)m->height) * unit;
      float radius = __builtin_sqrtf(x * x + y * y);
      float depth = NAME(logarithm)(1.f + radius / m->foveaRadius) * 10430.378f;
      uint32_t angle = (uint32_t)(int32_t)(NAME(turnsOf)(x, y) * 65536.f) & 0xffffu;
      m->map[(size_t)row * m->width + column] = ((uint32_t)(int32_t)depth & 0xffffu) | angle << 16;
    }
}

/// sin(2πt) for |t| below 2²⁰, lane by lane.
INLINE Floats NAME(sinesOfTurns)(Floats t) {
  Floats x = t - NAME(toFloats)(NAME(toInts)(t));
  x = x > 0.5f ? x - 1.f : x < -0.5f ? x + 1.f : x;
  x = x > 0.25f ? 0.5f - x : x < -0.25f ? -0.5f - x : x;
  Floats y = x * x;
  return x * (6.2831853f + y * (-41.341702f + y * (81.605249f + y * (-76.705860f + y * (42.058940f - y * 15.094643f)))));
}

struct NAME(Shift) {
  Floats x, y, light, lift;
};

/// What ripples, the swell and other dreamers do at a point: displacement in units, light, and what is added to the light of all.
INLINE struct NAME(Shift) NAME(wavesAt)(const struct DreamGridArguments *g, Floats x, Floats y) {
  struct NAME(Shift) shift = {0, 0, 0, 0};
  for (int32_t i = 0; i < g->rippleCount; i++) {
    const struct DreamRipple *r = &g->ripples[i];
    Floats dx = x - r->centreX, dy = y - r->centreY, distance = NAME(root)(dx * dx + dy * dy) + 1e-4f;
    Floats fromCrest = distance - r->radius, inside = fromCrest / r->width;
    Floats envelope = NAME(most)(1.f - inside * inside, (Floats)0.f);
    if (!__builtin_reduce_or(envelope > 0.f)) continue;
    envelope = envelope * envelope;
    Floats wave = NAME(sinesOfTurns)(fromCrest * r->crests + r->phase);
    Floats push = r->strength * envelope * wave / distance;
    shift.x += dx * push;
    shift.y += dy * push;
    shift.light += r->light * envelope * (0.5f + 0.5f * wave);
  }
  Floats swell = g->swell * NAME(sinesOfTurns)(0.21f * x - 0.13f * y + g->swellPhase);
  shift.x += 0.4f * swell * NAME(sinesOfTurns)(0.17f * y + 0.5f * g->swellPhase);
  shift.y += swell;
  for (int32_t i = 0; i < g->spotCount; i++) {
    const struct DreamSpot *s = &g->spots[i];
    Floats dx = x - s->centreX, dy = y - s->centreY;
    Floats near = NAME(most)(1.f - (dx * dx + dy * dy) * s->inverseSquare, (Floats)0.f);
    near = near * near;
    shift.x += s->x * near;
    shift.y += s->y * near;
    shift.lift += s->lift * near;
  }
  return shift;
}

INLINE void NAME(frameVertex)(const struct DreamGridArguments *g, Floats x, Floats y, struct NAME(Shift) wave, Floats *to) {
  Floats radius = NAME(root)(x * x + y * y);
  float sine = NAME(sineOfTurns)(g->turn), cosine = NAME(sineOfTurns)(g->turn + 0.25f);
  Floats flowX = NAME(sinesOfTurns)(0.41f * y + g->flowPhase[0]) + 0.5f * NAME(sinesOfTurns)(0.83f * y - 0.37f * x + g->flowPhase[1]);
  Floats flowY = NAME(sinesOfTurns)(0.37f * x + g->flowPhase[2]) + 0.5f * NAME(sinesOfTurns)(0.71f * x + 0.43f * y + g->flowPhase[3]);
  Floats fromX = (cosine * x - sine * y) / g->zoom + g->flow * flowX + g->gazeStepX - 0.06f * wave.x;
  Floats fromY = (sine * x + cosine * y) / g->zoom + g->flow * flowY + g->gazeStepY - 0.06f * wave.y;
  float halfHeight = 0.5f * (float)g->priorHeight;
  to[0] = fromX * halfHeight + 0.5f * (float)g->priorWidth - 0.5f;
  to[1] = fromY * halfHeight + 0.5f * (float)g->priorHeight - 0.5f;
  Floats away = NAME(most)(radius, (Floats)0.1f), shiftX = wave.x + g->mapRestX, shiftY = wave.y + g->mapRestY;
  to[2] = 10430.378f * (shiftX * x + shiftY * y) / (away * away);
  to[3] = 10430.378f * (shiftY * x - shiftX * y) / (away * away);
  Floats edge = radius * radius * 0.32f;
  Floats light = 1.f - g->vignette * edge / (1.f + 0.5f * edge);
  to[4] = g->light * NAME(most)(light, (Floats)0.05f) * (1.f + wave.lift);
  to[5] = wave.light;
  Floats fovea = NAME(least)(radius / g->fovea, (Floats)1.f);
  to[6] = g->cortexShare * (fovea * fovea * (3.f - 2.f * fovea));
  to[7] = 0;
}

INLINE void NAME(morphVertex)(const struct DreamGridArguments *g, Floats x, Floats y, struct NAME(Shift) wave, Floats *to) {
  for (int32_t i = 0; i < 2; i++) {
    float phase = g->pictureWarpPhase[i];
    Floats shiftedX = x + wave.x + g->gazeX, shiftedY = y + wave.y + g->gazeY;
    Floats bendX = NAME(sinesOfTurns)(0.31f * shiftedY + phase) + 0.4f * NAME(sinesOfTurns)(0.67f * shiftedX - 0.3f * shiftedY - phase);
    Floats bendY = NAME(sinesOfTurns)(0.27f * shiftedX - phase) + 0.4f * NAME(sinesOfTurns)(0.59f * shiftedY + 0.4f * shiftedX + 0.7f * phase);
    Floats turnedX = g->pictureCosine[i] * shiftedX - g->pictureSine[i] * shiftedY;
    Floats turnedY = g->pictureSine[i] * shiftedX + g->pictureCosine[i] * shiftedY;
    to[2 * i] = (g->pictureX[i] + g->pictureScale[i] * turnedX + g->pictureWarp * bendX) * 256.f;
    to[2 * i + 1] = (g->pictureY[i] + g->pictureScale[i] * turnedY + g->pictureWarp * bendY) * 256.f;
  }
  Floats folds = 0.45f * NAME(sinesOfTurns)(0.45f * x + 0.3f * NAME(sinesOfTurns)(0.5f * y + g->morphPhase)) +
                0.35f * NAME(sinesOfTurns)(0.62f * y - 0.25f * x + 0.4f * NAME(sinesOfTurns)(0.4f * x - g->morphPhase));
  to[4] = 0.5f + (1.5f * g->morph + folds) / g->morphSoftness;
  to[5] = (2048.f + g->reactionX + g->reactionScale * (x + wave.x + g->gazeX)) * 128.f;
  to[6] = (2048.f + g->reactionY + g->reactionScale * (y + wave.y + g->gazeY)) * 128.f;
  to[7] = 0;
}

/// LANES vertices, each number by itself, into the grid, as many as there are.
INLINE void NAME(storeVertices)(const Floats *numbers, int32_t count, float *to) {
  for (int32_t i = 0; i < (count < LANES ? count : LANES); i++)
    for (int32_t k = 0; k < DREAM_VERTEX_FLOATS; k++) to[i * DREAM_VERTEX_FLOATS + k] = numbers[k][i];
}

/// Rows are rows of vertices.
static void NAME(grid)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamGridArguments *g = arguments;
  float unit = 2.f / (float)g->height;
  for (int32_t row = firstRow; row < endRow; row++)
    for (int32_t column = 0; column < g->columns; column += LANES) {
      Floats pixel = NAME(toFloats)((NAME(laneNumbers)() + column) * DREAM_GRID_STEP);
      // The middle of a pixel of the layer, which is two of the picture wide.
      Floats x = (pixel + 1.f - 0.5f * (float)g->width) * unit;
      Floats y = ((float)(row * DREAM_GRID_STEP) + 1.f - 0.5f * (float)g->height) * unit;
      struct NAME(Shift) wave = NAME(wavesAt)(g, x, y);
      size_t at = ((size_t)row * g->columns + column) * DREAM_VERTEX_FLOATS;
      Floats numbers[DREAM_VERTEX_FLOATS];
      NAME(frameVertex)(g, x, y, wave, numbers);
      NAME(storeVertices)(numbers, g->columns - column, g->frameGrid + at);
      NAME(morphVertex)(g, x, y, wave, numbers);
      NAME(storeVertices)(numbers, g->columns - column, g->morphGrid + at);
    }
}
