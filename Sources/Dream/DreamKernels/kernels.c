#include "DreamKernels.h"
