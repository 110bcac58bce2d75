// From pictures to transformed tiles and back. Included into one namespace per kind of processor.

/// Where a tile lies.
struct Tile {
  int64_t image, top, left;
};

CTORCH_INLINE Tile tile_at(const ConvolutionExtent &extent, int64_t index) {
  const int64_t across = (extent.width + 3) / 4, down = (extent.height + 3) / 4;
  return {index / (across * down), index / across % down * 4, index % across * 4};
}

/// The pixels of a square with its top left corner at (`top`, `left`), zeros outside the picture.
template <int side>
CTORCH_INLINE void find_pixels(
    const ConvolutionExtent &extent, int64_t channels, const float *x, int64_t image, int64_t top,
    int64_t left, const float *zeros, const float *pixels[side][side]) {
  for (int i = 0; i < side; i++) {
    const bool row_inside = top + i >= 0 && top + i < extent.height;
    const float *row = x + ((image * extent.height + top + i) * extent.width + left) * channels;
    for (int j = 0; j < side; j++) {
      const bool inside = row_inside && left + j >= 0 && left + j < extent.width;
      pixels[i][j] = inside ? row + j * channels : zeros;
    }
  }
}

/// Transforms squares of `side` pixels that start `offset` before each tile's corner, to
/// `[36, tiles, channels]` with `stride` floats between the 36 planes.
template <int side, int offset, void (*transform)(const Vector *, Vector *)>
CTORCH_INLINE void transform_tiles(
    const ConvolutionExtent &extent, int64_t channels, const float *x, int64_t first, int64_t count,
    const float *zeros, int64_t stride, float *out) {
  for (int64_t t = 0; t < count; t++) {
    const Tile tile = tile_at(extent, first + t);
    const int64_t top = tile.top - offset, left = tile.left - offset;
    const float *pixels[side][side];
    find_pixels<side>(extent, channels, x, tile.image, top, left, zeros, pixels);
    for (int64_t c = 0; c < channels; c += lanes) {
      Vector d[side][side], v[6][6];
      for (int i = 0; i < side; i++)
        for (int j = 0; j < side; j++) d[i][j] = load(pixels[i][j] + (pixels[i][j] == zeros ? 0 : c));
      transform_square<side, 6, transform>(d, v);
      float *to = out + t * channels + c;
      for (int i = 0; i < 6; i++)
        for (int j = 0; j < 6; j++) store(to + (i * 6 + j) * stride, v[i][j]);
    }
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
    for (int64_t c = 0; c < channels; c += lanes) {
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
