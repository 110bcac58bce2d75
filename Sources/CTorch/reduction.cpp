// Sums, extremes and other reductions, and what is normalised by them.
#include "handles.hpp"

#include <ATen/Functions.h>

using namespace ctorch;

#define CTORCH_WHOLE(name, function)                           \
  bool ctorch_##name(ctorch_tensor x, ctorch_tensor *out) {    \
    return attempt([&] { *out = wrap(function(unwrap(x))); }); \
  }

CTORCH_WHOLE(sum_all, at::sum)
CTORCH_WHOLE(mean_all, at::mean)
CTORCH_WHOLE(max_all, at::max)
CTORCH_WHOLE(min_all, at::min)
CTORCH_WHOLE(all, at::all)
CTORCH_WHOLE(any, at::any)

bool ctorch_sum(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool keep, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::sum(unwrap(x), unwrap(axes, axis_count), keep)); });
}

bool ctorch_mean(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool keep, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::mean(unwrap(x), unwrap(axes, axis_count), keep)); });
}

bool ctorch_variance(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool unbiased, bool keep,
    ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::var(unwrap(x), unwrap(axes, axis_count), unbiased, keep)); });
}

bool ctorch_log_sum_exp(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::logsumexp(unwrap(x), axis, keep)); });
}

bool ctorch_norm(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::linalg_vector_norm(unwrap(x), 2, axis, keep)); });
}

bool ctorch_max(
    ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *values, ctorch_tensor *indices) {
  return attempt([&] {
    auto [v, i] = at::max(unwrap(x), axis, keep);
    *values = wrap(std::move(v));
    *indices = wrap(std::move(i));
  });
}

bool ctorch_min(
    ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *values, ctorch_tensor *indices) {
  return attempt([&] {
    auto [v, i] = at::min(unwrap(x), axis, keep);
    *values = wrap(std::move(v));
    *indices = wrap(std::move(i));
  });
}

bool ctorch_arg_max(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::argmax(unwrap(x), axis, keep)); });
}

bool ctorch_cumulative_sum(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::cumsum(unwrap(x), axis)); });
}

bool ctorch_softmax(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::softmax(unwrap(x), axis)); });
}

bool ctorch_log_softmax(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::log_softmax(unwrap(x), axis)); });
}
