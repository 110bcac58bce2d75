// From pictures to transformed tiles and back. Included into one namespace per kind of processor.

/// Where a tile lies.
struct Tile {
  int64_t image, top, left;
};

CTORCH_INLINE Tile tile_at(const ConvolutionExtent &extent, int64_t index) {
  const int64_t across = (extent.width + 3) / 4, down = (extent.height + 3) / 4;
  return {index / (across * down), index / across % down * 4, index % across * 4};
}

/// Asks for the pixels of tiles `first ..< first + count`, one of `parts` shares of them, while
/// there is other work to do: transforms would wait for memory otherwise.
template <bool writing>
CTORCH_INLINE void prefetch_tiles(
    const ConvolutionExtent &extent, int64_t channels, const float *pixels, int64_t first,
    int64_t count, int part, int parts) {
  const int64_t across = (extent.width + 3) / 4, down = (extent.height + 3) / 4;
  const int64_t last = (first + count) / across;
  const int64_t row = first / across / down * extent.height + first / across % down * 4;
  const int64_t end = last / down * extent.height + last % down * 4;
  const int64_t row_size = extent.width * channels, size = (end - row) * row_size;
  const float *from = pixels + row * row_size;
  for (int64_t i = size * part / parts & -16; i < size * (part + 1) / parts; i += 16)
    __builtin_prefetch(from + i, writing, 2);
}

/// Transforms `count` tiles side by side, the first one's corner at `tile`, to planes `stride`
/// floats apart. Squares of `side` pixels start `(side − 4) / 2` before a tile's corner; what two
/// of them share is loaded and transformed once. `zeros` is a row of pixels.
template <int side, void (*transform)(const Vector *, Vector *)>
CTORCH_INLINE void transform_row(
    const ConvolutionExtent &extent, int64_t channels, const float *x, Tile tile, int64_t count,
    const float *zeros, int64_t stride, float *out) {
  constexpr int offset = (side - tile_side) / 2, shared = side - tile_side;
  const float *rows[side];
  for (int i = 0; i < side; i++) {
    const int64_t row = tile.top - offset + i;
    const bool inside = row >= 0 && row < extent.height;
    rows[i] = inside ? x + (tile.image * extent.height + row) * extent.width * channels : zeros;
  }
  for (int64_t c = 0; c < channels; c = next_vector(c, channels)) {
    // Transformed along columns: [coefficient][column].
    Vector half[6][side];
    const auto transform_column = [&](int j, int64_t column) __attribute__((always_inline)) {
      Vector pixels[side] = {}, result[6];
      if (column >= 0 && column < extent.width)
        for (int i = 0; i < side; i++) pixels[i] = load(rows[i] + column * channels + c);
      transform(pixels, result);
      for (int i = 0; i < 6; i++) half[i][j] = result[i];
    };
    for (int j = 0; j < shared; j++) transform_column(j, tile.left - offset + j);
    for (int64_t t = 0; t < count; t++) {
      const int64_t left = tile.left + t * tile_side - offset;
      for (int j = shared; j < side; j++) transform_column(j, left + j);
      float *to = out + t * channels + c;
      for (int i = 0; i < 6; i++) {
        Vector result[6];
        transform(half[i], result);
        for (int j = 0; j < 6; j++) store(to + (i * 6 + j) * stride, result[j]);
        for (int j = 0; j < shared; j++) half[i][j] = half[i][j + tile_side];
      }
    }
  }
}

/// Transforms tiles `first ..< first + count` to `[36, tiles, channels]`.
template <int side, void (*transform)(const Vector *, Vector *)>
CTORCH_INLINE void transform_tiles(
    const ConvolutionExtent &extent, int64_t channels, const float *x, int64_t first, int64_t count,
    const float *zeros, int64_t stride, float *out) {
  const int64_t across = (extent.width + 3) / 4;
  for (int64_t done = 0; done < count;) {
    const Tile tile = tile_at(extent, first + done);
    const int64_t rest = across - tile.left / 4, size = count - done < rest ? count - done : rest;
    transform_row<side, transform>(
        extent, channels, x, tile, size, zeros, stride, out + done * channels);
    done += size;
  }
}

CTORCH_INLINE void store_tiles(
    const ConvolutionExtent &extent, const float *products, int64_t stride, int64_t first,
    int64_t count, const Epilogue &epilogue, float *out) {
  const int64_t channels = extent.outputs;
  for (int64_t t = 0; t < count; t++) {
    const Tile tile = tile_at(extent, first + t);
    const int64_t corner =
        ((tile.image * extent.height + tile.top) * extent.width + tile.left) * channels;
    const int64_t rows = extent.height - tile.top, columns = extent.width - tile.left;
    for (int64_t c = 0; c < channels; c = next_vector(c, channels)) {
      Vector m[6][6], y[4][4];
      const float *from = products + t * channels + c;
      for (int i = 0; i < points; i++) m[i / 6][i % 6] = load(from + i * stride);
      transform_square<6, 4, transform_products>(m, y);
      const Vector bias = epilogue.bias != nullptr ? load(epilogue.bias + c) : Vector{};
      for (int i = 0; i < 4 && i < rows; i++) {
        for (int j = 0; j < 4 && j < columns; j++) {
          const int64_t at = corner + (i * extent.width + j) * channels + c;
          Vector value = y[i][j] + bias;
          if (epilogue.residual != nullptr) value += load(epilogue.residual + at);
          if (epilogue.relu) value = positive_part(value);
          store(out + at, value);
        }
      }
    }
  }
}
