// The convolution and the gradient of its taps, a chunk of tiles at a time, so that what is
// transformed stays in the cache. Included into one namespace per kind of processor.

/// `out[r][q] (+)= Σ_d a[r · row_step + d · depth_step] · b[d · b_step + q]` for `rows` numbers r and
/// `columns` vectors q, held in registers.
template <int rows, int columns, bool adding>
CTORCH_INLINE void multiply_block(
    const float *a, int64_t row_step, int64_t depth_step, const float *b, int64_t b_step,
    int64_t depth, float *out, int64_t out_step) {
  Vector sum[rows][columns];
  for (int r = 0; r < rows; r++)
    for (int q = 0; q < columns; q++)
      sum[r][q] = adding ? load(out + r * out_step + q * lanes) : Vector{};
  for (int64_t d = 0; d < depth; d++) {
    Vector factor[columns];
    for (int q = 0; q < columns; q++) factor[q] = load(b + d * b_step + q * lanes);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      const Vector value = splat(a[r * row_step + d * depth_step]);
#pragma clang loop unroll(full)
      for (int q = 0; q < columns; q++)
        sum[r][q] += value * factor[q];
    }
  }
  for (int r = 0; r < rows; r++)
    for (int q = 0; q < columns; q++) store(out + r * out_step + q * lanes, sum[r][q]);
}

/// All of `out`, `rows × columns` numbers; both are multiples of 16.
template <bool adding>
CTORCH_INLINE void multiply(
    const float *a, int64_t row_step, int64_t depth_step, const float *b, int64_t b_step,
    int64_t depth, float *out, int64_t rows, int64_t columns) {
  constexpr int wide = 2 * lanes;
  int64_t column = 0;
  for (; column + wide <= columns; column += wide) {
    for (int64_t row = 0; row < rows; row += block_rows)
      multiply_block<block_rows, 2, adding>(
          a + row * row_step, row_step, depth_step, b + column, b_step, depth,
          out + row * columns + column, columns);
  }
  for (; column < columns; column += lanes) {
    for (int64_t row = 0; row < rows; row += 2 * block_rows)
      multiply_block<2 * block_rows, 1, adding>(
          a + row * row_step, row_step, depth_step, b + column, b_step, depth,
          out + row * columns + column, columns);
  }
}

/// Multiples of 16; the transformed chunk should fit the second-level cache.
CTORCH_INLINE int64_t chunk_tiles(int64_t inputs, int64_t outputs) {
  return inputs + outputs <= 64 ? 32 : 16;
}

/// Between planes: a little more than the plane, or all planes would share a few cache sets.
CTORCH_INLINE int64_t plane_stride(int64_t tiles, int64_t channels) { return tiles * channels + 16; }

/// Floats in a row of the wider pictures, which are zeros above and below them.
CTORCH_INLINE int64_t row_size(const ConvolutionExtent &extent) {
  return extent.width * (extent.inputs > extent.outputs ? extent.inputs : extent.outputs);
}

static int64_t convolution_scratch(const ConvolutionExtent &extent) {
  const int64_t chunk = chunk_tiles(extent.inputs, extent.outputs);
  return points * (plane_stride(chunk, extent.inputs) + plane_stride(chunk, extent.outputs)) +
         row_size(extent);
}

static void convolve(
    const ConvolutionExtent &extent, const float *x, const float *transformed,
    const Epilogue &epilogue, int64_t first, int64_t last, float *scratch, float *out) {
  const int64_t chunk = chunk_tiles(extent.inputs, extent.outputs);
  const int64_t in_stride = plane_stride(chunk, extent.inputs);
  const int64_t out_stride = plane_stride(chunk, extent.outputs);
  float *samples = scratch, *products = samples + points * in_stride;
  float *zeros = products + points * out_stride;
  for (int64_t i = 0; i < row_size(extent); i += lanes) store(zeros + i, Vector{});
  for (int64_t start = first; start < last; start += chunk) {
    const int64_t count = last - start < chunk ? last - start : chunk;
    // Rows past the end are multiplied too, and not stored.
    const int64_t rows = (count + 15) / 16 * 16;
    transform_tiles<6, transform_samples>(
        extent, extent.inputs, x, start, count, zeros, in_stride, samples);
    const int64_t next = last - start - count < chunk ? last - start - count : chunk;
    for (int p = 0; p < points; p++) {
      prefetch_tiles<true>(extent, extent.outputs, out, start, count, p, points);
      prefetch_tiles<false>(extent, extent.inputs, x, start + count, next, p, points);
      multiply<false>(
          samples + p * in_stride, extent.inputs, 1,
          transformed + p * extent.inputs * extent.outputs, extent.outputs, extent.inputs,
          products + p * out_stride, rows, extent.outputs);
    }
    store_tiles(extent, products, out_stride, start, count, epilogue, out);
  }
}

static void add_tap_products(
    const ConvolutionExtent &extent, const float *x, const float *gradient, int64_t first,
    int64_t last, float *scratch, float *products) {
  const int64_t chunk = chunk_tiles(extent.inputs, extent.outputs);
  const int64_t in_stride = plane_stride(chunk, extent.inputs);
  const int64_t out_stride = plane_stride(chunk, extent.outputs);
  float *samples = scratch, *gradients = samples + points * in_stride;
  float *zeros = gradients + points * out_stride;
  for (int64_t i = 0; i < row_size(extent); i += lanes) store(zeros + i, Vector{});
  for (int64_t start = first; start < last; start += chunk) {
    const int64_t count = last - start < chunk ? last - start : chunk;
    transform_tiles<6, transform_samples>(
        extent, extent.inputs, x, start, count, zeros, in_stride, samples);
    transform_tiles<4, transform_gradients>(
        extent, extent.outputs, gradient, start, count, zeros, out_stride, gradients);
    const int64_t next = last - start - count < chunk ? last - start - count : chunk;
    for (int p = 0; p < points; p++) {
      prefetch_tiles<false>(extent, extent.inputs, x, start + count, next, p, points);
      prefetch_tiles<false>(extent, extent.outputs, gradient, start + count, next, p, points);
      multiply<true>(
          samples + p * in_stride, 1, extent.inputs, gradients + p * out_stride, extent.outputs,
          count, products + p * extent.inputs * extent.outputs, extent.inputs, extent.outputs);
    }
  }
}
