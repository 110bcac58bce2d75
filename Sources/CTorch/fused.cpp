// The C interface to the fused operations.
#include "fused.hpp"
#include "collectives.hpp"
#include "ctorch_fused.h"
#include "handles.hpp"
#include "kernels/kernels.hpp"

#include <c10/util/Exception.h>

using namespace ctorch;

namespace {

Convolution unwrap_filters(const ctorch_filters &filters) {
  return {
      unwrap(filters.weight), unwrap_optional(filters.bias), filters.stride, filters.padding,
      filters.groups};
}

BatchNorm unwrap_norm(const ctorch_normalization &norm) {
  return {
      unwrap_optional(norm.weight),
      unwrap_optional(norm.bias),
      unwrap_optional(norm.running_mean),
      unwrap_optional(norm.running_variance),
      norm.training,
      norm.momentum,
      norm.epsilon,
      norm.training ? normalization_group() : nullptr};
}

}  // namespace

bool ctorch_fused_convolution(ctorch_tensor x, ctorch_filters filters, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(convolved(unwrap(x), unwrap_filters(filters))); });
}

bool ctorch_fused_batch_norm(
    ctorch_tensor x, ctorch_normalization norm, ctorch_tensor residual, bool relu,
    ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(normalized(unwrap(x), unwrap_norm(norm), unwrap_optional(residual), relu));
  });
}

bool ctorch_fused_convolution_batch_norm(
    ctorch_tensor x, ctorch_filters filters, ctorch_normalization norm, ctorch_tensor residual,
    bool relu, ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(convolved_normalized(
        unwrap(x), unwrap_filters(filters), unwrap_norm(norm), unwrap_optional(residual), relu));
  });
}

const char *ctorch_fused_kernels(void) { return kernels().name; }

bool ctorch_fused_use_kernels(const char *name) {
  return attempt(
      [&] { TORCH_CHECK(use_kernels(name), "this processor cannot run the loops called ", name); });
}
