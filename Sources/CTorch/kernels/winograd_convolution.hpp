// The convolution and the gradient of its taps, a chunk of tiles at a time, so that what is
// transformed stays in the cache. Included into one namespace per kind of processor.

/// `out[r][q] (+)= Σ_d a[r · row_step + d · depth_step] · b[d · b_step + q]` for `rows` numbers r
/// and `count` vectors or halves q, held in registers.
template <class Value, int count, int rows, bool adding>
CTORCH_INLINE void multiply_block(
    const float *a, int64_t row_step, int64_t depth_step, const float *b, int64_t b_step,
    int64_t depth, float *out, int64_t out_step) {
  constexpr int width = width_of<Value>;
  Value sum[rows][count] = {};
  if (adding) {
    for (int r = 0; r < rows; r++)
      for (int q = 0; q < count; q++) load(out + r * out_step + q * width, sum[r][q]);
  }
  for (int64_t d = 0; d < depth; d++) {
    Value factor[count];
    for (int q = 0; q < count; q++) load(b + d * b_step + q * width, factor[q]);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      const float value = a[r * row_step + d * depth_step];
#pragma clang loop unroll(full)
      for (int q = 0; q < count; q++) sum[r][q] += value * factor[q];
    }
  }
  for (int r = 0; r < rows; r++)
    for (int q = 0; q < count; q++) store(out + r * out_step + q * width, sum[r][q]);
}

/// `count` vectors or halves side by side of all rows, a multiple of 8.
template <class Value, int count, int block, bool adding>
CTORCH_INLINE void multiply_columns(
    const float *a, int64_t row_step, int64_t depth_step, const float *b, int64_t b_step,
    int64_t depth, float *out, int64_t rows, int64_t out_step) {
  int64_t row = 0;
  for (; row + block <= rows; row += block)
    multiply_block<Value, count, block, adding>(
        a + row * row_step, row_step, depth_step, b, b_step, depth, out + row * out_step, out_step);
  for (; row < rows; row += 8)
    multiply_block<Value, count, 8, adding>(
        a + row * row_step, row_step, depth_step, b, b_step, depth, out + row * out_step, out_step);
}

/// All of `out`, `rows × columns` numbers; both are multiples of 8.
template <bool adding>
CTORCH_INLINE void multiply(
    const float *a, int64_t row_step, int64_t depth_step, const float *b, int64_t b_step,
    int64_t depth, float *out, int64_t rows, int64_t columns) {
  int64_t column = 0;
  for (; column + 2 * lanes <= columns; column += 2 * lanes)
    multiply_columns<Vector, 2, block_rows, adding>(
        a, row_step, depth_step, b + column, b_step, depth, out + column, rows, columns);
  for (; column + lanes <= columns; column += lanes)
    multiply_columns<Vector, 1, 2 * block_rows, adding>(
        a, row_step, depth_step, b + column, b_step, depth, out + column, rows, columns);
  for (; column < columns; column += lanes / 2)
    multiply_columns<Half, 1, 2 * block_rows, adding>(
        a, row_step, depth_step, b + column, b_step, depth, out + column, rows, columns);
}

/// Multiples of 16; the transformed chunk should fit the second-level cache.
CTORCH_INLINE int64_t chunk_tiles(int64_t inputs, int64_t outputs) {
  return inputs + outputs <= 64 ? 32 : 16;
}

/// Between planes: a little more than the plane, or all planes would share a few cache sets.
CTORCH_INLINE int64_t plane_stride(int64_t tiles, int64_t channels) {
  return tiles * channels + 16;
}

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
    const ConvolutionExtent &extent, const float *x, const float *factors, const Epilogue &epilogue,
    int64_t first, int64_t last, float *scratch, float *out) {
  const int64_t chunk = chunk_tiles(extent.inputs, extent.outputs);
  const int64_t in_stride = plane_stride(chunk, extent.inputs);
  const int64_t out_stride = plane_stride(chunk, extent.outputs);
  float *samples = scratch, *products = samples + points * in_stride;
  float *zeros = products + points * out_stride;
  for (int64_t i = 0; i < row_size(extent); i++) zeros[i] = 0;
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
          samples + p * in_stride, extent.inputs, 1, factors + p * extent.inputs * extent.outputs,
          extent.outputs, extent.inputs, products + p * out_stride, rows, extent.outputs);
    }
    store_tiles(extent, products, out_stride, start, count, epilogue, out);
  }
}

static void add_factor_gradients(
    const ConvolutionExtent &extent, const float *x, const float *gradient, int64_t first,
    int64_t last, float *scratch, float *sums) {
  const int64_t chunk = chunk_tiles(extent.inputs, extent.outputs);
  const int64_t in_stride = plane_stride(chunk, extent.inputs);
  const int64_t out_stride = plane_stride(chunk, extent.outputs);
  float *samples = scratch, *arriving = samples + points * in_stride;
  float *zeros = arriving + points * out_stride;
  for (int64_t i = 0; i < row_size(extent); i++) zeros[i] = 0;
  for (int64_t start = first; start < last; start += chunk) {
    const int64_t count = last - start < chunk ? last - start : chunk;
    transform_tiles<6, transform_samples>(
        extent, extent.inputs, x, start, count, zeros, in_stride, samples);
    transform_tiles<4, transform_gradients>(
        extent, extent.outputs, gradient, start, count, zeros, out_stride, arriving);
    const int64_t next = last - start - count < chunk ? last - start - count : chunk;
    for (int p = 0; p < points; p++) {
      prefetch_tiles<false>(extent, extent.inputs, x, start + count, next, p, points);
      prefetch_tiles<false>(extent, extent.outputs, gradient, start + count, next, p, points);
      multiply<true>(
          arriving + p * out_stride, 1, extent.outputs, samples + p * in_stride, extent.inputs,
          count, sums + p * extent.inputs * extent.outputs, extent.outputs, extent.inputs);
    }
  }
}
