// Reverse-mode gradients.
#include "ctorch_training.h"
#include "handles.hpp"

#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

using namespace ctorch;

bool ctorch_requires_gradient(ctorch_tensor tensor) noexcept {
  return unwrap(tensor).requires_grad();
}

bool ctorch_set_requires_gradient(ctorch_tensor leaf, bool required) {
  return attempt([&] { unwrap(leaf).set_requires_grad(required); });
}

bool ctorch_detach(ctorch_tensor tensor, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).detach()); });
}

bool ctorch_gradient(ctorch_tensor leaf, ctorch_tensor *out) {
  return attempt([&] {
    const auto &gradient = unwrap(leaf).grad();
    *out = gradient.defined() ? wrap(gradient) : ctorch_tensor{nullptr};
  });
}

bool ctorch_clear_gradient(ctorch_tensor leaf) {
  return attempt([&] { unwrap(leaf).mutable_grad().reset(); });
}

bool ctorch_backward(ctorch_tensor scalar) {
  return attempt([&] { unwrap(scalar).backward(); });
}

bool ctorch_derivatives(
    ctorch_tensor scalar, const ctorch_tensor *inputs, size_t count, bool keeps_history,
    ctorch_tensor *out) {
  return attempt([&] {
    const auto found = torch::autograd::grad(
        {unwrap(scalar)}, unwrap(inputs, count), {}, /*retain_graph=*/std::nullopt, keeps_history);
    for (const auto &derivative : found) *out++ = wrap(derivative);
  });
}

bool ctorch_gradients_enabled(void) { return c10::GradMode::is_enabled(); }

void ctorch_enable_gradients(bool enabled) { c10::GradMode::set_enabled(enabled); }
