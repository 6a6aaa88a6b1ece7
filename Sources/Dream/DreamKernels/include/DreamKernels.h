#pragma once
#include <stdint.h>

/// The per-pixel inner loops of Onirica.
///
/// Every pass has one form: it reads its arguments and writes the rows `firstRow ..< endRow` of its output, and nothing
/// else. So any division into bands, on any number of threads, gives the same bits; and every level gives the same bits
/// too, since all of them compute with the same IEEE operations (no contraction, no estimates, integer bilinear
/// weights, noise from counters).
///
/// Colours in memory are 32-bit words 0x00RRGGBB. A buffer in the *root domain* holds the square root of linear light,
/// so that eight bits do not band in the dark; a buffer in the *display domain* holds sRGB code values. The *layer* is the
/// picture at half its resolution, in which all of it is made but its grain.
typedef void (*DreamPass)(const void *_Nonnull arguments, int32_t firstRow, int32_t endRow);

enum {
  /// Reach of the excitatory kernel in cells to each side.
  DREAM_EXCITATORY_REACH = 6,
  /// Reach of the inhibitory kernel in cells to each side.
  DREAM_INHIBITORY_REACH = 12,
  /// Edge of a picture in pixels; pictures wrap.
  DREAM_PICTURE_EDGE = 1024,
  /// Words in a row of a picture: the edge and a copy of its beginning, so that no sample wraps.
  DREAM_PICTURE_PITCH = 1040,
  /// Rows of a picture: the edge and a copy of its beginning.
  DREAM_PICTURE_ROWS = 1026,
  /// Pixels of a row of a frame at most.
  DREAM_FRAME_WIDTH_MAX = 4096,
  /// Words left and right of a row of the layer.
  DREAM_LAYER_MARGIN = 16,
  /// Pixels from one vertex of the grid to the next, at full resolution.
  DREAM_GRID_STEP = 16,
  /// Floats in a vertex.
  DREAM_VERTEX_FLOATS = 8,
  /// Points of light at most.
  DREAM_POINTS_MAX = 256,
  /// Quads from one row of a packed sheet to the next: not a power of two, so that a column does not crowd one set of the cache.
  DREAM_SHEET_PITCH = 520,
  /// The code of white in the layer, that of black being nought. Sixteen of them and some grain stay within sixteen bits.
  DREAM_LAYER_WHITE = 3840,
  /// Pixels of the layer that are made together: what they need stays in the nearest cache.
  DREAM_LAYER_RUN = 64,
  /// Vertices of such a run, and one to spare.
  DREAM_RUN_VERTICES = 2 * DREAM_LAYER_RUN / DREAM_GRID_STEP + 2,
  /// Ripples that the grid carries at most.
  DREAM_RIPPLES_MAX = 8,
  /// Places of other dreamers that it carries at most.
  DREAM_SPOTS_MAX = 7,
};

// MARK: The field

/// One Euler step of the two-population neural field on a periodic sheet, in two passes over its rows.
struct DreamFieldArguments {
  /// Edge of the sheet in cells, a multiple of 16.
  int32_t edge;
  /// Activities, edge × edge.
  float *_Nonnull excitatory, *_Nonnull inhibitory;
  /// Activities blurred along the rows, edge × edge: written by the first pass, read by the second.
  float *_Nonnull excitatoryAlong, *_Nonnull inhibitoryAlong;
  /// Half kernels, centre first; each sums to one over both sides.
  float excitatoryKernel[DREAM_EXCITATORY_REACH + 1], inhibitoryKernel[DREAM_INHIBITORY_REACH + 1];
  /// Coupling a(to, from) of the equations.
  float excitatoryToExcitatory, inhibitoryToExcitatory, excitatoryToInhibitory, inhibitoryToInhibitory;
  /// Thresholds.
  float excitatoryThreshold, inhibitoryThreshold;
  /// The stimulus times its gain.
  float drive;
  /// Step divided by time constant.
  float excitatoryRate, inhibitoryRate;
};

/// What is shown of the field: low-passed, smoothed to twice its edge, and packed in quads of neighbours.
struct DreamSheetArguments {
  /// Edge of the field's sheet in cells.
  int32_t edge;
  /// The activity to show, edge × edge.
  const float *_Nonnull activity;
  /// The low-passed activity, edge × edge, kept from frame to frame.
  float *_Nonnull shown;
  /// Share of the way to `activity` in this frame, 0 to 1.
  float approach;
  /// `shown` becomes (shown − floor) · gain, clamped to 0 … 1.
  float floor, gain;
  /// Smoothed values as 16 bits, 2·edge × 2·edge.
  uint16_t *_Nonnull plane;
  /// Four neighbours a cell, DREAM_SHEET_PITCH × 2·edge: this, right, below, below right; 16 bits each, this lowest.
  uint64_t *_Nonnull quads;
};

