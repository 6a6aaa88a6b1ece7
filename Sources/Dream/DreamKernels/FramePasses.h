// The frame itself, at full resolution: the frame before, what is new over it, tone and grain.

/// Three parts of a nearer row of the layer and one of a farther one, two colours a word.
INLINE HalfHalves NAME(threeToOne)(const uint32_t *near, const uint32_t *far) {
  HalfHalves a, b;
  memcpy(&a, near, sizeof a);
  memcpy(&b, far, sizeof b);
  return a * (uint16_t)3 + b;
}

/// LANES pixels of the frame from LANES/2 of the layer, (9 3 3 1)/16, two colours a word, times 16.
INLINE Words NAME(enlarge)(const uint32_t *near, const uint32_t *far) {
  HalfHalves left = NAME(threeToOne)(near - 1, far - 1), middle = NAME(threeToOne)(near, far);
  HalfHalves right = NAME(threeToOne)(near + 1, far + 1);
  HalfWords even = __builtin_bit_cast(HalfWords, middle * (uint16_t)3 + left);
  HalfWords odd = __builtin_bit_cast(HalfWords, middle * (uint16_t)3 + right);
  return __builtin_shufflevector(even, odd, ZIP_LANES);
}

/// The root of what is new, with the sign of its light, of which 16·DREAM_FRESH_WHITE is white.
INLINE struct NAME(Colour) NAME(freshRoot)(const struct DreamFrameArguments *f, int32_t x, int32_t y) {
  const int32_t pitch = f->width / 2 + 2 * DREAM_HALF_MARGIN;
  size_t near = (size_t)((y >> 1) + 1) * pitch + DREAM_HALF_MARGIN + (x >> 1), far = (y & 1) ? near + pitch : near - pitch;
  struct NAME(Blend) root;
  root.redBlue = NAME(enlarge)(f->redBlue + near, f->redBlue + far);
  root.green = NAME(enlarge)(f->green + near, f->green + far);
  struct NAME(Colour) colour = NAME(colours)(root);
  colour.red -= 16.f * DREAM_FRESH_NONE;
  colour.green -= 16.f * DREAM_FRESH_NONE;
  colour.blue -= 16.f * DREAM_FRESH_NONE;
  return colour;
}

/// The frame before through the warp, from pixel `x` of a run on.
INLINE struct NAME(Blend) NAME(warp)(const struct DreamFrameArguments *f, const struct NAME(Vertices) *vertices, int32_t x) {
  Ints fromX = NAME(toInts)(NAME(along)(vertices, x, DREAM_GRID_STEP, 0) * 256.f);
  Ints fromY = NAME(toInts)(NAME(along)(vertices, x, DREAM_GRID_STEP, 1) * 256.f);
  fromX = NAME(clampInts)(fromX, 0, (f->priorWidth - 2) * 256 + 255);
  fromY = NAME(clampInts)(fromY, 0, (f->priorHeight - 2) * 256 + 255);
  struct NAME(Corners) corners = NAME(loadFlowingCorners)(f->prior, f->priorWidth, fromX >> 8, fromY >> 8);
  return NAME(bilinear)(corners, fromX & 255, fromY & 255);
}

/// √x/(1 + x/2) in a unit of dreamToneUnit, for x from 0 to 2, within 0.07 %: x·(x·(1 + x/2)²)^−½, the power by halving the
/// exponent and one step of Newton's, with constants that spread the error evenly.
INLINE Floats NAME(shoulder)(Floats x) {
  Floats t = 1.f + x * 0.5f, u = x * t * t;
  Floats guess = __builtin_bit_cast(Floats, 0x5f1ffff9 - (__builtin_bit_cast(Ints, u) >> 1));
  return x * (guess * (2.38924456f - u * guess * guess));
}

/// Weights of the squares of what is new and of the frame before, in linear light of which 65025 is full (so that its root
/// is a code): for the frame that is kept, and for what is shown of it.
struct NAME(Mixture) {
  float freshKept, priorKept, freshShown, priorShown;
};
INLINE struct NAME(Mixture) NAME(mixtureOf)(const struct DreamFrameArguments *f) {
  const float fresh = 255.f / (16.f * DREAM_FRESH_WHITE), prior = 1.f / 256;
  struct NAME(Mixture) mixture;
  mixture.freshKept = (1.f - f->keep) * (fresh * fresh);
  mixture.priorKept = f->keep * (prior * prior);
  mixture.priorShown = f->keep * (1.f - f->clarity) * (prior * prior);
  mixture.freshShown = (1.f - f->keep * (1.f - f->clarity)) * (fresh * fresh);
  return mixture;
}

