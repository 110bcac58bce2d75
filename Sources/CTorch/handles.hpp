// What every file of CTorch shares: handles to tensors and back, and the wall for exceptions.
#pragma once

#include "ctorch.h"

#include <ATen/core/Tensor.h>

#include <cmath>
#include <optional>
#include <vector>

namespace ctorch {

/// The tensor behind a handle that is not none.
const at::Tensor &unwrap(ctorch_tensor handle);

/// A new handle that owns `tensor`.
ctorch_tensor wrap(at::Tensor tensor);

/// Undefined when the handle is none.
inline std::optional<at::Tensor> unwrap_optional(ctorch_tensor handle) {
  if (handle.pointer == nullptr) return std::nullopt;
  return unwrap(handle);
}

std::vector<at::Tensor> unwrap(const ctorch_tensor *handles, size_t count);

at::ScalarType unwrap(ctorch_dtype dtype);
/// Throws for the types that this interface leaves out, such as complex numbers.
ctorch_dtype wrap(at::ScalarType type);
at::Device unwrap(ctorch_device device);

/// A number to combine with `tensor`: whole numbers leave integers integers.
inline at::Scalar scalar_for(const at::Tensor &tensor, double value) {
  const bool whole = std::nearbyint(value) == value && std::abs(value) < 0x1p53;
  if (whole && at::isIntegralType(tensor.scalar_type(), /*includeBool=*/false))
    return static_cast<int64_t>(value);
  return value;
}

static_assert(sizeof(intptr_t) == sizeof(int64_t), "axes and extents are passed as 64-bit numbers");

inline at::IntArrayRef unwrap(const intptr_t *values, size_t count) {
  return {reinterpret_cast<const int64_t *>(values), count};
}

/// Notes the exception being handled for `ctorch_last_error`; call it in a catch block only.
void note_exception() noexcept;

/// Runs `body`; an exception becomes false and a reason for `ctorch_last_error`.
template <class Body>
bool attempt(Body &&body) noexcept {
  try {
    body();
    return true;
  } catch (...) {
    note_exception();
    return false;
  }
}

}  // namespace ctorch