/// One step of two substances that react and diffuse on a periodic sheet.
struct DreamReactionArguments {
  /// Edge of the sheet in cells, a power of two from 32 to 1024.
  int32_t edge;
  /// Concentrations 0 to 1, edge × edge, and where those after the step go.
  const float *_Nonnull substrate, *_Nonnull reagent;
  float *_Nonnull nextSubstrate, *_Nonnull nextReagent;
  /// Rates of feeding and of removal a step.
  float feed, kill;
};

// MARK: Pictures

/// A procedural picture: domain-warped noise, lit like cloth or water.
struct DreamPaintingArguments {
  /// Where the picture comes from: nothing else tells one from another.
  uint32_t seed;
  /// Lattice cells across the picture of the coarsest noise, and strength of the two warps in cells.
  int32_t cells;
  float firstWarp, secondWarp;
  /// Height of the relief; sharpness of the highlight, 0 to 1.
  float relief, shine;
  /// Linear light of the valleys, the slopes in both their hues, the crests, the veins and the highlight.
  float valley[3], slope[3], shade[3], crest[3], vein[3], highlight[3];
  /// Height and two warps, edge × edge each: written by the first pass, read by the second.
  float *_Nonnull height, *_Nonnull swirl, *_Nonnull drift;
  /// The picture in the root domain, DREAM_PICTURE_PITCH × DREAM_PICTURE_ROWS.
  uint32_t *_Nonnull picture;
};

/// A light point in the pictures: x, y, radius in pixels of the layer; then linear red, green, blue.
struct DreamPoint {
  float x, y, radius, red, green, blue;
};

/// The layer: two pictures morphed, points of light, the cortex over them; all that over the frame before; and its tone.
///
/// A plane of the layer, `width` × `height`, has DREAM_LAYER_MARGIN words left and right of its rows, and a row above the first
/// and below the last.
struct DreamLayerArguments {
  /// Size of the layer; the width is a multiple of 8.
  int32_t width, height;
  /// The retino-cortical map of the layer where the gaze is: log radius low, angle high, in 1/128 cells of a ring of 512.
  const uint32_t *_Nonnull map;
  /// Words a row of the map.
  int32_t mapPitch;
  /// Packed sheet of edge 512.
  const uint64_t *_Nonnull quads;
  /// Where the sheet has drifted to, in units of the map.
  int32_t driftRadius, driftAngle;
  /// Packed sheet of the reaction, of edge 512, and how far it shades the pictures: at 0 it is not looked at.
  const uint64_t *_Nonnull reaction;
  float reactionShade;
  /// How far the reaction moves the border between the pictures.
  float maskByReaction;
  /// Vertices, width/8 + 1 a row, as DreamGridArguments has them.
  const float *_Nonnull frameGrid, *_Nonnull morphGrid;
  /// How far the cortex moves the border between the pictures.
  float maskByCortex;
  /// The two pictures in the root domain.
  const uint32_t *_Nonnull pictureA, *_Nonnull pictureB;
  /// Points of light, DREAM_POINTS_MAX at most.
  int32_t pointCount;
  const struct DreamPoint *_Nonnull points;
  /// Colour of the pictures: a matrix on linear light, rows red, green, blue.
  float pictureMatrix[9];
  /// How strongly the relief of the cortex lights the pictures.
  float emboss;
  /// Light falling on the relief along the radius and the angle, and from everywhere.
  float reliefRadius, reliefAngle, ambient;
  /// Linear light of the cortex: at rest, active, and on the rim between.
  float cortexLow[3], cortexHigh[3], cortexRim[3];
  /// Whether there are ripples that glow; linear light of their glow.
  int32_t isRaised;
  float glow[3];
  /// The layer before, of its own size: roots of linear light as `next` has them, from its first pixel on.
  const uint32_t *_Nonnull prior;
  int32_t priorWidth, priorHeight;
  /// Share of the frame before, g.
  float keep;
  /// Share of the new light that is shown beside the trails, 0 to 1.
  float clarity;
  /// Tone: y = z/(1 + z²/2), a soft shoulder, z the root of exposed light; with y counted in units of dreamToneUnit, the
  /// layer's code is y·(t0 + y·(t1 + y·t2)).
  float tone[3];
  /// Counter of the noise.
  uint32_t noise;
  /// What the next frame feeds on, a plane of the layer: roots of linear light, red in the 11 upper bits, of which 2046 is
  /// white, then green likewise, then blue in 10, of which 1022 is white. From its beginning.
  uint32_t *_Nonnull next;
  /// What is shown, two planes of the layer: codes up to DREAM_LAYER_WHITE, red high and blue low in one, green in the other.
  /// The border repeats the outermost pixels.
  uint32_t *_Nonnull redBlue, *_Nonnull green;
};

