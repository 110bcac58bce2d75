// Changes in place: assignment and optimizer steps. None of them is recorded for gradients.
#include "ctorch_training.h"
#include "handles.hpp"

#include <ATen/Functions.h>
#include <c10/core/GradMode.h>

using namespace ctorch;

namespace {

/// `attempt` with recording switched off.
template <class Body>
bool attempt_unrecorded(Body &&body) noexcept {
  return attempt([&] {
    const at::AutoGradMode off(false);
    body();
  });
}

/// The fused kernels walk raw memory: bring gradients to their parameters' layout.
std::vector<at::Tensor> aligned(
    const std::vector<at::Tensor> &parameters, std::vector<at::Tensor> gradients) {
  for (size_t i = 0; i < gradients.size(); i++) {
    if (gradients[i].strides() != parameters[i].strides())
      gradients[i] = at::empty_like(parameters[i]).copy_(gradients[i]);
  }
  return gradients;
}

}  // namespace

bool ctorch_assign(ctorch_tensor destination, ctorch_tensor source) {
  return attempt_unrecorded([&] {
    const auto &target = unwrap(destination);
    const auto &value = unwrap(source);
    TORCH_CHECK(
        target.sizes() == value.sizes(), "shape ", value.sizes(), " assigned to ", target.sizes());
    target.copy_(value);
  });
}

bool ctorch_add_in_place(ctorch_tensor destination, ctorch_tensor source, double factor) {
  return attempt_unrecorded([&] { unwrap(destination).add_(unwrap(source), factor); });
}

bool ctorch_add_scalar_in_place(ctorch_tensor destination, double value) {
  return attempt_unrecorded(
      [&] { unwrap(destination).add_(scalar_for(unwrap(destination), value)); });
}

bool ctorch_multiply_in_place(ctorch_tensor destination, double factor) {
  return attempt_unrecorded([&] { unwrap(destination).mul_(factor); });
}

bool ctorch_fill_in_place(ctorch_tensor destination, double value) {
  return attempt_unrecorded([&] { unwrap(destination).fill_(value); });
}

bool ctorch_sgd_step(
    const ctorch_tensor *parameters, const ctorch_tensor *gradients,
    const ctorch_tensor *velocities, size_t count, double rate, double weight_decay,
    double momentum, bool nesterov, bool is_first_step) {
  return attempt_unrecorded([&] {
    const auto weights = unwrap(parameters, count);
    std::vector<at::Tensor> moving;
    if (momentum != 0) moving = unwrap(velocities, count);
    at::_fused_sgd_(
        weights, aligned(weights, unwrap(gradients, count)), moving, weight_decay, momentum, rate,
        /*dampening=*/0, nesterov, /*maximize=*/false, is_first_step);
  });
}

bool ctorch_adamw_step(
    const ctorch_tensor *parameters, const ctorch_tensor *gradients, const ctorch_tensor *means,
    const ctorch_tensor *squares, const ctorch_tensor *steps, size_t count, double rate,
    double weight_decay, double beta1, double beta2, double epsilon) {
  return attempt_unrecorded([&] {
    const auto weights = unwrap(parameters, count);
    const auto counters = unwrap(steps, count);
    at::_foreach_add_(counters, 1);
    at::_fused_adamw_(
        weights, aligned(weights, unwrap(gradients, count)), unwrap(means, count),
        unwrap(squares, count), {}, counters, rate, beta1, beta2, weight_decay, epsilon,
        /*amsgrad=*/false, /*maximize=*/false);
  });
}

bool ctorch_average_step(
    const ctorch_tensor *averages, const ctorch_tensor *values, size_t count, double share) {
  return attempt_unrecorded(
      [&] { at::_foreach_lerp_(unwrap(averages, count), unwrap(values, count), share); });
}
