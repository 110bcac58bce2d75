// Convolutions of 3 × 3 taps by Winograd's method, with their gradients, and batch norm folded into
// the taps where no gradient is wanted.
#include "fused.hpp"
#include "kernels/kernels.hpp"
#include "parallel.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

namespace ctorch {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

/// Beyond this the transformed taps no longer fit the cache, and LibTorch's way is faster.
constexpr int64_t most_channels = 128;
/// Tiles that are worth a thread of their own.
constexpr int64_t tile_grain = 32;

bool suits_winograd(const at::Tensor &x, const Convolution &convolution) {
  const auto &weight = convolution.weight;
  if (!kernels_are_fast() || !is_plain(x)) return false;
  if (weight.scalar_type() != at::kFloat || !weight.is_cpu()) return false;
  const int64_t multiple = kernels().channel_multiple;
  return weight.dim() == 4 && weight.size(2) == 3 && weight.size(3) == 3 &&
         convolution.stride == 1 && convolution.padding == 1 && convolution.groups == 1 &&
         weight.size(1) == x.size(1) && weight.size(1) % multiple == 0 &&
         weight.size(0) % multiple == 0 && weight.size(1) <= most_channels &&
         weight.size(0) <= most_channels;
}

ConvolutionExtent extent_of(const at::Tensor &x, const at::Tensor &weight) {
  return {x.size(0), x.size(2), x.size(3), weight.size(1), weight.size(0)};
}

at::Tensor transformed(const at::Tensor &taps) {
  auto result = at::empty({36, taps.size(2), taps.size(3)}, taps.options());
  kernels().transform_taps(
      taps.const_data_ptr<float>(), taps.size(2), taps.size(3), result.mutable_data_ptr<float>());
  return result;
}

/// To `[3, 3, inputs, outputs]`.
at::Tensor forward_taps(const at::Tensor &weight) {
  return weight.permute({2, 3, 1, 0}).contiguous();
}

/// The taps of the convolution that maps gradients of outputs to gradients of inputs.
at::Tensor backward_taps(const at::Tensor &weight) {
  return weight.flip({2, 3}).permute({2, 3, 0, 1}).contiguous();
}

at::Tensor convolve(
    const ConvolutionExtent &extent, const at::Tensor &x, const at::Tensor &taps,
    const Epilogue &epilogue) {
  auto out = at::empty(
      {extent.images, extent.outputs, extent.height, extent.width}, x.options(), channels_last);
  const auto factors = transformed(taps);
  const int64_t parts = part_count(extent.tiles(), tile_grain);
  const int64_t size = kernels().convolution_scratch(extent);
  const auto scratch = at::empty({parts, size}, x.options());
  const float *pixels = x.const_data_ptr<float>(), *factor = factors.const_data_ptr<float>();
  float *work = scratch.mutable_data_ptr<float>(), *result = out.mutable_data_ptr<float>();
  const auto &table = kernels();
  for_shares(extent.tiles(), parts, [&](int64_t part, int64_t first, int64_t last) {
    table.convolve(
        extent, pixels, factor, epilogue, first, last, work + part * size, result);
  });
  return out;
}

at::Tensor weight_gradient(
    const ConvolutionExtent &extent, const at::Tensor &x, const at::Tensor &gradient) {
  const int64_t parts = part_count(extent.tiles(), tile_grain);
  const int64_t size = kernels().convolution_scratch(extent);
  const int64_t plane = extent.inputs * extent.outputs;
  const auto scratch = at::empty({parts, size}, x.options());
  auto products = at::zeros({parts, 36 * plane}, x.options());
  const float *pixels = x.const_data_ptr<float>(), *arriving = gradient.const_data_ptr<float>();
  float *work = scratch.mutable_data_ptr<float>(), *sums = products.mutable_data_ptr<float>();
  const auto &table = kernels();
  for_shares(extent.tiles(), parts, [&](int64_t part, int64_t first, int64_t last) {
    table.add_tap_products(
        extent, pixels, arriving, first, last, work + part * size, sums + part * 36 * plane);
  });
  for (int64_t part = 1; part < parts; part++) products[0] += products[part];
  auto taps = at::empty({3, 3, extent.inputs, extent.outputs}, x.options());
  kernels().tap_gradient(sums, extent.inputs, extent.outputs, taps.mutable_data_ptr<float>());
  return taps.permute({3, 2, 0, 1});
}

class WinogradConvolution : public Function<WinogradConvolution> {
 public:
  static at::Tensor forward(AutogradContext *context, const at::Tensor &x, const at::Tensor &weight) {
    context->save_for_backward({x, weight});
    return convolve(extent_of(x, weight), x, forward_taps(weight), {nullptr, nullptr, false});
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &weight = saved[1];
    const auto extent = extent_of(x, weight);
    const auto g = gradients[0].contiguous(channels_last);
    at::Tensor for_x, for_weight;
    if (context->needs_input_grad(0))
      for_x = convolve(extent.transposed(), g, backward_taps(weight), {nullptr, nullptr, false});
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
      convolution.weight * scale.view({-1, 1, 1, 1}), bias, convolution.stride,
      convolution.padding, convolution.groups};
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
  const bool folds = !norm.training && !c10::GradMode::is_enabled() && norm.running_mean &&
                     norm.running_variance;
  if (!folds) return normalized(convolved(x, convolution), norm, residual, relu);

  const auto whole = folded(convolution, norm);
  const bool plain = suits_winograd(x, whole) && (!residual || is_plain(*residual));
  if (plain) {
    const auto bias = whole.bias->contiguous();
    return convolve(
        extent_of(x, whole.weight), x, forward_taps(whole.weight),
        {bias.const_data_ptr<float>(), residual ? residual->const_data_ptr<float>() : nullptr,
         relu});
  }
  auto y = composed(x, whole);
  if (residual) y.add_(*residual);
  return relu ? y.relu_() : y;
}

}  // namespace ctorch
