// All passes at one level: LANES, NAME and the lane orders are set by the file that includes this one, once a level.

#include "Lanes.h"

#include "FieldPasses.h"
#include "ReactionPasses.h"
#include "PicturePasses.h"
#include "GridPasses.h"
#include "LayerPlaces.h"
#include "LayerPoints.h"
#include "LayerPasses.h"
#include "RingPasses.h"
#include "FramePasses.h"

#include "OutputPasses.h"
#include "LetterPasses.h"
#include "BarPasses.h"
#include "StillPasses.h"

static const struct DreamKernels NAME(kernels) = {
    .name = LEVEL_NAME,
    .fieldAlong = NAME(fieldAlong),
    .fieldStep = NAME(fieldStep),
    .sheetLowPass = NAME(sheetLowPass),
    .sheetPlane = NAME(sheetPlane),
    .sheetQuads = NAME(sheetQuads),
    .reaction = NAME(reaction),
    .paintHeight = NAME(paintHeight),
    .paintColour = NAME(paintColour),
    .map = NAME(map),
    .grid = NAME(grid),
    .layer = NAME(layer),
    .layerLight = NAME(layerLight),
    .frame = NAME(frame),
    .rings = NAME(rings),
    .measure = NAME(measure),
    .show = NAME(show),
    .bars = NAME(bars),
    .blend = NAME(blend),
    .resize = NAME(resize),
    .copy = NAME(copy),
    .fade = NAME(fade),
    .letters = NAME(letters),
    .planes = NAME(planes),
    .stillGrid = NAME(stillGrid),
    .stills = NAME(stills),
};

#undef Floats
#undef Ints
#undef Words
#undef Halves
#undef WideHalves
#undef HalfWords
#undef HalfHalves
#undef INLINE
#undef LANES
#undef NAME
#undef LEVEL_NAME
#undef EVEN_LANES
#undef ODD_LANES
#undef ZIP_LANES
#undef ZIP_FIRST
#undef ZIP_SECOND
