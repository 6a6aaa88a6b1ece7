// The layer: the frame at half its resolution. Two pictures morphed, points of light in them, the cortex over them, all that
// over the frame before; and its tone.

/// The cortex and the pictures, morphed and shaded, at the places of a run.
INLINE void NAME(morphRun)(const struct DreamLayerArguments *f, struct NAME(LayerRun) *run) {
  for (int32_t i = 0; i < run->count; i += LANES) {
    struct NAME(Activity) cortex = NAME(sampleSheet)(run, 0, i);
    Floats slopes = f->ambient + f->reliefRadius * cortex.alongRadius + f->reliefAngle * cortex.alongAngle;
    NAME(storeFloats)(run->activity + i, cortex.value);
    NAME(storeFloats)(run->relief + i, NAME(most)(slopes, (Floats)0.f));
    Floats border = NAME(along)(&run->places, i, NAME(layerStep), 4) + (cortex.value - 0.5f) * f->maskByCortex, shade = 1.f / 256;
    if (f->reactionShade > 0) {
      struct NAME(Activity) grown = NAME(sampleSheet)(run, 1, i);
      border += (grown.value - 0.35f) * f->maskByReaction;
      // Lit from the upper left, as a relief; what has grown is lighter than the ground between.
      Floats relief = (grown.alongRadius + grown.alongAngle * 1.3f) * 4.f + (grown.value - 0.45f) * 0.75f;
      shade = NAME(most)(1.f + relief * f->reactionShade, (Floats)0.12f) * (1.f / 256);
    }
    struct NAME(Colour) picture = NAME(samplePicture)(run, run->shown == NAME(onlySecond), i);
    if (run->shown == NAME(bothPictures)) {
      struct NAME(Colour) other = NAME(samplePicture)(run, 1, i);
      Floats share = NAME(unit)(border);
      share = share * share * (3.f - 2.f * share);
      picture.red += (other.red - picture.red) * share;
      picture.green += (other.green - picture.green) * share;
      picture.blue += (other.blue - picture.blue) * share;
    }
    picture.red *= shade;
    picture.green *= shade;
    picture.blue *= shade;
    if (f->reactionShade > 0) {
      const Floats full = 255;
      picture.red = NAME(least)(picture.red, full);
      picture.green = NAME(least)(picture.green, full);
      picture.blue = NAME(least)(picture.blue, full);
    }
    NAME(storeFloats)(run->picture[0] + i, picture.red * picture.red);
    NAME(storeFloats)(run->picture[1] + i, picture.green * picture.green);
    NAME(storeFloats)(run->picture[2] + i, picture.blue * picture.blue);
  }
}

/// √x/(1 + x/2) in a unit of dreamToneUnit, for x from 0 to 2, within 0.07 %: x·(x·(1 + x/2)²)^−½, the power by halving the
/// exponent and one step of Newton's, with constants that spread the error evenly.
INLINE Floats NAME(shoulder)(Floats x) {
  Floats t = 1.f + x * 0.5f, u = x * t * t;
  Floats guess = __builtin_bit_cast(Floats, 0x5f1ffff9 - (__builtin_bit_cast(Ints, u) >> 1));
  return x * (guess * (2.38924456f - u * guess * guess));
}

/// One colour's shares of what is new and of the frame before, of which the root's code is given: in the frame that is kept,
/// and in what is shown of it.
struct NAME(Mixture) {
  float freshKept, priorKept, freshShown, priorShown;
};
INLINE struct NAME(Mixture) NAME(mixtureOf)(const struct DreamLayerArguments *f, float whole) {
  const float shown = f->keep * (1.f - f->clarity), square = 1.f / (whole * whole);
  struct NAME(Mixture) mixture = {1.f - f->keep, f->keep * square, 1.f - shown, shown * square};
  return mixture;
}

/// What all colours of LANES pixels share: what the cortex does with the light of the pictures; exposure and its bound, the
/// light of ripples, noise.
struct NAME(Developer) {
  Floats share, activity, rim, relief, embossed, glow;
  Floats exposure, brightest, raised, dither;
};
INLINE struct NAME(Developer) NAME(developerAt)(const struct DreamLayerArguments *f, const struct NAME(LayerRun) *run, int32_t i) {
  struct NAME(Developer) d;
  d.share = NAME(along)(&run->shifts, i, NAME(layerStep), 6);
  d.glow = d.raised = 0;
  if (f->isRaised) {
    d.glow = NAME(along)(&run->shifts, i, NAME(layerStep), 5);
    // What events raise is shown whole: it would drown in the trails.
    d.raised = d.glow * (1.f - f->clarity);
  }
  d.activity = NAME(loadFloats)(run->activity + i);
  d.relief = NAME(loadFloats)(run->relief + i);
  Floats rim = d.activity * (1.f - d.activity) * 4.f;
  d.rim = rim * rim;
  d.embossed = (1.f + f->emboss * (d.relief - 1.f)) * (1.f / 65025);
  Floats light = NAME(along)(&run->shifts, i, NAME(layerStep), 4);
  d.exposure = light * light;
  d.brightest = NAME(least)(d.exposure, (Floats)2.f);
  uint32_t counter = (uint32_t)(run->start + i) * 0x9E3779B1u + (uint32_t)run->y * 0x85EBCA77u + f->noise;
  Words noise = NAME(scramble)((Words)NAME(laneNumbers)() * 0x9E3779B1u + counter);
  d.dither = NAME(toFloats)((Ints)(noise & 0xffffu)) * (1.f / 65536);
  return d;
}

