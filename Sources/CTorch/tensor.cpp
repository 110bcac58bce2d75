// Life, properties, creation and transfer of tensors.
#include "handles.hpp"

#include <ATen/Functions.h>

#include <cstring>

using namespace ctorch;

namespace {

at::TensorOptions options(ctorch_dtype dtype, ctorch_device device) {
  return at::TensorOptions(unwrap(dtype)).device(unwrap(device));
}

}  // namespace

intptr_t ctorch_rank(ctorch_tensor tensor) noexcept { return unwrap(tensor).dim(); }

void ctorch_shape(ctorch_tensor tensor, intptr_t *shape) noexcept {
  for (const auto extent : unwrap(tensor).sizes()) *shape++ = extent;
}

intptr_t ctorch_element_count(ctorch_tensor tensor) noexcept { return unwrap(tensor).numel(); }

bool ctorch_tensor_dtype(ctorch_tensor tensor, ctorch_dtype *dtype) {
  return attempt([&] { *dtype = wrap(unwrap(tensor).scalar_type()); });
}

bool ctorch_tensor_device(ctorch_tensor tensor, ctorch_device *device) {
  return attempt([&] {
    const auto found = unwrap(tensor).device();
    switch (found.type()) {
      case at::kCPU: *device = {CTORCH_CPU, 0}; break;
      case at::kCUDA: *device = {CTORCH_CUDA, found.index()}; break;
      case at::kMPS: *device = {CTORCH_MPS, 0}; break;
      default: TORCH_CHECK(false, "device ", found, " is not supported");
    }
  });
}

bool ctorch_is_contiguous(ctorch_tensor tensor) noexcept { return unwrap(tensor).is_contiguous(); }

bool ctorch_is_channels_last(ctorch_tensor tensor) noexcept {
  return unwrap(tensor).is_contiguous(at::MemoryFormat::ChannelsLast);
}

bool ctorch_full(
    const intptr_t *shape, size_t rank, double value, ctorch_dtype dtype, ctorch_device device,
    ctorch_tensor *out) {
  return attempt(
      [&] { *out = wrap(at::full(unwrap(shape, rank), value, options(dtype, device))); });
}

bool ctorch_empty(
    const intptr_t *shape, size_t rank, ctorch_dtype dtype, ctorch_device device,
    ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::empty(unwrap(shape, rank), options(dtype, device))); });
}

bool ctorch_arange(intptr_t count, ctorch_device device, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(at::arange(count, options(CTORCH_INT64, device))); });
}

bool ctorch_from_bytes(
    const void *bytes, size_t byte_count, const intptr_t *shape, size_t rank, ctorch_dtype dtype,
    ctorch_device device, ctorch_tensor *out) {
  return attempt([&] {
    auto tensor = at::empty(unwrap(shape, rank), options(dtype, {CTORCH_CPU, 0}));
    TORCH_CHECK(
        tensor.nbytes() == byte_count, byte_count, " bytes for shape ", tensor.sizes(), " of ",
        tensor.dtype());
    if (byte_count > 0) std::memcpy(tensor.mutable_data_ptr(), bytes, byte_count);
    *out = wrap(tensor.to(unwrap(device)));
  });
}

bool ctorch_from_channels_last(
    const float *values, intptr_t batch, intptr_t height, intptr_t width, intptr_t channels,
    ctorch_device device, ctorch_tensor *out) {
  return attempt([&] {
    auto tensor = at::empty(
        {batch, channels, height, width},
        at::TensorOptions(at::kFloat).memory_format(at::MemoryFormat::ChannelsLast));
    if (tensor.nbytes() > 0) std::memcpy(tensor.mutable_data_ptr(), values, tensor.nbytes());
    *out = wrap(tensor.to(unwrap(device)));
  });
}

bool ctorch_copy_bytes(ctorch_tensor tensor, void *bytes, size_t byte_count) {
  return attempt([&] {
    const auto source = unwrap(tensor).detach().to(at::kCPU).contiguous();
    TORCH_CHECK(
        source.nbytes() == byte_count, "room for ", byte_count, " bytes, but the tensor has ",
        source.nbytes());
    if (byte_count > 0) std::memcpy(bytes, source.const_data_ptr(), byte_count);
  });
}

bool ctorch_item(ctorch_tensor tensor, double *value) {
  return attempt([&] { *value = unwrap(tensor).item().toDouble(); });
}

bool ctorch_to_device(ctorch_tensor tensor, ctorch_device device, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).to(unwrap(device))); });
}

bool ctorch_to_dtype(ctorch_tensor tensor, ctorch_dtype dtype, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).to(unwrap(dtype))); });
}

bool ctorch_contiguous(ctorch_tensor tensor, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).contiguous()); });
}

bool ctorch_channels_last(ctorch_tensor tensor, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).contiguous(at::MemoryFormat::ChannelsLast)); });
}

bool ctorch_clone(ctorch_tensor tensor, ctorch_tensor *out) {
  return attempt([&] { *out = wrap(unwrap(tensor).clone()); });
}
