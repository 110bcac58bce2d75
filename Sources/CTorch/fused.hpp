// Operations that LibTorch runs as several passes over memory, in fewer; with gradients. They take
// any tensors: where the hand-written loops do not apply, they are composed of LibTorch's
// operations.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

namespace ctorch {

struct Group;

/// Whether the hand-written loops apply: float32 images on the CPU, channels last, no autocast.
bool is_plain(const at::Tensor &images);

struct BatchNorm {
  std::optional<at::Tensor> weight, bias, running_mean, running_variance;
  bool training;
  double momentum, epsilon;
  /// Whose batch the statistics are of, this process's parts together with those of others; null for its own.
  Group *group;
};

/// Batch norm, then `residual` added, then ReLU.
at::Tensor normalized(
    const at::Tensor &x, const BatchNorm &norm, const std::optional<at::Tensor> &residual,
    bool relu);

/// Batch norm in training by the statistics of `norm.group`'s batch, of any dtype and on any device.
at::Tensor synchronized_batch_norm(const at::Tensor &x, const BatchNorm &norm);

struct Convolution {
  at::Tensor weight;
  std::optional<at::Tensor> bias;
  int64_t stride, padding, groups;
};

at::Tensor convolved(const at::Tensor &x, const Convolution &convolution);

/// A convolution, then `normalized`.
at::Tensor convolved_normalized(
    const at::Tensor &x, const Convolution &convolution, const BatchNorm &norm,
    const std::optional<at::Tensor> &residual, bool relu);

}  // namespace ctorch