/// One colour of LANES pixels: the root of its light for the next frame, and its code for the display.
struct NAME(Pixels) {
  Words next, display;
};
/// B = g·B′ + (1 − g)·[(1 − m)·P + m·C + E] of one colour, and its tone. `whole` is the root's code of full light.
INLINE struct NAME(Pixels) NAME(develop)(const struct DreamLayerArguments *f, struct NAME(Developer) d, Floats picture, Floats before,
                                         float whole, int32_t channel) {
  const struct NAME(Mixture) mixture = NAME(mixtureOf)(f, whole);
  const float low = f->cortexLow[channel], range = f->cortexHigh[channel] - low;
  Floats embossed = NAME(most)(picture, (Floats)0.f) * d.embossed;
  Floats cortex = (low + range * d.activity) * d.relief + f->cortexRim[channel] * d.rim;
  Floats fresh = embossed + (cortex - embossed) * d.share;
  if (f->isRaised) fresh += f->glow[channel] * d.glow;
  before = before * before;
  Floats linear = fresh * mixture.freshKept + before * mixture.priorKept;
  Floats shown = fresh * mixture.freshShown + before * mixture.priorShown;
  if (f->isRaised) shown += d.raised * f->glow[channel];
  struct NAME(Pixels) pixels;
  pixels.next = (Words)NAME(toInts)(NAME(root)(NAME(unit)(linear)) * whole + d.dither);
  Floats y = NAME(shoulder)(NAME(most)(NAME(least)(shown * d.exposure, d.brightest), (Floats)0.f));
  Floats toned = y * (f->tone[0] + y * (f->tone[1] + y * f->tone[2])) + 0.5f;
  pixels.display = (Words)NAME(toInts)(NAME(most)(NAME(least)(toned, (Floats)DREAM_LAYER_WHITE), (Floats)0.f));
  return pixels;
}

/// One colour of LANES pixels of a run.
INLINE struct NAME(Pixels) NAME(developColour)(const struct DreamLayerArguments *f, struct NAME(Developer) d,
                                               const struct NAME(LayerRun) *run, int32_t i, float whole, int32_t channel) {
  const float *row = f->pictureMatrix + 3 * channel;
  Floats r = NAME(loadFloats)(run->picture[0] + i), g = NAME(loadFloats)(run->picture[1] + i);
  Floats b = NAME(loadFloats)(run->picture[2] + i), before = NAME(loadFloats)(run->before[channel] + i);
  return NAME(develop)(f, d, row[0] * r + row[1] * g + row[2] * b, before, whole, channel);
}

/// The pictures in their colours, under the cortex, over the frame before.
INLINE void NAME(developRun)(const struct DreamLayerArguments *f, const struct NAME(LayerRun) *run, size_t at) {
  for (int32_t i = 0; i < run->count; i += LANES) {
    struct NAME(Developer) d = NAME(developerAt)(f, run, i);
    struct NAME(Pixels) red = NAME(developColour)(f, d, run, i, 2046.f, 0), green = NAME(developColour)(f, d, run, i, 2046.f, 1);
    struct NAME(Pixels) blue = NAME(developColour)(f, d, run, i, 1022.f, 2);
    NAME(storeWords)(f->next + at + i, red.next << 21 | green.next << 10 | blue.next);
    NAME(storeWords)(f->redBlue + at + i, red.display << 16 | blue.display);
    NAME(storeWords)(f->green + at + i, green.display);
  }
}

/// The border around a plane of the layer: copies of its outermost pixels.
INLINE void NAME(planeBorder)(int32_t width, int32_t height, uint32_t *plane, int32_t y) {
  const int32_t pitch = width + 2 * DREAM_LAYER_MARGIN;
  uint32_t *row = plane + dreamLayerRow(width, y);
  row[-1] = row[0];
  row[width] = row[width - 1];
  const uint32_t *start = row - DREAM_LAYER_MARGIN;
  if (y == 0) memcpy(plane, start, (size_t)pitch * sizeof(uint32_t));
  if (y == height - 1) memcpy(plane + (size_t)(y + 2) * pitch, start, (size_t)pitch * sizeof(uint32_t));
}

