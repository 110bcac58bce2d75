// Batch norm of a group's batch, composed of LibTorch's operations.
#include "collectives.hpp"
#include "fused.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <c10/core/GradMode.h>

namespace ctorch {

at::Tensor synchronized_batch_norm(const at::Tensor &x, const BatchNorm &norm) {
  auto &group = *norm.group;
  const auto channels = x.size(1);
  const auto precise = at::promoteTypes(x.scalar_type(), at::kFloat);
  const auto images = x.to(precise);
  const auto wide = [&](const at::Tensor &values) { return values.view({1, channels, 1, 1}); };
  const auto rows = at::full({}, double(x.numel() / channels), images.options().dtype(at::kDouble));
  const double count = sum_over(group, rows).item<double>();
  const auto mean = sum_over(group, images.sum({0, 2, 3})) / count;
  const auto centred = images - wide(mean);
  const auto variance = sum_over(group, centred.square().sum({0, 2, 3})) / count;
  {
    const at::NoGradGuard guard;
    if (norm.running_mean) norm.running_mean->lerp_(mean.to(*norm.running_mean), norm.momentum);
    if (norm.running_variance)
      norm.running_variance->lerp_(
          (variance * (count / (count - 1))).to(*norm.running_variance), norm.momentum);
  }
  auto y = centred * wide((variance + norm.epsilon).rsqrt());
  if (norm.weight) y = y * wide(*norm.weight);
  if (norm.bias) y = y + wide(*norm.bias);
  return y.to(x.scalar_type());
}

}  // namespace ctorch
