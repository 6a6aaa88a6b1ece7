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

struct NAME(Shift) {
  float x, y, light;
};

/// What the ripples and the swell do at a point: displacement in units, and light.
INLINE struct NAME(Shift) NAME(wavesAt)(const struct DreamGridArguments *g, float x, float y) {
  struct NAME(Shift) shift = {0, 0, 0};
  for (int32_t i = 0; i < g->rippleCount; i++) {
    const struct DreamRipple *r = &g->ripples[i];
    float dx = x - r->centreX, dy = y - r->centreY, distance = __builtin_sqrtf(dx * dx + dy * dy) + 1e-4f;
    float fromCrest = distance - r->radius, inside = fromCrest / r->width;
    float envelope = 1.f - inside * inside;
    if (envelope <= 0) continue;
    envelope = envelope * envelope;
    float wave = NAME(sineOfTurns)(fromCrest * r->crests + r->phase);
    float push = r->strength * envelope * wave / distance;
    shift.x += dx * push;
    shift.y += dy * push;
    shift.light += r->light * envelope * (0.5f + 0.5f * wave);
  }
  float swell = g->swell * NAME(sineOfTurns)(0.21f * x - 0.13f * y + g->swellPhase);
  shift.x += 0.4f * swell * NAME(sineOfTurns)(0.17f * y + 0.5f * g->swellPhase);
  shift.y += swell;
  return shift;
}

INLINE void NAME(frameVertex)(const struct DreamGridArguments *g, float x, float y, struct NAME(Shift) wave, float *to) {
  float radius = __builtin_sqrtf(x * x + y * y);
  float sine = NAME(sineOfTurns)(g->turn), cosine = NAME(sineOfTurns)(g->turn + 0.25f);
  float flowX = NAME(sineOfTurns)(0.41f * y + g->flowPhase[0]) + 0.5f * NAME(sineOfTurns)(0.83f * y - 0.37f * x + g->flowPhase[1]);
  float flowY = NAME(sineOfTurns)(0.37f * x + g->flowPhase[2]) + 0.5f * NAME(sineOfTurns)(0.71f * x + 0.43f * y + g->flowPhase[3]);
  float fromX = (cosine * x - sine * y) / g->zoom + g->flow * flowX + g->gazeStepX - 0.06f * wave.x;
  float fromY = (sine * x + cosine * y) / g->zoom + g->flow * flowY + g->gazeStepY - 0.06f * wave.y;
  float halfHeight = 0.5f * (float)g->priorHeight;
  to[0] = fromX * halfHeight + 0.5f * (float)g->priorWidth - 0.5f;
  to[1] = fromY * halfHeight + 0.5f * (float)g->priorHeight - 0.5f;
  float away = radius < 0.1f ? 0.1f : radius, shiftX = wave.x + g->mapRestX, shiftY = wave.y + g->mapRestY;
  to[2] = 10430.378f * (shiftX * x + shiftY * y) / (away * away);
  to[3] = 10430.378f * (shiftY * x - shiftX * y) / (away * away);
  float edge = radius * radius * 0.32f;
  float light = 1.f - g->vignette * edge / (1.f + 0.5f * edge);
  to[4] = g->light * (light < 0.05f ? 0.05f : light);
  to[5] = wave.light;
  float fovea = radius / g->fovea;
  to[6] = g->cortexShare * (fovea < 1.f ? fovea * fovea * (3.f - 2.f * fovea) : 1.f);
  to[7] = 0;
}

INLINE void NAME(morphVertex)(const struct DreamGridArguments *g, float x, float y, struct NAME(Shift) wave, float *to) {
  for (int32_t i = 0; i < 2; i++) {
    float phase = g->pictureWarpPhase[i], shiftedX = x + wave.x + g->gazeX, shiftedY = y + wave.y + g->gazeY;
    float bendX = NAME(sineOfTurns)(0.31f * shiftedY + phase) + 0.4f * NAME(sineOfTurns)(0.67f * shiftedX - 0.3f * shiftedY - phase);
    float bendY = NAME(sineOfTurns)(0.27f * shiftedX - phase) + 0.4f * NAME(sineOfTurns)(0.59f * shiftedY + 0.4f * shiftedX + 0.7f * phase);
    float turnedX = g->pictureCosine[i] * shiftedX - g->pictureSine[i] * shiftedY;
    float turnedY = g->pictureSine[i] * shiftedX + g->pictureCosine[i] * shiftedY;
    to[2 * i] = g->pictureX[i] + g->pictureScale[i] * turnedX + g->pictureWarp * bendX;
    to[2 * i + 1] = g->pictureY[i] + g->pictureScale[i] * turnedY + g->pictureWarp * bendY;
  }
  float folds = 0.45f * NAME(sineOfTurns)(0.45f * x + 0.3f * NAME(sineOfTurns)(0.5f * y + g->morphPhase)) +
                0.35f * NAME(sineOfTurns)(0.62f * y - 0.25f * x + 0.4f * NAME(sineOfTurns)(0.4f * x - g->morphPhase));
  to[4] = 0.5f + (1.5f * g->morph + folds) / g->morphSoftness;
  to[5] = (2048.f + g->reactionX + g->reactionScale * (x + wave.x + g->gazeX)) * 128.f;
  to[6] = (2048.f + g->reactionY + g->reactionScale * (y + wave.y + g->gazeY)) * 128.f;
  to[7] = 0;
}

/// Rows are rows of vertices.
static void NAME(grid)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamGridArguments *g = arguments;
  float unit = 2.f / (float)g->height;
  for (int32_t row = firstRow; row < endRow; row++)
    for (int32_t column = 0; column < g->columns; column++) {
      float x = ((float)(column * DREAM_GRID_STEP) + 0.5f - 0.5f * (float)g->width) * unit;
      float y = ((float)(row * DREAM_GRID_STEP) + 0.5f - 0.5f * (float)g->height) * unit;
      struct NAME(Shift) wave = NAME(wavesAt)(g, x, y);
      size_t at = ((size_t)row * g->columns + column) * DREAM_VERTEX_FLOATS;
      NAME(frameVertex)(g, x, y, wave, g->frameGrid + at);
      NAME(morphVertex)(g, x, y, wave, g->morphGrid + at);
    }
}
