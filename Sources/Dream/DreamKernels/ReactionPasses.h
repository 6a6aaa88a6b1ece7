// Reaction and diffusion of two substances on a periodic sheet (Gray and Scott 1984, doi 10.1016/0009-2509(84)87017-7).

/// One row between copies of its ends, so that no neighbour wraps.
INLINE void NAME(ringRow)(const float *row, int32_t edge, float *padded) {
  padded[LANES - 1] = row[edge - 1];
  memcpy(padded + LANES, row, (size_t)edge * sizeof(float));
  padded[LANES + edge] = row[0];
}

/// The nine-point Laplacian: .2 to the sides, .05 to the corners, −1 in the middle.
INLINE Floats NAME(laplacian)(const float *above, const float *here, const float *below) {
  Floats sides = (NAME(loadFloats)(here - 1) + NAME(loadFloats)(here + 1)) +
                 (NAME(loadFloats)(above) + NAME(loadFloats)(below));
  Floats corners = (NAME(loadFloats)(above - 1) + NAME(loadFloats)(above + 1)) +
                   (NAME(loadFloats)(below - 1) + NAME(loadFloats)(below + 1));
  return sides * 0.2f + corners * 0.05f - NAME(loadFloats)(here);
}

static void NAME(reaction)(const void *arguments, int32_t firstRow, int32_t endRow) {
  const struct DreamReactionArguments *r = arguments;
  const int32_t edge = r->edge, mask = edge - 1;
  float rows[6][1024 + 2 * LANES];
  for (int32_t y = firstRow; y < endRow; y++) {
    for (int32_t k = 0; k < 3; k++) {
      size_t from = (size_t)((y + k - 1) & mask) * edge;
      NAME(ringRow)(r->substrate + from, edge, rows[k]);
      NAME(ringRow)(r->reagent + from, edge, rows[3 + k]);
    }
    for (int32_t x = 0; x < edge; x += LANES) {
      int32_t at = x + LANES;
      Floats u = NAME(loadFloats)(rows[1] + at), v = NAME(loadFloats)(rows[4] + at), eaten = u * v * v;
      Floats spreadU = NAME(laplacian)(rows[0] + at, rows[1] + at, rows[2] + at);
      Floats spreadV = NAME(laplacian)(rows[3] + at, rows[4] + at, rows[5] + at);
      Floats nextU = u + (spreadU - eaten + r->feed * (1.f - u));
      Floats nextV = v + (spreadV * 0.5f + eaten - (r->feed + r->kill) * v);
      NAME(storeFloats)(r->nextSubstrate + (size_t)y * edge + x, NAME(unit)(nextU));
      NAME(storeFloats)(r->nextReagent + (size_t)y * edge + x, NAME(unit)(nextV));
    }
  }
}
