// Batch norm, a group of channels at a time: `Value` is a vector, or one float for the channels
// that do not fill a vector, and a group is `count` of them. Included into one namespace per kind
// of processor.

template <class Value, int count>
CTORCH_INLINE void load_group(const float *from, Value to[count]) {
  for (int i = 0; i < count; i++) load(from + i * width_of<Value>, to[i]);
}

/// Applies `Pass::run<Value, count>(first channel, …)` to all channels, in the largest groups.
template <class Pass, class... Arguments>
CTORCH_INLINE void for_groups(int64_t channels, const Arguments &...arguments) {
  int64_t c = 0;
  for (; c + 4 * lanes <= channels; c += 4 * lanes) Pass::template run<Vector, 4>(c, arguments...);
  for (; c + 2 * lanes <= channels; c += 2 * lanes) Pass::template run<Vector, 2>(c, arguments...);
  for (; c + lanes <= channels; c += lanes) Pass::template run<Vector, 1>(c, arguments...);
  for (; c < channels; c++) Pass::template run<float, 1>(c, arguments...);
}

/// Adds `value`, a group's float sums, to doubles.
template <class Value, int count>
CTORCH_INLINE void add_to(double *sums, const Value value[count]) {
  float lane[count * width_of<Value>];
  for (int i = 0; i < count; i++) store(lane + i * width_of<Value>, value[i]);
  for (int i = 0; i < count * width_of<Value>; i++) sums[i] += lane[i];
}

/// Rows whose sums are kept in floats, and that are read twice while they are in the cache.
constexpr int64_t block_of_rows = 64;

struct MomentsPass {
  template <class Value, int count>
  CTORCH_INLINE void run(
      int64_t channel, const float *x, int64_t rows, int64_t channels, const Moments &into) {
    constexpr int width = count * width_of<Value>;
    // Several sums side by side hide the latency of additions.
    constexpr int strands = 4 / count;
    for (int64_t start = 0; start < rows; start += block_of_rows) {
      const int64_t size = rows - start < block_of_rows ? rows - start : block_of_rows;
      const float *block = x + start * channels + channel;
      Value sum[strands][count] = {}, square[strands][count] = {}, mean[count], value[count];
      int64_t row = 0;
      for (; row + strands <= size; row += strands) {
        for (int s = 0; s < strands; s++) {
          load_group<Value, count>(block + (row + s) * channels, value);
          for (int i = 0; i < count; i++) sum[s][i] += value[i];
        }
      }
      for (; row < size; row++) {
        load_group<Value, count>(block + row * channels, value);
        for (int i = 0; i < count; i++) sum[0][i] += value[i];
      }
      for (int s = 1; s < strands; s++)
        for (int i = 0; i < count; i++) sum[0][i] += sum[s][i];
      for (int i = 0; i < count; i++) mean[i] = sum[0][i] / (float)size;
      for (row = 0; row + strands <= size; row += strands) {
        for (int s = 0; s < strands; s++) {
          load_group<Value, count>(block + (row + s) * channels, value);
          for (int i = 0; i < count; i++) {
            const Value difference = value[i] - mean[i];
            square[s][i] += difference * difference;
          }
        }
      }
      for (; row < size; row++) {
        load_group<Value, count>(block + row * channels, value);
        for (int i = 0; i < count; i++) {
          const Value difference = value[i] - mean[i];
          square[0][i] += difference * difference;
        }
      }
      for (int s = 1; s < strands; s++)
        for (int i = 0; i < count; i++) square[0][i] += square[s][i];

      float means[width], squares[width], sums[width];
      for (int i = 0; i < count; i++) {
        store(means + i * width_of<Value>, mean[i]);
        store(sums + i * width_of<Value>, sum[0][i]);
        store(squares + i * width_of<Value>, square[0][i]);
      }
      // Around the rounded mean m: Σ x² = Σ (x − m)² + 2 m Σ x − n m².
      for (int i = 0; i < width; i++) {
        const double m = means[i], s = sums[i];
        into.sum[channel + i] += s;
        into.square[channel + i] += squares[i] + m * (2 * s - (double)size * m);
      }
    }
  }
};

static void add_moments(const float *x, int64_t rows, int64_t channels, Moments into) {
  for_groups<MomentsPass>(channels, x, rows, channels, into);
}

