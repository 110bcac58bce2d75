// Layers of neural networks, as LibTorch runs them: images are `[batch, channels, height, width]`.
#ifndef CTORCH_NEURAL_H
#define CTORCH_NEURAL_H

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// `bias` may be none.
bool ctorch_linear(ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, ctorch_tensor *out);
/// `bias` may be none.
bool ctorch_convolution(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, intptr_t stride, intptr_t padding,
    intptr_t groups, ctorch_tensor *out);
bool ctorch_average_pool(
    ctorch_tensor x, intptr_t kernel, intptr_t stride, intptr_t padding, ctorch_tensor *out);
bool ctorch_max_pool(
    ctorch_tensor x, intptr_t kernel, intptr_t stride, intptr_t padding, ctorch_tensor *out);
/// Normalises by the batch's statistics when `training`, else by the running ones. The running ones
/// move in place when `training`. Any of the four parameter tensors may be none.
bool ctorch_batch_norm(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, ctorch_tensor running_mean,
    ctorch_tensor running_variance, bool training, double momentum, double epsilon,
    ctorch_tensor *out);
/// Over the last axis. `weight` and `bias` may be none.
bool ctorch_layer_norm(
    ctorch_tensor x, ctorch_tensor weight, ctorch_tensor bias, double epsilon, ctorch_tensor *out);
/// `softmax(q kᵀ / √width) v` over the last two axes, `[…, tokens, width]`.
bool ctorch_attention(
    ctorch_tensor queries, ctorch_tensor keys, ctorch_tensor values, ctorch_tensor *out);
bool ctorch_interpolate_bilinear(
    ctorch_tensor x, intptr_t height, intptr_t width, bool antialias, ctorch_tensor *out);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
