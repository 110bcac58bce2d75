#include "handles.hpp"

#include <c10/util/Exception.h>

#include <atomic>
#include <exception>
#include <string>

namespace ctorch {

namespace {

std::atomic<intptr_t> live_handles{0};
thread_local std::string last_error;

}  // namespace

const at::Tensor &unwrap(ctorch_tensor handle) {
  TORCH_CHECK(handle.pointer != nullptr, "a tensor is needed here, and there is none");
  return *static_cast<const at::Tensor *>(handle.pointer);
}

ctorch_tensor wrap(at::Tensor tensor) {
  auto *owned = new at::Tensor(std::move(tensor));
  live_handles.fetch_add(1, std::memory_order_relaxed);
  return {owned};
}

std::vector<at::Tensor> unwrap(const ctorch_tensor *handles, size_t count) {
  std::vector<at::Tensor> tensors;
  tensors.reserve(count);
  for (size_t i = 0; i < count; i++) tensors.push_back(unwrap(handles[i]));
  return tensors;
}

at::ScalarType unwrap(ctorch_dtype dtype) {
  switch (dtype) {
    case CTORCH_BOOL: return at::kBool;
    case CTORCH_UINT8: return at::kByte;
    case CTORCH_INT32: return at::kInt;
    case CTORCH_INT64: return at::kLong;
    case CTORCH_FLOAT16: return at::kHalf;
    case CTORCH_BFLOAT16: return at::kBFloat16;
    case CTORCH_FLOAT32: return at::kFloat;
    case CTORCH_FLOAT64: return at::kDouble;
  }
  TORCH_CHECK(false, "unknown element type ", static_cast<int>(dtype));
}

ctorch_dtype wrap(at::ScalarType type) {
  switch (type) {
    case at::kBool: return CTORCH_BOOL;
    case at::kByte: return CTORCH_UINT8;
    case at::kInt: return CTORCH_INT32;
    case at::kLong: return CTORCH_INT64;
    case at::kHalf: return CTORCH_FLOAT16;
    case at::kBFloat16: return CTORCH_BFLOAT16;
    case at::kFloat: return CTORCH_FLOAT32;
    case at::kDouble: return CTORCH_FLOAT64;
    default: TORCH_CHECK(false, "elements of type ", c10::toString(type), " are not supported");
  }
}

at::Device unwrap(ctorch_device device) {
  const auto index = static_cast<c10::DeviceIndex>(device.index);
  switch (device.kind) {
    case CTORCH_CPU: return at::Device(at::kCPU);
    case CTORCH_CUDA: return at::Device(at::kCUDA, index);
    case CTORCH_MPS: return at::Device(at::kMPS, index);
  }
  TORCH_CHECK(false, "unknown kind of device ", static_cast<int>(device.kind));
}

void note_exception() noexcept {
  try {
    try {
      throw;
    } catch (const c10::Error &error) {
      // Without the backtrace, which names addresses only.
      last_error = error.what_without_backtrace();
    } catch (const std::exception &error) {
      last_error = error.what();
    } catch (...) {
      last_error = "an unknown kind of exception";
    }
  } catch (...) {
    // No memory for the message itself.
  }
}

}  // namespace ctorch

const char *ctorch_last_error(void) { return ctorch::last_error.c_str(); }

intptr_t ctorch_live_handles(void) { return ctorch::live_handles.load(std::memory_order_relaxed); }

void ctorch_release(ctorch_tensor tensor) {
  if (tensor.pointer == nullptr) return;
  delete static_cast<at::Tensor *>(tensor.pointer);
  ctorch::live_handles.fetch_sub(1, std::memory_order_relaxed);
}
