// The passes once for each level of the processor, and the choice among them.
//
// A level is the same source compiled for another instruction set and another width of vector. It needs no compiler
// flags: the target stands in a pragma around the source.

#include "DreamKernels.h"

#include <string.h>

// a·b + c stays two roundings everywhere, or levels would differ in their last bit.
#pragma STDC FP_CONTRACT OFF

#define LEVEL_NAME "portable"
#define NAME(x) x##Portable
#define LANES 4
#define ZIP_FIRST 0, 4, 1, 5
#define ZIP_SECOND 2, 6, 3, 7
#define EVEN_LANES 0, 2, 4, 6
#define ODD_LANES 1, 3, 5, 7
#define ZIP_LANES 0, 2, 1, 3
#include "Level.h"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v2"))), apply_to = function)
#define LEVEL_NAME "v2"
#define NAME(x) x##V2
#define LANES 4
#define ZIP_FIRST 0, 4, 1, 5
#define ZIP_SECOND 2, 6, 3, 7
#define EVEN_LANES 0, 2, 4, 6
#define ODD_LANES 1, 3, 5, 7
#define ZIP_LANES 0, 2, 1, 3
#include "Level.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL_NAME "v3"
#define NAME(x) x##V3
#define LANES 8
#define ZIP_FIRST 0, 8, 1, 9, 2, 10, 3, 11
#define ZIP_SECOND 4, 12, 5, 13, 6, 14, 7, 15
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15
#define ZIP_LANES 0, 4, 1, 5, 2, 6, 3, 7
#include "Level.h"
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"))), apply_to = function)
#define LEVEL_NAME "v4"
#define NAME(x) x##V4
#define LANES 16
#define ZIP_FIRST 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define ZIP_SECOND 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define EVEN_LANES 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define ODD_LANES 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define ZIP_LANES 0, 8, 1, 9, 2, 10, 3, 11, 4, 12, 5, 13, 6, 14, 7, 15
#include "Level.h"
#pragma clang attribute pop

const struct DreamKernels *dreamKernels(enum DreamLevel level) {
  __builtin_cpu_init();
  switch (level) {
  case DREAM_LEVEL_PORTABLE:
    return &kernelsPortable;
  case DREAM_LEVEL_V2:
    return __builtin_cpu_supports("x86-64-v2") ? &kernelsV2 : 0;
  case DREAM_LEVEL_V3:
    return __builtin_cpu_supports("x86-64-v3") ? &kernelsV3 : 0;
  case DREAM_LEVEL_V4:
    return __builtin_cpu_supports("x86-64-v4") ? &kernelsV4 : 0;
  }
  return 0;
}

#else

const struct DreamKernels *dreamKernels(enum DreamLevel level) {
  return level == DREAM_LEVEL_PORTABLE ? &kernelsPortable : 0;
}

#endif
