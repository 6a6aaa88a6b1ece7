// Letters over a frame: words of a report, read from some metres away.

/// The light of letters: warm white, below full, so that no frame flashes by them.
#define DREAM_LETTER_LIGHT 0xefe6d6u

static void NAME(letters)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamLettersArguments *l = arguments;
  for (int32_t y = firstRow; y < endRow; y++) {
    const uint32_t *letters = l->letters + (size_t)y * l->lettersPitch;
    uint32_t *display = l->display + (size_t)y * l->pitch;
    for (int32_t x = 0; x < l->width; x++) {
      uint32_t light = (letters[x] & 0xffu) * (uint32_t)l->share >> 8, ground = (letters[x] >> 8 & 0xffu) * (uint32_t)l->share >> 8;
      display[x] = NAME(mixWords)(NAME(mixWords)(display[x], 0, ground), DREAM_LETTER_LIGHT, light);
    }
  }
}

#undef DREAM_LETTER_LIGHT
