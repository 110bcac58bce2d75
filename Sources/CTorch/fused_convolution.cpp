// Convolutions of 3 × 3 taps by Winograd's method, with their gradients, and batch norm folded into
// the taps where no gradient is wanted.
#include "fused.hpp"
#include "kernels/kernels.hpp"
#include "parallel.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

namespace ctorch {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

/// With more channels than this the transformed taps come from memory each time they are used.
constexpr int64_t most_channels = 256;
/// Fewer tiles than this, or than one for so many pairs of channels, do not repay transforming
/// taps.
constexpr int64_t fewest_tiles = 16, pairs_per_tile = 512;
/// Tiles that are worth a thread of their own.
constexpr int64_t tile_grain = 32;
/// Floats that all parts together may sum up gradients in: 128 MB.
constexpr int64_t most_sums = 1 << 25;

ConvolutionExtent extent_of(const at::Tensor &x, const at::Tensor &weight) {
  return {x.size(0), x.size(2), x.size(3), weight.size(1), weight.size(0)};
}

bool suits_winograd(int64_t channels) {
  return channels % 8 == 0 && channels >= 16 && channels <= most_channels;
}

bool suits_winograd(const at::Tensor &x, const Convolution &convolution) {
  const auto &weight = convolution.weight;
  if (!kernels_are_fast() || !is_plain(x) || !weight.is_cpu()) return false;
  if (weight.scalar_type() != at::kFloat || weight.dim() != 4) return false;
  if (weight.size(2) != 3 || weight.size(3) != 3 || weight.size(1) != x.size(1)) return false;
  if (convolution.stride != 1 || convolution.padding != 1 || convolution.groups != 1) return false;
  const auto extent = extent_of(x, weight);
  return suits_winograd(extent.inputs) && suits_winograd(extent.outputs) &&
         extent.tiles() >= fewest_tiles &&
         extent.tiles() * pairs_per_tile >= extent.inputs * extent.outputs;
}

/// Factors `[36, inputs, outputs]` of the taps.
at::Tensor factors_of(
    const Taps &taps, const ConvolutionExtent &extent, at::TensorOptions options) {
  auto factors = at::empty({36, extent.inputs, extent.outputs}, options);
  kernels().transform_taps(taps, extent.inputs, extent.outputs, factors.mutable_data_ptr<float>());
  return factors;
}

at::Tensor forward_factors(const at::Tensor &weight, const ConvolutionExtent &extent) {
  const auto taps = weight.permute({2, 3, 1, 0}).contiguous();
  const float *first = taps.const_data_ptr<float>();
  return factors_of(
      {first, extent.inputs * extent.outputs, extent.outputs}, extent, weight.options());
}

/// Of the convolution, of `extent` transposed, that maps gradients of outputs to gradients of
/// inputs: its taps are the same, the last one first.
at::Tensor backward_factors(const at::Tensor &weight, const ConvolutionExtent &extent) {
  const auto taps = weight.contiguous(channels_last);
  const float *last = taps.const_data_ptr<float>() + 8 * extent.inputs;
  return factors_of(
      {last, -extent.inputs, 9 * extent.inputs}, extent.transposed(), weight.options());
}

at::Tensor convolve(
    const ConvolutionExtent &extent, const at::Tensor &x, const at::Tensor &factors,
    const Epilogue &epilogue) {
  auto out = at::empty(
      {extent.images, extent.outputs, extent.height, extent.width}, x.options(), channels_last);
  const int64_t parts = part_count(extent.tiles(), tile_grain);
  const int64_t size = kernels().convolution_scratch(extent);
  const auto scratch = at::empty({parts, size}, x.options());
  const float *pixels = x.const_data_ptr<float>(), *factor = factors.const_data_ptr<float>();
  float *work = scratch.mutable_data_ptr<float>(), *result = out.mutable_data_ptr<float>();
  const auto &table = kernels();
  for_shares(extent.tiles(), parts, [&](int64_t part, int64_t first, int64_t last) {
    table.convolve(extent, pixels, factor, epilogue, first, last, work + part * size, result);
  });
  return out;
}

at::Tensor weight_gradient(
    const ConvolutionExtent &extent, const at::Tensor &x, const at::Tensor &gradient) {
  const int64_t plane = extent.inputs * extent.outputs;
  const int64_t parts =
      std::clamp<int64_t>(most_sums / (36 * plane), 1, part_count(extent.tiles(), tile_grain));
  const int64_t size = kernels().convolution_scratch(extent);
  const auto scratch = at::empty({parts, size}, x.options());
  auto sums = at::zeros({parts, 36 * plane}, x.options());
  const float *pixels = x.const_data_ptr<float>(), *arriving = gradient.const_data_ptr<float>();
  float *work = scratch.mutable_data_ptr<float>(), *sum = sums.mutable_data_ptr<float>();
  const auto &table = kernels();
  for_shares(extent.tiles(), parts, [&](int64_t part, int64_t first, int64_t last) {
    table.add_factor_gradients(
        extent, pixels, arriving, first, last, work + part * size, sum + part * 36 * plane);
  });
  for (int64_t part = 1; part < parts; part++) sums[0] += sums[part];
  auto result = at::empty({extent.outputs, extent.inputs, 3, 3}, x.options(), channels_last);
  table.tap_gradients(sum, extent.inputs, extent.outputs, result.mutable_data_ptr<float>());
  return result;
}

class WinogradConvolution : public Function<WinogradConvolution> {
 public:
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &x, const at::Tensor &weight) {
    context->save_for_backward({x, weight});
    const auto extent = extent_of(x, weight);
    return convolve(extent, x, forward_factors(weight, extent), {nullptr, nullptr, false});
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    const auto extent = extent_of(x, weight);
    const auto g = gradients[0].contiguous(channels_last);
    at::Tensor for_x, for_weight;
    if (context->needs_input_grad(0))
      for_x = convolve(
          extent.transposed(), g, backward_factors(weight, extent), {nullptr, nullptr, false});
    if (context->needs_input_grad(1)) for_weight = weight_gradient(extent, x, g);
    return {for_x, for_weight};
  }
};

