// Operations that LibTorch runs as several passes over memory, in fewer, with gradients.
//
// They take any tensors. Hand-written loops run for float32 images on the CPU in channels-last
// layout, outside autocast; all else is composed of LibTorch's operations. At a given thread count
// equal inputs give equal bits.
#ifndef CTORCH_FUSED_H
#define CTORCH_FUSED_H

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// A convolution's parameters; `bias` may be none.
typedef struct {
  ctorch_tensor weight, bias;
  intptr_t stride, padding, groups;
} ctorch_filters;

/// A batch norm's parameters, any of them may be none. The batch's statistics are used when
/// `training`, and move the running ones in place; otherwise the running ones are used.
typedef struct {
  ctorch_tensor weight, bias, running_mean, running_variance;
  bool training;
  double momentum, epsilon;
} ctorch_normalization;

bool ctorch_fused_convolution(ctorch_tensor x, ctorch_filters filters, ctorch_tensor *out);

/// Batch norm, then `residual` added unless none, then ReLU if wanted.
bool ctorch_fused_batch_norm(
    ctorch_tensor x, ctorch_normalization norm, ctorch_tensor residual, bool relu,
    ctorch_tensor *out);

/// A convolution, then all of `ctorch_fused_batch_norm`. Without gradients a batch norm by running
/// statistics is folded into the filters.
bool ctorch_fused_convolution_batch_norm(
    ctorch_tensor x, ctorch_filters filters, ctorch_normalization norm, ctorch_tensor residual,
    bool relu, ctorch_tensor *out);

/// The loops this thread uses: "avx512", "avx2" or "portable".
const char *ctorch_fused_kernels(void);
/// Makes this thread use other loops than the fastest that the processor can run, and without
/// regard to whether they were compiled with optimization; null goes back. For tests.
bool ctorch_fused_use_kernels(const char *_Nullable name);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
