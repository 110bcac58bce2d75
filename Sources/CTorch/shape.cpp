// Shapes and indexing.
#include "handles.hpp"

#include <ATen/Functions.h>

using namespace ctorch;

bool ctorch_reshape(ctorch_tensor x, const intptr_t *shape, size_t rank, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::reshape(unwrap(x), unwrap(shape, rank))); });
}

bool ctorch_expand(ctorch_tensor x, const intptr_t *shape, size_t rank, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(x).expand(unwrap(shape, rank))); });
}

bool ctorch_permute(ctorch_tensor x, const intptr_t *axes, size_t count, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::permute(unwrap(x), unwrap(axes, count))); });
}

bool ctorch_transpose(ctorch_tensor x, intptr_t a, intptr_t b, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::transpose(unwrap(x), a, b)); });
}

bool ctorch_flip(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::flip(unwrap(x), {axis})); });
}

bool ctorch_unsqueeze(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::unsqueeze(unwrap(x), axis)); });
}

bool ctorch_squeeze(ctorch_tensor x, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::squeeze(unwrap(x), axis)); });
}

bool ctorch_flatten(ctorch_tensor x, intptr_t first_axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::flatten(unwrap(x), first_axis)); });
}

bool ctorch_pad(
    ctorch_tensor x, const intptr_t *amounts, size_t count, double value, ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::constant_pad_nd(unwrap(x), unwrap(amounts, count), value)); });
}

bool ctorch_concatenate(
    const ctorch_tensor *parts, size_t count, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::cat(unwrap(parts, count), axis)); });
}

bool ctorch_stack(const ctorch_tensor *parts, size_t count, intptr_t axis, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::stack(unwrap(parts, count), axis)); });
}

bool ctorch_narrow(
    ctorch_tensor x, intptr_t axis, intptr_t from, intptr_t count, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::narrow(unwrap(x), axis, from, count)); });
}

bool ctorch_slice(
    ctorch_tensor x, intptr_t axis, intptr_t from, intptr_t to, intptr_t step, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::slice(unwrap(x), axis, from, to, step)); });
}

bool ctorch_select(ctorch_tensor x, intptr_t axis, intptr_t index, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::select(unwrap(x), axis, index)); });
}

bool ctorch_unbind(ctorch_tensor x, intptr_t axis, ctorch_tensor *parts) {
  return attempt([&] {
    for (auto &part : at::unbind(unwrap(x), axis)) *parts++ = wrap(std::move(part));
  });
}

bool ctorch_index_select(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::index_select(unwrap(x), axis, unwrap(indices))); });
}

bool ctorch_gather(ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::gather(unwrap(x), axis, unwrap(indices))); });
}

bool ctorch_scatter(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor values,
    ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::scatter(unwrap(x), axis, unwrap(indices), unwrap(values))); });
}

bool ctorch_scatter_scalar(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, double value, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::scatter(unwrap(x), axis, unwrap(indices), value)); });
}

bool ctorch_scatter_add(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor values,
    ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::scatter_add(unwrap(x), axis, unwrap(indices), unwrap(values))); });
}

bool ctorch_masked_fill(ctorch_tensor x, ctorch_tensor mask, double value, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::masked_fill(unwrap(x), unwrap(mask), value)); });
}

bool ctorch_where(ctorch_tensor mask, ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::where(unwrap(mask), unwrap(a), unwrap(b))); });
}

bool ctorch_one_hot(ctorch_tensor labels, intptr_t classes, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::one_hot(unwrap(labels), classes)); });
}

bool ctorch_top_k(
    ctorch_tensor x, intptr_t k, intptr_t axis, ctorch_tensor *values, ctorch_tensor *indices) {
  return attempt([&] {
    auto [v, i] = at::topk(unwrap(x), k, axis);
    *values = wrap(std::move(v));
    *indices = wrap(std::move(i));
  });
}

bool ctorch_sort(
    ctorch_tensor x, intptr_t axis, bool descending, ctorch_tensor *values,
    ctorch_tensor *indices) {
  return attempt([&] {
    auto [v, i] = at::sort(unwrap(x), /*stable=*/true, axis, descending);
    *values = wrap(std::move(v));
    *indices = wrap(std::move(i));
  });
}