struct NormalizePass {
  template <class Value, int count>
  CTORCH_INLINE void run(
      int64_t channel, const float *x, const float *residual, int64_t rows, int64_t channels,
      const float *means, const float *scales, const float *shifts, bool relu, float *out) {
    Value mean[count], scale[count], shift[count], value[count], other[count];
    load_group<Value, count>(means + channel, mean);
    load_group<Value, count>(scales + channel, scale);
    load_group<Value, count>(shifts + channel, shift);
    for (int64_t row = 0; row < rows; row++) {
      const int64_t at = row * channels + channel;
      load_group<Value, count>(x + at, value);
      for (int i = 0; i < count; i++) value[i] = (value[i] - mean[i]) * scale[i] + shift[i];
      if (residual != nullptr) {
        load_group<Value, count>(residual + at, other);
        for (int i = 0; i < count; i++) value[i] += other[i];
      }
      for (int i = 0; i < count; i++)
        store(out + at + i * width_of<Value>, relu ? positive_part(value[i]) : value[i]);
    }
  }
};

static void normalize(
    const float *x, const float *residual, int64_t rows, int64_t channels, const float *mean,
    const float *scale, const float *shift, bool relu, float *out) {
  for_groups<NormalizePass>(channels, x, residual, rows, channels, mean, scale, shift, relu, out);
}

/// The gradient of a row of outputs, before ReLU.
template <class Value, int count>
CTORCH_INLINE void load_gradient(
    const float *gradient, const float *out, int64_t at, Value g[count]) {
  load_group<Value, count>(gradient + at, g);
  if (out == nullptr) return;
  Value y[count];
  load_group<Value, count>(out + at, y);
  for (int i = 0; i < count; i++) g[i] = where_positive(y[i], g[i]);
}

struct GradientSumsPass {
  template <class Value, int count>
  CTORCH_INLINE void run(
      int64_t channel, const float *gradient, const float *out, const float *x, int64_t rows,
      int64_t channels, const float *means, float *masked, double *sums, double *products) {
    Value mean[count], g[count], value[count];
    load_group<Value, count>(means + channel, mean);
    constexpr int strands = 4 / count;
    for (int64_t start = 0; start < rows; start += block_of_rows) {
      const int64_t size = rows - start < block_of_rows ? rows - start : block_of_rows;
      Value sum[strands][count] = {}, product[strands][count] = {};
      for (int64_t row = 0; row < size; row += strands) {
        for (int s = 0; s < strands && row + s < size; s++) {
          const int64_t at = (start + row + s) * channels + channel;
          load_gradient<Value, count>(gradient, out, at, g);
          load_group<Value, count>(x + at, value);
          for (int i = 0; i < count; i++) {
            sum[s][i] += g[i];
            product[s][i] += g[i] * (value[i] - mean[i]);
            if (masked != nullptr) store(masked + at + i * width_of<Value>, g[i]);
          }
        }
      }
      for (int s = 1; s < strands; s++) {
        for (int i = 0; i < count; i++) {
          sum[0][i] += sum[s][i];
          product[0][i] += product[s][i];
        }
      }
      add_to<Value, count>(sums + channel, sum[0]);
      add_to<Value, count>(products + channel, product[0]);
    }
  }
};

static void add_gradient_sums(
    const float *gradient, const float *out, const float *x, int64_t rows, int64_t channels,
    const float *mean, float *masked, double *sum, double *product) {
  for_groups<GradientSumsPass>(
      channels, gradient, out, x, rows, channels, mean, masked, sum, product);
}

struct NormalizeGradientPass {
  template <class Value, int count>
  CTORCH_INLINE void run(
      int64_t channel, const float *gradient, const float *out, const float *x, int64_t rows,
      int64_t channels, const float *means, const float *scales, const float *slopes,
      const float *shifts, float *result) {
    Value mean[count], scale[count], slope[count], shift[count], g[count], value[count];
    load_group<Value, count>(means + channel, mean);
    load_group<Value, count>(scales + channel, scale);
    load_group<Value, count>(slopes + channel, slope);
    load_group<Value, count>(shifts + channel, shift);
    for (int64_t row = 0; row < rows; row++) {
      const int64_t at = row * channels + channel;
      load_gradient<Value, count>(gradient, out, at, g);
      load_group<Value, count>(x + at, value);
      for (int i = 0; i < count; i++) {
        const Value centred = (value[i] - mean[i]) * slope[i] + shift[i];
        store(result + at + i * width_of<Value>, g[i] * scale[i] + centred);
      }
    }
  }
};

static void normalize_gradient(
    const float *gradient, const float *out, const float *x, int64_t rows, int64_t channels,
    const float *mean, const float *scale, const float *slope, const float *shift, float *result) {
  for_groups<NormalizeGradientPass>(
      channels, gradient, out, x, rows, channels, mean, scale, slope, shift, result);
}
