// A C interface to the part of LibTorch that the Torch module needs.
//
// Every call that can fail returns false and leaves a reason for `ctorch_last_error`. Tensors are
// written to `out` with one ownership each; `ctorch_release` gives it back. README.md says more.
#ifndef CTORCH_H
#define CTORCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
/// Asks a tensor for what every tensor has: there is nothing to report, so an exception ends the program.
#define CTORCH_NEVER_THROWS noexcept
#else
#define CTORCH_NEVER_THROWS
#endif

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// A tensor. A null pointer stands for "none" where a function says that it accepts it.
typedef struct {
  void *_Nullable pointer;
} ctorch_tensor;

typedef enum {
  CTORCH_BOOL,
  CTORCH_UINT8,
  CTORCH_INT32,
  CTORCH_INT64,
  CTORCH_FLOAT16,
  CTORCH_BFLOAT16,
  CTORCH_FLOAT32,
  CTORCH_FLOAT64,
} ctorch_dtype;

typedef enum { CTORCH_CPU, CTORCH_CUDA, CTORCH_MPS } ctorch_device_kind;

typedef struct {
  ctorch_device_kind kind;
  intptr_t index;
} ctorch_device;

// Library

/// The reason of this thread's last failed call; valid until its next failed call.
const char *ctorch_last_error(void);
/// Version of the LibTorch headers that this was built with, such as "2.13.0".
const char *ctorch_version(void);
/// How many tensors are held through this interface and not yet released.
intptr_t ctorch_live_handles(void);
intptr_t ctorch_thread_count(void);
bool ctorch_set_thread_count(intptr_t count);
/// Makes this process keep the memory it frees for its next allocations, where the C library can be
/// told so: a training step allocates what the one before it freed.
void ctorch_keep_freed_memory(void);
/// Gives back to the system what was freed and kept, where the C library can be told so.
void ctorch_release_freed_memory(void);
/// Lets all threads take from what any of them freed, where the C library can be told so. To be called before there are any.
void ctorch_share_freed_memory(void);
/// Gives back the pages of code and constants that loading the libraries touched; the system reads them again when needed.
void ctorch_release_code_of_start(void);
/// How many devices of a kind can be used now.
intptr_t ctorch_device_count(ctorch_device_kind kind);
/// Waits until all work queued on the device is done.
bool ctorch_synchronize(ctorch_device device);

// Life and properties: of tensors that are not none

/// Gives an ownership back; none is fine here.
void ctorch_release(ctorch_tensor tensor);
intptr_t ctorch_rank(ctorch_tensor tensor) CTORCH_NEVER_THROWS;
/// Writes `ctorch_rank` extents.
void ctorch_shape(ctorch_tensor tensor, intptr_t *shape) CTORCH_NEVER_THROWS;
intptr_t ctorch_element_count(ctorch_tensor tensor) CTORCH_NEVER_THROWS;
bool ctorch_tensor_dtype(ctorch_tensor tensor, ctorch_dtype *dtype);
bool ctorch_tensor_device(ctorch_tensor tensor, ctorch_device *device);
bool ctorch_is_contiguous(ctorch_tensor tensor) CTORCH_NEVER_THROWS;
bool ctorch_is_channels_last(ctorch_tensor tensor) CTORCH_NEVER_THROWS;

// Creation and transfer

bool ctorch_full(
    const intptr_t *shape, size_t rank, double value, ctorch_dtype dtype, ctorch_device device,
    ctorch_tensor *out);
bool ctorch_empty(
    const intptr_t *shape, size_t rank, ctorch_dtype dtype, ctorch_device device,
    ctorch_tensor *out);
bool ctorch_arange(intptr_t count, ctorch_device device, ctorch_tensor *out);
/// `count` numbers of float64 in [0, 1), two from each block of Philox4x32-10 from the one numbered `first_block` on.
/// On a CPU `with_operations` chooses what other devices run, with the same numbers.
bool ctorch_philox_uniform(
    intptr_t count, uint64_t first_block, uint64_t stream, uint64_t key, ctorch_device device,
    bool with_operations, ctorch_tensor *out);
/// Copies `byte_count` row-major bytes.
bool ctorch_from_bytes(
    const void *_Nullable bytes, size_t byte_count, const intptr_t *shape, size_t rank,
    ctorch_dtype dtype, ctorch_device device, ctorch_tensor *out);
/// Copies `[batch, height, width, channels]` floats into a channels-last tensor of logical shape
/// `[batch, channels, height, width]`.
bool ctorch_from_channels_last(
    const float *_Nullable values, intptr_t batch, intptr_t height, intptr_t width,
    intptr_t channels, ctorch_device device, ctorch_tensor *out);
/// Writes all elements in row-major order, `byte_count` bytes in all.
bool ctorch_copy_bytes(ctorch_tensor tensor, void *_Nullable bytes, size_t byte_count);
bool ctorch_item(ctorch_tensor tensor, double *value);
bool ctorch_to_device(ctorch_tensor tensor, ctorch_device device, ctorch_tensor *out);
bool ctorch_to_dtype(ctorch_tensor tensor, ctorch_dtype dtype, ctorch_tensor *out);
bool ctorch_contiguous(ctorch_tensor tensor, ctorch_tensor *out);
bool ctorch_channels_last(ctorch_tensor tensor, ctorch_tensor *out);
bool ctorch_clone(ctorch_tensor tensor, ctorch_tensor *out);