/// Where a row of a layer of some width begins in its planes, in words.
static inline int32_t dreamLayerRow(int32_t width, int32_t y) {
  return (y + 1) * (width + 2 * DREAM_LAYER_MARGIN) + DREAM_LAYER_MARGIN;
}

/// The unit in which the kernels count the shoulder of the tone.
static const float dreamToneUnit = 0.70395225f;

/// How light the layer is. A row here is every fourth row of the layer.
struct DreamLayerLightArguments {
  int32_t width;
  const uint32_t *_Nonnull redBlue, *_Nonnull green;
  /// Largest R/(R+G+B) in linear light: more red is not counted.
  float redRatio;
  /// Sums of linear luminance · 65535, a row each.
  uint32_t *_Nonnull luminance;
};

// MARK: The grid

/// A travelling wave that an event of the night raises: displacement, and a little light on its crests.
struct DreamRipple {
  /// Centre in units of half the height from the middle; radius that the wave has reached; width of its envelope.
  float centreX, centreY, radius, width;
  /// Crests a unit, and their phase in turns at the radius.
  float crests, phase;
  /// Displacement in units, and light.
  float strength, light;
};

/// A place where somebody else dreams: what is around it moves to where they look, and is lit.
struct DreamSpot {
  /// Centre in units of half the height from the middle; one over the square of the distance at which it ends.
  float centreX, centreY, inverseSquare;
  /// Displacement in units, and what is added to the light as a share of it.
  float x, y, lift;
};

/// Everything that varies slowly over the picture, at vertices sixteen pixels apart.
struct DreamGridArguments {
  /// Size of the picture, and of the layer before: not half as large when the governor has just changed it.
  int32_t width, height, priorWidth, priorHeight;
  /// Vertices a row: width/16 + 1.
  int32_t columns;
  /// Feedback: zoom a frame (1 is none), turn a frame in radians, amplitude of the drifting sines in units a frame.
  float zoom, turn, flow;
  /// Phases of the drifting sines in turns.
  float flowPhase[4];
  /// Shift of the gaze in units of half the height; how far it moves feedback, pictures and cortex in this frame.
  float gazeStepX, gazeStepY, gazeX, gazeY;
  /// Pictures: place in pixels, scale in pixels a unit, turn, amplitude of their own warp in pixels, its phase in turns.
  float pictureX[2], pictureY[2], pictureScale[2], pictureCosine[2], pictureSine[2], pictureWarp;
  float pictureWarpPhase[2];
  /// Morph: −1 shows the first picture alone, +1 the second alone; softness of the border; phase of its folds in turns.
  float morph, morphSoftness, morphPhase;
  /// Cells of a ring of 512 a unit of the reaction's sheet, and where it has drifted to in such cells.
  float reactionScale, reactionX, reactionY;
  /// Light at the middle and loss towards the corners, in the root domain.
  float light, vignette;
  /// Share of the cortex, and radius in units inside which it gives way to the picture.
  float cortexShare, fovea;
  /// What the gaze leaves over between two pixels of the map, in units.
  float mapRestX, mapRestY;
  /// Breathing of slow waves: a swell from below, displacement in units and phase in turns.
  float swell, swellPhase;
  int32_t rippleCount;
  struct DreamRipple ripples[DREAM_RIPPLES_MAX];
  int32_t spotCount;
  struct DreamSpot spots[DREAM_SPOTS_MAX];
  /// Vertices for the frame: feedback x, y in pixels of the layer before; cortex shift radius, angle; light; glow; cortex share; not used.
  float *_Nullable frameGrid;
  /// Vertices for the pictures: picture A x, y and picture B x, y, in 1/256 of its pixels; mask; reaction x, y in units of the map; not used.
  float *_Nullable morphGrid;
};

/// Puts a ripple into its place; those beyond the last place are left out.
static inline void dreamSetRipple(struct DreamGridArguments *_Nonnull grid, int32_t index, struct DreamRipple ripple) {
  if (index >= 0 && index < DREAM_RIPPLES_MAX) grid->ripples[index] = ripple;
}