/// A run begins: its places are found and sent for.
INLINE void NAME(beginRun)(const struct DreamLayerArguments *f, int32_t start, int32_t y, struct NAME(LayerRun) *run) {
  const int32_t cells = f->width / NAME(layerStep), first = start / NAME(layerStep), most = DREAM_LAYER_RUN / NAME(layerStep);
  const int32_t mine = cells - first < most ? cells - first : most;
  run->y = y;
  run->start = start;
  run->count = (mine * NAME(layerStep) + LANES - 1) / LANES * LANES;
  NAME(placeVertices)(f->morphGrid, cells + 1, y, NAME(layerStep), first, mine, &run->places);
  NAME(placeVertices)(f->frameGrid, cells + 1, y, NAME(layerStep), first, mine, &run->shifts);
  run->shown = NAME(shownIn)(f, run, mine);
  NAME(findPlaces)(f, run);
  NAME(sendForPlaces)(f, run);
}

/// A run ends: what was sent for is there.
INLINE void NAME(endRun)(const struct DreamLayerArguments *f, struct NAME(LayerRun) *run, const int32_t *points, int32_t pointCount) {
  NAME(fetchPlaces)(f, run);
  // Between what is stored by words and its reading by vectors lies other work: stores need their time.
  NAME(warpRun)(f, run);
  NAME(morphRun)(f, run);
  for (int32_t k = 0; k < pointCount; k++) NAME(drawPoint)(&f->points[points[k]], run);
  NAME(developRun)(f, run, dreamLayerRow(f->width, run->y) + run->start);
}

/// Rows are rows of the layer. A band is made in short runs, each through all its rows: neighbours below look at the same
/// places of the pictures, which turned ones would else have lost from the cache by then. One run is always ahead.
static void NAME(layer)(const void *arguments, int32_t firstRow, int32_t endRow) {
  // A copy of its own, which no store of the passes can reach: its numbers stay in registers.
  const struct DreamLayerArguments f = *(const struct DreamLayerArguments *)arguments;
  struct NAME(LayerRun) runs[2];
  int32_t points[DREAM_POINTS_MAX + 1], pointCount = 0, mine = 0;
  NAME(beginRun)(&f, 0, firstRow, &runs[mine]);
  for (int32_t start = 0; start < f.width; start += DREAM_LAYER_RUN)
    for (int32_t y = firstRow; y < endRow; y++, mine = 1 - mine) {
      int32_t nextStart = y + 1 < endRow ? start : start + DREAM_LAYER_RUN, nextRow = y + 1 < endRow ? y + 1 : firstRow;
      if (y == firstRow) pointCount = NAME(findPoints)(&f, &runs[mine], firstRow, endRow, points);
      if (nextStart < f.width) NAME(beginRun)(&f, nextStart, nextRow, &runs[1 - mine]);
      NAME(endRun)(&f, &runs[mine], points, pointCount);
    }
  for (int32_t y = firstRow; y < endRow; y++) {
    NAME(planeBorder)(f.width, f.height, f.redBlue, y);
    NAME(planeBorder)(f.width, f.height, f.green, y);
  }
}

/// Sums of linear luminance · 65535 over every fourth row of the layer, for the eye that adapts. A row here is such a row.
static void NAME(layerLight)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamLayerLightArguments *l = arguments;
  const float code = 255.f / DREAM_LAYER_WHITE, allowance = l->redRatio / (1.f - l->redRatio);
  for (int32_t row = firstRow; row < endRow; row++) {
    const size_t at = dreamLayerRow(l->width, 4 * row);
    Words sum = 0;
    for (int32_t x = 0; x < l->width; x += LANES) {
      Words redBlue = NAME(loadWords)(l->redBlue + at + x), greens = NAME(loadWords)(l->green + at + x);
      Floats red = NAME(linearOfCode)(NAME(toFloats)((Ints)(redBlue >> 16)) * code);
      Floats green = NAME(linearOfCode)(NAME(toFloats)((Ints)greens) * code);
      Floats blue = NAME(linearOfCode)(NAME(toFloats)((Ints)(redBlue & 0xffffu)) * code);
      // Red that the limiter would take away is not counted.
      red = NAME(least)(red, (green + blue) * allowance + 1e-4f);
      Floats luminance = 0.2126f * red + 0.7152f * green + 0.0722f * blue;
      sum += (Words)NAME(toInts)(luminance * 65535.f + 0.5f) & (Words)(NAME(laneNumbers)() + x < l->width);
    }
    l->luminance[row] = __builtin_reduce_add(sum);
  }
}
