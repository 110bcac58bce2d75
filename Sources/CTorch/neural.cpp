// Layers without state.
#include "ctorch_neural.h"
#include "handles.hpp"

#include <ATen/Functions.h>

using namespace ctorch;

bool ctorch_linear(ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::linear(unwrap(x), unwrap(weight), unwrap_optional(bias))); });
}

bool ctorch_convolution(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, intptr_t stride, intptr_t padding,
    intptr_t groups, ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(at::conv2d(
        unwrap(x), unwrap(weight), unwrap_optional(bias), {stride, stride}, {padding, padding},
        {1, 1}, groups));
  });
}

bool ctorch_average_pool(
    ctorch_tensor x, intptr_t kernel, intptr_t stride, intptr_t padding, ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(at::avg_pool2d(unwrap(x), {kernel, kernel}, {stride, stride}, {padding, padding}));
  });
}

bool ctorch_max_pool(
    ctorch_tensor x, intptr_t kernel, intptr_t stride, intptr_t padding, ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(at::max_pool2d(unwrap(x), {kernel, kernel}, {stride, stride}, {padding, padding}));
  });
}

bool ctorch_batch_norm(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, ctorch_tensor running_mean,
    ctorch_tensor running_variance, bool training, double momentum, double epsilon,
    ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(at::batch_norm(
        unwrap(x), unwrap_optional(weight), unwrap_optional(bias), unwrap_optional(running_mean),
        unwrap_optional(running_variance), training, momentum, epsilon, /*cudnn_enabled=*/true));
  });
}

bool ctorch_layer_norm(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, double epsilon, ctorch_tensor *out) {
  return attempt([&] {
    const auto &values = unwrap(x);
    *out = wrap(at::layer_norm(
        values, {values.size(-1)}, unwrap_optional(weight), unwrap_optional(bias), epsilon));
  });
}

bool ctorch_attention(
    ctorch_tensor queries, ctorch_tensor keys, ctorch_tensor values, ctorch_tensor *out) {
  return attempt([&] {
    *out = wrap(at::scaled_dot_product_attention(unwrap(queries), unwrap(keys), unwrap(values)));
  });
}

bool ctorch_interpolate_bilinear(
    ctorch_tensor x, intptr_t height, intptr_t width, bool antialias, ctorch_tensor *out) {
  return attempt([&] {
    const auto &images = unwrap(x);
    *out = wrap(
        antialias ? at::_upsample_bilinear2d_aa(images, {height, width}, false)
                  : at::upsample_bilinear2d(images, {height, width}, false));
  });
}