at::Tensor composed(const at::Tensor &x, const Convolution &convolution) {
  return at::conv2d(
      x, convolution.weight, convolution.bias, {convolution.stride, convolution.stride},
      {convolution.padding, convolution.padding}, {1, 1}, convolution.groups);
}

/// The convolution with the batch norm of frozen statistics in its taps and bias.
Convolution folded(const Convolution &convolution, const BatchNorm &norm) {
  auto scale = (*norm.running_variance + norm.epsilon).rsqrt();
  if (norm.weight) scale = scale * *norm.weight;
  auto offset = convolution.bias ? *convolution.bias - *norm.running_mean : -*norm.running_mean;
  auto bias = offset * scale;
  if (norm.bias) bias = bias + *norm.bias;
  return {
      convolution.weight * scale.view({-1, 1, 1, 1}), bias, convolution.stride, convolution.padding,
      convolution.groups};
}

}  // namespace

at::Tensor convolved(const at::Tensor &x, const Convolution &convolution) {
  if (!suits_winograd(x, convolution)) return composed(x, convolution);
  auto y = WinogradConvolution::apply(x, convolution.weight);
  return convolution.bias ? y + convolution.bias->view({1, -1, 1, 1}) : y;
}

at::Tensor convolved_normalized(
    const at::Tensor &x, const Convolution &convolution, const BatchNorm &norm,
    const std::optional<at::Tensor> &residual, bool relu) {
  const bool folds =
      !norm.training && !c10::GradMode::is_enabled() && norm.running_mean && norm.running_variance;
  if (!folds) return normalized(convolved(x, convolution), norm, residual, relu);

  const auto whole = folded(convolution, norm);
  const bool plain = suits_winograd(x, whole) && (!residual || is_plain(*residual));
  if (plain) {
    const auto bias = whole.bias->contiguous();
    const auto extent = extent_of(x, whole.weight);
    return convolve(
        extent, x, forward_factors(whole.weight, extent),
        {bias.const_data_ptr<float>(), residual ? residual->const_data_ptr<float>() : nullptr,
         relu});
  }
  auto y = composed(x, whole);
  if (residual) y.add_(*residual);
  return relu ? y.relu_() : y;
}

}  // namespace ctorch
