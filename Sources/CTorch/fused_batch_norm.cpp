// Batch norm, addition and ReLU: one pass over the images for their moments and one to write the
// outputs, and likewise for gradients.
#include "fused.hpp"
#include "image_rows.hpp"
#include "kernels/kernels.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>
#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <vector>

namespace ctorch {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

using Optional = std::optional<at::Tensor>;

constexpr auto channels_last = at::MemoryFormat::ChannelsLast;

/// A parameter's numbers, or `otherwise` for each channel where there is none.
std::vector<float> numbers(const Optional &parameter, int64_t channels, float otherwise) {
  if (!parameter || !parameter->defined()) return std::vector<float>(channels, otherwise);
  const auto plain = parameter->contiguous();
  const float *first = plain.const_data_ptr<float>();
  return {first, first + channels};
}

void update(const at::Tensor &running, const std::vector<float> &value, double momentum) {
  running.lerp_(at::tensor(value), momentum);
}

class NormalizedImages : public Function<NormalizedImages> {
 public:
  static at::Tensor forward(
      AutogradContext *context, const at::Tensor &x, const Optional &residual,
      const Optional &weight, const Optional &bias, const BatchNorm &norm, bool relu) {
    const ImageRows rows(x);
    const Kernels &table = kernels();
    const int64_t channels = rows.channels;
    const float *pixels = x.const_data_ptr<float>();
    std::vector<float> mean(channels), inverse(channels), scale(channels);
    if (norm.training) {
      PairOfSums sums(rows);
      rows.divide([&](int64_t part, int64_t first, int64_t count) {
        table.add_moments(
            pixels + first * channels, count, channels, {sums.first(part), sums.second(part)});
      });
      sums.combine();
      auto count = static_cast<double>(rows.rows);
      if (norm.group) sums = sums.over(*norm.group, count);
      std::vector<float> unbiased(channels);
      for (int64_t c = 0; c < channels; c++) {
        const double centre = sums.first(0)[c] / count;
        const double spread = std::max(sums.second(0)[c] - sums.first(0)[c] * centre, 0.0);
        mean[c] = static_cast<float>(centre);
        inverse[c] = static_cast<float>(1 / std::sqrt(spread / count + norm.epsilon));
        // One row alone has no unbiased variance: NaN, as ATen says.
        unbiased[c] = static_cast<float>(spread / (count - 1));
      }
      if (norm.running_mean) update(*norm.running_mean, mean, norm.momentum);
      if (norm.running_variance) update(*norm.running_variance, unbiased, norm.momentum);
    } else {
      mean = numbers(norm.running_mean, channels, 0);
      const auto variance = numbers(norm.running_variance, channels, 1);
      for (int64_t c = 0; c < channels; c++)
        inverse[c] = static_cast<float>(1 / std::sqrt(variance[c] + norm.epsilon));
    }
    const auto gamma = numbers(weight, channels, 1), beta = numbers(bias, channels, 0);
    for (int64_t c = 0; c < channels; c++) scale[c] = gamma[c] * inverse[c];

    auto out = at::empty_like(x, channels_last);
    float *result = out.mutable_data_ptr<float>();
    const float *added = residual ? residual->const_data_ptr<float>() : nullptr;
    rows.divide([&](int64_t, int64_t first, int64_t count) {
      const int64_t at = first * channels;
      table.normalize(
          pixels + at, added ? added + at : nullptr, count, channels, mean.data(), scale.data(),
          beta.data(), relu, result + at);
    });

    context->save_for_backward(
        {x, relu ? out : at::Tensor(), weight.value_or(at::Tensor()), at::tensor(mean),
         at::tensor(inverse)});
    const auto wanted = [](const Optional &input) { return input && input->requires_grad(); };
    context->saved_data["training"] = norm.training;
    context->saved_data["group"] = reinterpret_cast<int64_t>(norm.group);
    context->saved_data["x"] = x.requires_grad();
    context->saved_data["residual"] = wanted(residual);
    context->saved_data["weight"] = wanted(weight);
    context->saved_data["bias"] = wanted(bias);
    return out;
  }