/// Puts a spot into its place; those beyond the last place are left out.
static inline void dreamSetSpot(struct DreamGridArguments *_Nonnull grid, int32_t index, struct DreamSpot spot) {
  if (index >= 0 && index < DREAM_SPOTS_MAX) grid->spots[index] = spot;
}

// MARK: The frame

/// The frame: the layer enlarged, and grain. A row is a row of the frame.
struct DreamFrameArguments {
  /// Size of the frame, `times` that of the layer, up to DREAM_FRAME_WIDTH_MAX wide; words a row.
  int32_t width, height, pitch;
  /// How many times the layer is enlarged, 2 or 4: once or twice by (9 3 3 1)/16.
  int32_t times;
  /// The layer, as DreamLayerArguments has it.
  const uint32_t *_Nonnull redBlue, *_Nonnull green;
  /// Grain in display units, .06 at most.
  float grain;
  /// Counter of the noise.
  uint32_t noise;
  /// The frame in the display domain.
  uint32_t *_Nonnull display;
};

/// A train of rings around a point: place, radius and half width in pixels of the layer; crests a pixel, phase in turns; light, and factors on its colour.
struct DreamRing {
  float x, y, radius, width, crests, phase, light, red, green, blue;
};

/// Rings of light laid over the layer, and its border once more. A row is a row of the layer.
struct DreamRingsArguments {
  int32_t width, height;
  /// None makes the border only.
  int32_t count;
  struct DreamRing rings[DREAM_RIPPLES_MAX];
  /// Linear light of the crests.
  float colour[3];
  /// What is shown of the layer, as DreamLayerArguments has it.
  uint32_t *_Nullable redBlue, *_Nullable green;
};

/// Puts a ring into its place; those beyond the last place are left out.
static inline void dreamSetRing(struct DreamRingsArguments *_Nonnull arguments, int32_t index, struct DreamRing ring) {
  if (index >= 0 && index < DREAM_RIPPLES_MAX) arguments->rings[index] = ring;
}

// MARK: Safety and output

enum {
  /// Pixels from one line of the rule of bars to the next.
  DREAM_BAR_STEP = 24,
};

/// The limiter's eye, in one sweep: bounds the red, sums the linear luminance of tiles, keeps the picture for later and
/// collects the lines that the rule of bars looks at. A row here is a row of tiles.
struct DreamMeasureArguments {
  /// Size and words a row of the picture, in the display domain; red is bounded in place.
  int32_t width, height, pitch;
  uint32_t *_Nonnull display;
  /// Tiles across and down.
  int32_t tileColumns, tileRows;
  /// Largest R/(R+G+B) in linear light.
  float redRatio;
  /// Sum of luminance · 65535 and count of bounded pixels, a tile each.
  uint32_t *_Nonnull luminance, *_Nonnull reddened;
  /// Where the picture is kept, in rows of the same pitch, on a multiple of 64 bytes; the pitch is a multiple of 16 then.
  uint32_t *_Nullable kept;
  /// Every DREAM_BAR_STEP-th row and column of the picture as it came, `width` and `height` words each.
  uint32_t *_Nonnull rowLines, *_Nonnull columnLines;
  /// What has just been blended, as in DreamBlendArguments, of whose tiles `stripsATile` rows of these are one: all others are left
  /// as they were measured. None for all.
  const uint16_t *_Nullable share;
  int32_t stripsATile;
};

/// A frame drawn and measured at once. A row is a row of tiles.
struct DreamShowArguments {
  struct DreamFrameArguments frame;
  struct DreamMeasureArguments measure;
};

/// The limiter's eye for bars: lines of the picture are walked, and runs of regular light and dark counted. A row here
/// is a line: first those along rows, then those along columns.
struct DreamBarsArguments {
  /// Size of the picture, and its lines as a sweep collects them.
  int32_t width, height;
  const uint32_t *_Nonnull rowLines, *_Nonnull columnLines;
  /// Light and dark differ by this much linear luminance at least; a run has more than so many halves.
  float threshold;
  int32_t halvesAllowed;
  /// Pixels of each line that lie in runs whose light bars are above `light` on average, and the runs' mean contrast.
  float light;
  uint32_t *_Nonnull covered;
  float *_Nonnull contrast;
};

/// The limiter's hand: blends towards the picture before. A row here is a row of tiles.
struct DreamBlendArguments {
  int32_t width, height, pitch;
  /// The new picture, changed in place, and the one before.
  uint32_t *_Nonnull display;
  const uint32_t *_Nonnull prior;
  int32_t tileColumns, tileRows;
  /// Share of the new picture at the corners of the tiles, 0 to 256: (tileColumns + 1) × (tileRows + 1).
  const uint16_t *_Nonnull share;
};

