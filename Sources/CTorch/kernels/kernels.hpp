// The loops that are written by hand: float32, channels last, one table per kind of processor.
//
// No LibTorch here, so that these files compile in a second. Rows are pixels: an activation of
// shape `[batch, channels, height, width]` is `batch · height · width` rows of `channels` numbers.
#pragma once

#include <cstdint>

namespace ctorch {

/// A convolution with 3 × 3 taps, stride 1 and padding 1.
struct ConvolutionExtent {
  int64_t images, height, width, inputs, outputs;

  /// Winograd's tiles are 4 × 4 outputs each.
  int64_t tiles() const { return images * ((height + 3) / 4) * ((width + 3) / 4); }
  /// The same with inputs and outputs swapped: the gradient for the inputs is such a convolution.
  ConvolutionExtent transposed() const { return {images, height, width, outputs, inputs}; }
};

/// The 3 × 3 taps between each input and each output, which lie side by side for the outputs: tap i
/// is at `first + i · tap_step + input · input_step + output`.
struct Taps {
  const float *first;
  int64_t tap_step, input_step;
};

/// What is added to a convolution's outputs before they are stored; null for nothing.
struct Epilogue {
  const float *bias, *residual;
  bool relu;
};

/// Sums over rows, per channel.
struct Moments {
  /// Σ x, and Σ x² taken around the mean of each block of rows first, so that it does not cancel.
  double *sum, *square;
};

struct Kernels {
  const char *name;

  /// Adds the sums over `rows` rows.
  void (*add_moments)(const float *x, int64_t rows, int64_t channels, Moments into);
  /// `out = (x − mean) · scale + shift (+ residual)`, then ReLU if wanted.
  void (*normalize)(
      const float *x, const float *residual, int64_t rows, int64_t channels, const float *mean,
      const float *scale, const float *shift, bool relu, float *out);
  /// With g the gradient where `out` is positive (everywhere if `out` is null): adds Σ g and
  /// Σ g (x − mean), and stores g if `masked` is not null.
  void (*add_gradient_sums)(
      const float *gradient, const float *out, const float *x, int64_t rows, int64_t channels,
      const float *mean, float *masked, double *sum, double *product);
  /// `result = g · scale + (x − mean) · slope + shift`, with g as above.
  void (*normalize_gradient)(
      const float *gradient, const float *out, const float *x, int64_t rows, int64_t channels,
      const float *mean, const float *scale, const float *slope, const float *shift, float *result);

  // The convolution: multiples of 8 channels, at least 16.

  /// To factors `[36, inputs, outputs]`.
  void (*transform_taps)(const Taps &taps, int64_t inputs, int64_t outputs, float *factors);
  /// How many floats `convolve` and `add_factor_gradients` need to work in.
  int64_t (*convolution_scratch)(const ConvolutionExtent &extent);
  /// The outputs of tiles `first ..< last`.
  void (*convolve)(
      const ConvolutionExtent &extent, const float *x, const float *factors,
      const Epilogue &epilogue, int64_t first, int64_t last, float *scratch, float *out);
  /// Adds these tiles' share of the gradients of the factors, `[36, outputs, inputs]`.
  void (*add_factor_gradients)(
      const ConvolutionExtent &extent, const float *x, const float *gradient, int64_t first,
      int64_t last, float *scratch, float *gradients);
  /// From the sum of all shares to the gradients of the taps, `[outputs, 9, inputs]`.
  void (*tap_gradients)(const float *gradients, int64_t inputs, int64_t outputs, float *taps);
};

/// This thread's table: the fastest that the processor can run, unless `use_kernels` chose.
const Kernels &kernels();
/// Chooses this thread's table by name, or the fastest again by null; false if there is none such.
bool use_kernels(const char *name);
/// False where the compiler did not optimize and none was chosen: then LibTorch's are faster.
bool kernels_are_fast();

}  // namespace ctorch
