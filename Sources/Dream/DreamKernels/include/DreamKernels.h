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
/// so that eight bits do not band in the dark; a buffer in the *display domain* holds sRGB code values.
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
  /// Words left and right of a row of the half-resolution layer.
  DREAM_HALF_MARGIN = 16,
  /// Pixels from one vertex of the grid to the next, at full resolution.
  DREAM_GRID_STEP = 16,
  /// Floats in a vertex.
  DREAM_VERTEX_FLOATS = 8,
  /// Points of light at most.
  DREAM_POINTS_MAX = 256,
  /// Quads from one row of a packed sheet to the next: not a power of two, so that a column does not crowd one set of the cache.
  DREAM_SHEET_PITCH = 520,
  /// Roots in the layer of what is new, in twelve bits: the code of darkness, and how many codes lie from there to white. So
  /// there is room for a quarter of white that is taken away, and for four times white.
  DREAM_FRESH_NONE = 819,
  DREAM_FRESH_WHITE = 1638,
  /// Pixels that are made together, of the layer and of the frame: what they need stays in the nearest cache.
  DREAM_FRESH_RUN = 64,
  DREAM_FRAME_RUN = 256,
  /// Vertices of such a run, and one to spare.
  DREAM_RUN_VERTICES = DREAM_FRAME_RUN / DREAM_GRID_STEP + 2,
  /// Ripples that the grid carries at most.
  DREAM_RIPPLES_MAX = 8,
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

/// What is new in a frame, at half its resolution: two pictures morphed, points of light, the cortex over them.
struct DreamFreshArguments {
  /// Size of the full picture; the width is a multiple of 16, the height even.
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
  /// Vertices, width/16 + 1 a row, as DreamGridArguments has them.
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
  /// Linear light of the glow of ripples.
  float glow[3];
  /// The layer: codes of roots of light; red high and blue low in one plane, green
  /// in the other. Each is (width/2 + 2·margin) × (height/2 + 2), the first row and margin being border.
  uint32_t *_Nonnull redBlue, *_Nonnull green;
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

/// Everything that varies slowly over the picture, at vertices sixteen pixels apart.
struct DreamGridArguments {
  /// Size of the picture, and of the one before when the governor has just changed it.
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
  /// Vertices for the frame: feedback x, y; cortex shift radius, angle; light; glow; cortex share; not used.
  float *_Nullable frameGrid;
  /// Vertices for the pictures: picture A x, y; picture B x, y; mask; reaction x, y in units of the map; not used.
  float *_Nullable morphGrid;
};

/// Puts a ripple into its place; those beyond the last place are left out.
static inline void dreamSetRipple(struct DreamGridArguments *_Nonnull grid, int32_t index, struct DreamRipple ripple) {
  if (index >= 0 && index < DREAM_RIPPLES_MAX) grid->ripples[index] = ripple;
}

// MARK: The frame

/// The frame: feedback, what is new, tone and grain.
struct DreamFrameArguments {
  /// Size of the picture; the width is a multiple of 16, the height even.
  int32_t width, height;
  const float *_Nonnull grid;
  /// The frame before in the root domain, with its size; its pitch is its width. A row and some words lie behind it.
  const uint32_t *_Nonnull prior;
  int32_t priorWidth, priorHeight;
  /// The layer of what is new, as DreamFreshArguments has it.
  const uint32_t *_Nonnull redBlue, *_Nonnull green;
  /// Share of the frame before, g.
  float keep;
  /// Share of the new light that is shown beside the trails, 0 to 1.
  float clarity;
  /// Whether there are ripples that glow; linear light of their glow.
  int32_t isRaised;
  float glow[3];
  /// Grain in display units.
  float grain;
  /// Tone: y = z/(1 + z²/2), a soft shoulder, z the root of exposed light; with y counted in units of dreamToneUnit, the
  /// display's code, 0 to 255, is y·(t0 + y·(t1 + y·t2)).
  float tone[3];
  /// Counter of the noise.
  uint32_t noise;
  /// The frame in the root domain (what the next one feeds on), and in the display domain.
  uint32_t *_Nonnull next, *_Nonnull display;
};

/// The unit in which the kernels count the shoulder of the tone.
static const float dreamToneUnit = 0.70395225f;

/// A train of rings around a point: place, radius and half width in pixels; crests a pixel, phase in turns; light.
struct DreamRing {
  float x, y, radius, width, crests, phase, light;
};

/// Rings of light laid over the finished frame. The width is a multiple of 16 and the pitch.
struct DreamRingsArguments {
  int32_t width, height;
  int32_t count;
  struct DreamRing rings[DREAM_RIPPLES_MAX];
  /// Linear light of the crests.
  float colour[3];
  uint32_t *_Nullable display;
};

/// Puts a ring into its place; those beyond the last place are left out.
static inline void dreamSetRing(struct DreamRingsArguments *_Nonnull arguments, int32_t index, struct DreamRing ring) {
  if (index >= 0 && index < DREAM_RIPPLES_MAX) arguments->rings[index] = ring;
}

/// The ring at a place; that of the first where there is no such place.
static inline struct DreamRing dreamRing(const struct DreamRingsArguments *_Nonnull arguments, int32_t index) {
  return arguments->rings[index >= 0 && index < DREAM_RIPPLES_MAX ? index : 0];
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
  /// Every DREAM_BAR_STEP-th row and column of the picture as it came, `width` and `height` words each; both or neither.
  uint32_t *_Nullable rowLines, *_Nullable columnLines;
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
  DreamPass _Nonnull map, grid, fresh, frame, rings;
  DreamPass _Nonnull measure, bars, blend, resize, copy, fade, planes;
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