/// Bilinear change of size, in the display domain. A row is a row of the target.
struct DreamResizeArguments {
  int32_t sourceWidth, sourceHeight, sourcePitch;
  const uint32_t *_Nonnull source;
  int32_t width, height, pitch;
  uint32_t *_Nonnull target;
};

/// A copy of a picture. A row is a row of it.
struct DreamCopyArguments {
  int32_t width, pitch, sourcePitch;
  const uint32_t *_Nonnull source;
  uint32_t *_Nonnull target;
};

/// Fade between two pictures, brightness, in the display domain.
struct DreamFadeArguments {
  int32_t width, height, pitch;
  const uint32_t *_Nonnull from, *_Nonnull to;
  uint32_t *_Nonnull target;
  /// Share of `to` and brightness, 0 to 256.
  int32_t share, brightness;
};

/// Letters laid over a frame. A row is a row of the letters.
struct DreamLettersArguments {
  /// Pixels of a row; words from one row of the letters to the next.
  int32_t width, lettersPitch;
  /// Light of the letters in the lowest byte, darkness of their ground in the next.
  const uint32_t *_Nonnull letters;
  /// Words a row of the frame, and where the first of the letters lies in it.
  int32_t pitch;
  uint32_t *_Nonnull display;
  /// How much of them is seen, 0 to 256.
  int32_t share;
};

/// Y, Cb and Cr planes by ITU-R BT.601, limited range, chroma at half the resolution in the middle of four pixels.
/// A row here is a row of chroma.
struct DreamPlanesArguments {
  int32_t width, height, pitch;
  const uint32_t *_Nonnull display;
  uint8_t *_Nonnull luma, *_Nonnull blue, *_Nonnull red;
};

/// Stills on a whole screen, in two passes: rows of vertices, then rows of pixels.
struct DreamStillsArguments {
  /// Size of the picture, and its pitch, a multiple of 16; vertices a row: pitch/16 + 1.
  int32_t width, height, pitch, columns;
  /// Two stills of one size in the display domain. A row and sixteen words lie behind each.
  const uint32_t *_Nonnull first, *_Nonnull second;
  int32_t sourceWidth, sourceHeight, sourcePitch;
  /// Where the picture's middle lies in each still, and the still's pixels a unit.
  float middleX[2], middleY[2], scale[2];
  /// Whether the second still is seen, and how far, 0 to 1.
  int32_t isMixed;
  float share;
  /// Whether it comes by a border with folds; the border's softness; how far the stills bend, in their pixels; turns.
  int32_t isMorph;
  float morphSoftness, morphWarp, morphPhase;
  /// What folds come from, and what shoots come from.
  uint32_t foldSeed, gardenSeed;
  /// How much has grown, 0 to 1; how the shoots sway; linear light of the earth.
  float growth, sway, earth[3];
  /// Day and night: a matrix on linear light, rows red, green, blue; loss towards the corners.
  float matrix[9], vignette;
  /// Vertices: places x, y in both stills; border of the second; border of what has grown; light; not used.
  float *_Nonnull grid;
  uint32_t *_Nonnull target;
};

/// The retino-cortical map of one size, with a margin for the gaze.
struct DreamMapArguments {
  /// Words a row and rows, margins included; rows of the picture, half of which are one unit.
  int32_t width, height, heightOfUnit;
  /// Radius r₀ in units of half the height.
  float foveaRadius;
  uint32_t *_Nonnull map;
};

/// All passes at one level of the processor.
struct DreamKernels {
  const char *_Nonnull name;
  DreamPass _Nonnull fieldAlong, fieldStep;
  DreamPass _Nonnull sheetLowPass, sheetPlane, sheetQuads;
  DreamPass _Nonnull reaction;
  DreamPass _Nonnull paintHeight, paintColour;
  DreamPass _Nonnull map, grid, layer, layerLight, frame, rings;
  DreamPass _Nonnull measure, show, bars, blend, resize, copy, fade, letters, planes;
  DreamPass _Nonnull stillGrid, stills;
};

/// Tells the processor that this thread spins.
static inline void dreamPause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

enum DreamLevel {
  DREAM_LEVEL_PORTABLE = 0,
  DREAM_LEVEL_V2 = 2,
  DREAM_LEVEL_V3 = 3,
  DREAM_LEVEL_V4 = 4,
};

/// The passes at a level, or null where this processor (or this build) has no such level.
const struct DreamKernels *_Nullable dreamKernels(enum DreamLevel level);