// Arithmetic

bool ctorch_add(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_subtract(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_multiply(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_divide(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_maximum(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_minimum(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_matmul(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_add_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_multiply_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_divide_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_scalar_subtract(double a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_scalar_divide(double a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_pow_scalar(ctorch_tensor a, double exponent, ctorch_tensor *out);

// Elementwise

bool ctorch_negative(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_exp(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_log(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_log1p(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_sqrt(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_rsqrt(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_square(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_abs(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_sign(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_cos(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_sin(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_floor(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_relu(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_relu6(ctorch_tensor x, ctorch_tensor *out);
/// By the error function, or by its approximation with a hyperbolic tangent.
bool ctorch_gelu(ctorch_tensor x, bool approximated, ctorch_tensor *out);
bool ctorch_erf(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_log_gamma(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_digamma(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_sigmoid(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_tanh(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_softplus(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_is_finite(ctorch_tensor x, ctorch_tensor *out);
/// Null bounds are open.
bool ctorch_clamp(
    ctorch_tensor x, const double *_Nullable low, const double *_Nullable high, ctorch_tensor *out);

// Comparison and logic: boolean results

bool ctorch_equal(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_less(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_less_or_equal(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_equal_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_less_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_less_or_equal_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_greater_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_greater_or_equal_scalar(ctorch_tensor a, double b, ctorch_tensor *out);
bool ctorch_logical_not(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_logical_and(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_logical_or(ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);

// Reductions

bool ctorch_sum_all(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_mean_all(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_max_all(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_min_all(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_all(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_any(ctorch_tensor x, ctorch_tensor *out);
bool ctorch_sum(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool keep, ctorch_tensor *out);
bool ctorch_mean(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool keep, ctorch_tensor *out);
bool ctorch_variance(
    ctorch_tensor x, const intptr_t *axes, size_t axis_count, bool unbiased, bool keep,
    ctorch_tensor *out);
bool ctorch_log_sum_exp(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out);
/// The Euclidean norm along an axis.
bool ctorch_norm(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out);
bool ctorch_max(
    ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *values, ctorch_tensor *indices);
bool ctorch_min(
    ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *values, ctorch_tensor *indices);
bool ctorch_arg_max(ctorch_tensor x, intptr_t axis, bool keep, ctorch_tensor *out);
bool ctorch_cumulative_sum(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);
bool ctorch_softmax(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);
bool ctorch_log_softmax(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);

// Shape

bool ctorch_reshape(ctorch_tensor x, const intptr_t *shape, size_t rank, ctorch_tensor *out);
bool ctorch_expand(ctorch_tensor x, const intptr_t *shape, size_t rank, ctorch_tensor *out);
bool ctorch_permute(ctorch_tensor x, const intptr_t *axes, size_t count, ctorch_tensor *out);
bool ctorch_transpose(ctorch_tensor x, intptr_t a, intptr_t b, ctorch_tensor *out);
bool ctorch_flip(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);
bool ctorch_unsqueeze(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);
bool ctorch_squeeze(ctorch_tensor x, intptr_t axis, ctorch_tensor *out);
bool ctorch_flatten(ctorch_tensor x, intptr_t first_axis, ctorch_tensor *out);
/// Constant padding; `amounts` holds (before, after) pairs, the last axis first.
bool ctorch_pad(
    ctorch_tensor x, const intptr_t *amounts, size_t count, double value, ctorch_tensor *out);
bool ctorch_concatenate(
    const ctorch_tensor *_Nullable parts, size_t count, intptr_t axis, ctorch_tensor *out);
bool ctorch_stack(
    const ctorch_tensor *_Nullable parts, size_t count, intptr_t axis, ctorch_tensor *out);

// Indexing

bool ctorch_narrow(
    ctorch_tensor x, intptr_t axis, intptr_t from, intptr_t count, ctorch_tensor *out);
bool ctorch_slice(
    ctorch_tensor x, intptr_t axis, intptr_t from, intptr_t to, intptr_t step, ctorch_tensor *out);
bool ctorch_select(ctorch_tensor x, intptr_t axis, intptr_t index, ctorch_tensor *out);
/// All positions of an axis; `parts` has room for as many as its length.
bool ctorch_unbind(ctorch_tensor x, intptr_t axis, ctorch_tensor *parts);
bool ctorch_index_select(ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor *out);
bool ctorch_gather(ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor *out);
bool ctorch_scatter(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor values,
    ctorch_tensor *out);
bool ctorch_scatter_scalar(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, double value, ctorch_tensor *out);
bool ctorch_scatter_add(
    ctorch_tensor x, intptr_t axis, ctorch_tensor indices, ctorch_tensor values,
    ctorch_tensor *out);
bool ctorch_masked_fill(ctorch_tensor x, ctorch_tensor mask, double value, ctorch_tensor *out);
bool ctorch_where(ctorch_tensor mask, ctorch_tensor a, ctorch_tensor b, ctorch_tensor *out);
bool ctorch_one_hot(ctorch_tensor labels, intptr_t classes, ctorch_tensor *out);
bool ctorch_top_k(
    ctorch_tensor x, intptr_t k, intptr_t axis, ctorch_tensor *values, ctorch_tensor *indices);
bool ctorch_sort(
    ctorch_tensor x, intptr_t axis, bool descending, ctorch_tensor *values, ctorch_tensor *indices);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