  static variable_list backward(AutogradContext *context, const variable_list &gradients) {
    const auto saved = context->get_saved_variables();
    const auto &x = saved[0], &out = saved[1];
    const auto g = gradients[0].contiguous(channels_last);
    const auto noted = [&](const char *name) { return context->saved_data[name].toBool(); };
    const bool training = noted("training"), wants_residual = noted("residual");

    const ImageRows rows(x);
    const Kernels &table = kernels();
    const int64_t channels = rows.channels;
    const float *pixels = x.const_data_ptr<float>();
    const float *outputs = out.defined() ? out.const_data_ptr<float>() : nullptr;
    const float *arriving = g.const_data_ptr<float>();
    const auto gamma = numbers(saved[2], channels, 1), inverse = numbers(saved[4], channels, 1);
    const float *mean = saved[3].const_data_ptr<float>();

    // Behind a ReLU the residual's gradient is the masked one, which then serves the second pass.
    at::Tensor masked;
    float *stored = nullptr;
    if (wants_residual && outputs) {
      masked = at::empty_like(x, channels_last);
      stored = masked.mutable_data_ptr<float>();
    }
    PairOfSums sums(rows);
    rows.divide([&](int64_t part, int64_t first, int64_t count) {
      const int64_t at = first * channels;
      table.add_gradient_sums(
          arriving + at, outputs ? outputs + at : nullptr, pixels + at, count, channels, mean,
          stored ? stored + at : nullptr, sums.first(part), sums.second(part));
    });
    sums.combine();
    if (stored) arriving = stored, outputs = nullptr;

    std::vector<float> scale(channels), slope(channels), shift(channels);
    std::vector<float> weight_gradient(channels), bias_gradient(channels);
    auto count = static_cast<double>(rows.rows);
    // Parameters get this process's part, which is summed with all gradients; images depend on all parts now.
    auto *group = reinterpret_cast<Group *>(context->saved_data["group"].toInt());
    PairOfSums whole = training && group ? sums.over(*group, count) : sums;
    for (int64_t c = 0; c < channels; c++) {
      bias_gradient[c] = static_cast<float>(sums.first(0)[c]);
      weight_gradient[c] = static_cast<float>(sums.second(0)[c] * inverse[c]);
      scale[c] = gamma[c] * inverse[c];
      if (!training) continue;
      const double sum = whole.first(0)[c], product = whole.second(0)[c];
      shift[c] = static_cast<float>(-scale[c] * sum / count);
      slope[c] = static_cast<float>(-scale[c] * product / count * inverse[c] * inverse[c]);
    }
    at::Tensor x_gradient;
    if (noted("x")) {
      x_gradient = at::empty_like(x, channels_last);
      float *result = x_gradient.mutable_data_ptr<float>();
      rows.divide([&](int64_t, int64_t first, int64_t count) {
        const int64_t at = first * channels;
        table.normalize_gradient(
            arriving + at, outputs ? outputs + at : nullptr, pixels + at, count, channels, mean,
            scale.data(), slope.data(), shift.data(), result + at);
      });
    }
    const auto vector = [](const std::vector<float> &values, bool wanted) {
      return wanted ? at::tensor(values) : at::Tensor();
    };
    return {
        x_gradient,
        !wants_residual    ? at::Tensor()
        : masked.defined() ? masked
                           : g,
        vector(weight_gradient, noted("weight")),
        vector(bias_gradient, noted("bias")),
        {},
        {}};
  }
};

bool is_plain_or_none(const std::optional<at::Tensor> &parameter) {
  return !parameter || (parameter->scalar_type() == at::kFloat && parameter->is_cpu());
}

}  // namespace

bool is_plain(const at::Tensor &images) {
  return images.is_cpu() && images.scalar_type() == at::kFloat && images.dim() == 4 &&
         images.numel() > 0 && images.is_contiguous(channels_last) &&
         !at::autocast::is_autocast_enabled(at::kCPU);
}

at::Tensor normalized(
    const at::Tensor &x, const BatchNorm &norm, const std::optional<at::Tensor> &residual,
    bool relu) {
  const bool applies = is_plain(x) && is_plain_or_none(norm.weight) &&
                       is_plain_or_none(norm.bias) && is_plain_or_none(norm.running_mean) &&
                       is_plain_or_none(norm.running_variance) &&
                       (norm.training || (norm.running_mean && norm.running_variance)) &&
                       (!residual || (is_plain(*residual) && residual->sizes() == x.sizes()));
  if (applies) {
    return NormalizedImages::apply(x, residual, norm.weight, norm.bias, norm, relu);
  }
  auto y = norm.training && norm.group
               ? synchronized_batch_norm(x, norm)
               : at::batch_norm(
                     x, norm.weight, norm.bias, norm.running_mean, norm.running_variance,
                     norm.training, norm.momentum, norm.epsilon, /*cudnn_enabled=*/true);
  if (residual) y = y + *residual;
  return relu ? at::relu(y) : y;
}

}  // namespace ctorch
