// The neural field: blur along the rows, then blur across them and step.

/// 2ˣ for x within ±126: the whole part into the exponent, the rest by a polynomial (relative error below 3·10⁻⁷).
INLINE Floats NAME(powerOfTwo)(Floats x) {
  Ints whole = NAME(toInts)(x + 128.f) - 128;
  Floats f = x - NAME(toFloats)(whole);
  Floats p =
      1.f + f * (0.69314718f + f * (0.24022651f + f * (0.05550411f + f * (0.00961812f + f * (0.00133336f + f * 0.00015403f)))));
  return p * __builtin_bit_cast(Floats, (whole + 127) << 23);
}

/// 1/(1 + e⁻ˣ).
INLINE Floats NAME(sigmoid)(Floats x) {
  Floats bounded = NAME(most)(NAME(least)(x, (Floats)30.f), (Floats)-30.f);
  return 1.f / (1.f + NAME(powerOfTwo)(bounded * -1.44269504f));
}

/// One row of a periodic sheet, blurred by a half kernel. `padded` holds edge + 2·reach floats.
INLINE void NAME(blurRow)(const float *row, int32_t edge, const float *kernel, int32_t reach, float *padded, float *to) {
  memcpy(padded + reach, row, (size_t)edge * sizeof(float));
  memcpy(padded, row + edge - reach, (size_t)reach * sizeof(float));
  memcpy(padded + reach + edge, row, (size_t)reach * sizeof(float));
  for (int32_t x = 0; x < edge; x += LANES) {
    const float *centre = padded + reach + x;
    Floats sum = NAME(loadFloats)(centre) * kernel[0];
    for (int32_t k = 1; k <= reach; k++)
      sum += (NAME(loadFloats)(centre - k) + NAME(loadFloats)(centre + k)) * kernel[k];
    NAME(storeFloats)(to + x, sum);
  }
}

static void NAME(fieldAlong)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFieldArguments *f = arguments;
  float padded[2 * DREAM_INHIBITORY_REACH + 2048];
  for (int32_t y = firstRow; y < endRow; y++) {
    size_t row = (size_t)y * f->edge;
    NAME(blurRow)(f->excitatory + row, f->edge, f->excitatoryKernel, DREAM_EXCITATORY_REACH, padded,
                  f->excitatoryAlong + row);
    NAME(blurRow)(f->inhibitory + row, f->edge, f->inhibitoryKernel, DREAM_INHIBITORY_REACH, padded,
                  f->inhibitoryAlong + row);
  }
}

INLINE Floats NAME(blurAcross)(const float *sheet, int32_t edge, int32_t x, int32_t y, const float *kernel,
                               int32_t reach) {
  Floats sum = NAME(loadFloats)(sheet + (size_t)y * edge + x) * kernel[0];
  for (int32_t k = 1; k <= reach; k++) {
    int32_t above = y - k < 0 ? y - k + edge : y - k, below = y + k >= edge ? y + k - edge : y + k;
    sum += (NAME(loadFloats)(sheet + (size_t)above * edge + x) + NAME(loadFloats)(sheet + (size_t)below * edge + x)) *
           kernel[k];
  }
  return sum;
}

static void NAME(fieldStep)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamFieldArguments *f = arguments;
  for (int32_t y = firstRow; y < endRow; y++)
    for (int32_t x = 0; x < f->edge; x += LANES) {
      float *excitatory = f->excitatory + (size_t)y * f->edge + x, *inhibitory = f->inhibitory + (size_t)y * f->edge + x;
      Floats near = NAME(blurAcross)(f->excitatoryAlong, f->edge, x, y, f->excitatoryKernel, DREAM_EXCITATORY_REACH);
      Floats far = NAME(blurAcross)(f->inhibitoryAlong, f->edge, x, y, f->inhibitoryKernel, DREAM_INHIBITORY_REACH);
      Floats e = NAME(loadFloats)(excitatory), i = NAME(loadFloats)(inhibitory);
      Floats toExcitatory = f->excitatoryToExcitatory * near - f->inhibitoryToExcitatory * far -
                            f->excitatoryThreshold + f->drive;
      Floats toInhibitory = f->excitatoryToInhibitory * near - f->inhibitoryToInhibitory * far - f->inhibitoryThreshold;
      NAME(storeFloats)(excitatory, e + f->excitatoryRate * (NAME(sigmoid)(toExcitatory) - e));
      NAME(storeFloats)(inhibitory, i + f->inhibitoryRate * (NAME(sigmoid)(toInhibitory) - i));
    }
}