/// What all colours of a pixel share: exposure and its bound, the light of ripples, noise for both domains.
struct NAME(Developer) {
  struct NAME(Mixture) mixture;
  Floats exposure, brightest, raised, dither, grain;
};
struct NAME(Pixels) {
  Ints next, display;
};
/// Feedback, then tone: one colour of the frame in both domains, 0 to 255, from the roots of its light.
INLINE struct NAME(Pixels) NAME(develop)(const struct DreamFrameArguments *f, struct NAME(Developer) d, Floats fresh, Floats prior,
                                         int32_t channel) {
  fresh = fresh * NAME(magnitude)(fresh);
  prior = prior * prior;
  Floats linear = fresh * d.mixture.freshKept + prior * d.mixture.priorKept;
  Floats shown = fresh * d.mixture.freshShown + prior * d.mixture.priorShown;
  // What events raise is shown whole: it would drown in the trails.
  if (f->isRaised) shown += d.raised * f->glow[channel];
  struct NAME(Pixels) pixels;
  pixels.next = NAME(toInts)(NAME(root)(NAME(most)(NAME(least)(linear, (Floats)65025.f), (Floats)0.f)) + d.dither);
  Floats y = NAME(shoulder)(NAME(most)(NAME(least)(shown * d.exposure, d.brightest), (Floats)0.f));
  Floats toned = y * (f->tone[0] + y * (f->tone[1] + y * f->tone[2])) + d.grain;
  pixels.display = NAME(toInts)(NAME(most)(NAME(least)(toned, (Floats)255.5f), (Floats)0.f));
  return pixels;
}

/// Counters of the noise for LANES pixels.
INLINE Words NAME(noiseFrom)(uint32_t counter) {
  return NAME(scramble)((Words)NAME(laneNumbers)() * 0x9E3779B1u + counter);
}

/// LANES pixels, the first of them pixel `i` of a run, from what the warp found and from what is new.
INLINE void NAME(developLanes)(const struct DreamFrameArguments *f, const struct NAME(Vertices) *vertices, struct NAME(Blend) warped,
                               int32_t i, int32_t x, int32_t y) {
  struct NAME(Colour) prior = NAME(colours)(warped), fresh = NAME(freshRoot)(f, x, y);
  Floats light = NAME(along)(vertices, i, DREAM_GRID_STEP, 4);
  Words noise = NAME(noiseFrom)((uint32_t)x * 0x9E3779B1u + (uint32_t)y * 0x85EBCA77u + f->noise);

  struct NAME(Developer) developer;
  developer.mixture = NAME(mixtureOf)(f);
  light = light * light;
  developer.exposure = light * (1.f / 65025);
  developer.brightest = NAME(least)(light, (Floats)2.f);
  developer.raised = 0;
  if (f->isRaised) developer.raised = NAME(along)(vertices, i, DREAM_GRID_STEP, 5) * ((1.f - f->clarity) * 65025.f);
  developer.dither = NAME(toFloats)((Ints)(noise & 0xffffu)) * (1.f / 65536);
  // Half a code more, so that what follows rounds.
  developer.grain = NAME(toFloats)((Ints)(noise >> 16)) * (f->grain * (255.f / 65536)) + (0.5f - 127.5f * f->grain);

  size_t at = (size_t)y * f->width + x;
  struct NAME(Pixels) red = NAME(develop)(f, developer, fresh.red, prior.red, 0);
  struct NAME(Pixels) green = NAME(develop)(f, developer, fresh.green, prior.green, 1);
  struct NAME(Pixels) blue = NAME(develop)(f, developer, fresh.blue, prior.blue, 2);
  NAME(storeWords)(f->next + at, (Words)(red.next << 16 | green.next << 8 | blue.next));
  NAME(storeWords)(f->display + at, (Words)(red.display << 16 | green.display << 8 | blue.display));
}

/// The warp first, then the development: two short loops keep a processor busier than a long one.
static void NAME(frame)(const void *arguments, int32_t firstRow, int32_t endRow) {
  // A copy of its own, which no store of the passes can reach: its numbers stay in registers.
  const struct DreamFrameArguments f = *(const struct DreamFrameArguments *)arguments;
  const int32_t columns = f.width / DREAM_GRID_STEP + 1;
  struct NAME(Vertices) vertices;
  uint32_t redBlue[DREAM_FRAME_RUN], green[DREAM_FRAME_RUN];
  for (int32_t y = firstRow; y < endRow; y++)
    for (int32_t start = 0; start < f.width; start += DREAM_FRAME_RUN) {
      int32_t count = f.width - start < DREAM_FRAME_RUN ? f.width - start : DREAM_FRAME_RUN;
      NAME(placeVertices)(f.grid, columns, y, DREAM_GRID_STEP, start / DREAM_GRID_STEP, count / DREAM_GRID_STEP, &vertices);
      for (int32_t i = 0; i < count; i += LANES) {
        struct NAME(Blend) warped = NAME(warp)(&f, &vertices, i);
        NAME(storeWords)(redBlue + i, warped.redBlue);
        NAME(storeWords)(green + i, warped.green);
      }
      for (int32_t i = 0; i < count; i += LANES) {
        struct NAME(Blend) warped = {NAME(loadWords)(redBlue + i), NAME(loadWords)(green + i)};
        NAME(developLanes)(&f, &vertices, warped, i, start + i, y);
      }
    }
}