static void NAME(sheetLowPass)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamSheetArguments *s = arguments;
  for (size_t i = (size_t)firstRow * s->edge; i < (size_t)endRow * s->edge; i += LANES) {
    Floats shown = NAME(loadFloats)(s->shown + i);
    NAME(storeFloats)(s->shown + i, shown + s->approach * (NAME(loadFloats)(s->activity + i) - shown));
  }
}

/// Weights of a cubic B-spline smoothed once more by (1 2 1)/4, on a cell and between two: what is lit by its slopes must
/// not show the cells.
INLINE float NAME(onCell)(float a, float b, float c, float d, float e) {
  return ((a + e) + 6.f * (b + d) + 10.f * c) * (1.f / 24);
}
INLINE float NAME(betweenCells)(float a, float b, float c, float d, float e, float f) {
  return ((a + f) + 25.f * (b + e) + 70.f * (c + d)) * (1.f / 192);
}

/// Twice as fine, and smooth. Rows are those of `shown`.
static void NAME(sheetPlane)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamSheetArguments *s = arguments;
  int32_t edge = s->edge, mask = edge - 1;
  float padded[2048 + 8];
  for (int32_t y = firstRow; y < endRow; y++)
    for (int32_t half = 0; half < 2; half++) {
      const float *rows[6];
      for (int32_t k = 0; k < 6; k++) rows[k] = s->shown + (size_t)((y + k - 2) & mask) * edge;
      for (int32_t x = 0; x < edge; x++)
        padded[x + 2] = half ? NAME(betweenCells)(rows[0][x], rows[1][x], rows[2][x], rows[3][x], rows[4][x], rows[5][x])
                             : NAME(onCell)(rows[0][x], rows[1][x], rows[2][x], rows[3][x], rows[4][x]);
      for (int32_t k = 0; k < 2; k++) padded[k] = padded[edge + k];
      for (int32_t k = 0; k < 3; k++) padded[edge + 2 + k] = padded[2 + k];
      uint16_t *to = s->plane + (size_t)(2 * y + half) * 2 * edge;
      for (int32_t x = 0; x < edge; x++) {
        const float *p = padded + x;
        float on = NAME(onCell)(p[0], p[1], p[2], p[3], p[4]), between = NAME(betweenCells)(p[0], p[1], p[2], p[3], p[4], p[5]);
        on = (on - s->floor) * s->gain;
        between = (between - s->floor) * s->gain;
        on = on < 0 ? 0 : on > 1 ? 1 : on;
        between = between < 0 ? 0 : between > 1 ? 1 : between;
        to[2 * x] = (uint16_t)(int32_t)(on * 65535.f);
        to[2 * x + 1] = (uint16_t)(int32_t)(between * 65535.f);
      }
    }
}

/// Rows are those of the plane.
static void NAME(sheetQuads)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamSheetArguments *s = arguments;
  int32_t edge = 2 * s->edge, mask = edge - 1;
  for (int32_t y = firstRow; y < endRow; y++) {
    const uint16_t *row = s->plane + (size_t)y * edge, *below = s->plane + (size_t)((y + 1) & mask) * edge;
    uint64_t *to = s->quads + (size_t)y * DREAM_SHEET_PITCH;
    for (int32_t x = 0; x + 1 < edge; x++)
      to[x] = (uint64_t)row[x] | (uint64_t)row[x + 1] << 16 | (uint64_t)below[x] << 32 | (uint64_t)below[x + 1] << 48;
    int32_t x = edge - 1;
    to[x] = (uint64_t)row[x] | (uint64_t)row[0] << 16 | (uint64_t)below[x] << 32 | (uint64_t)below[0] << 48;
  }
}
