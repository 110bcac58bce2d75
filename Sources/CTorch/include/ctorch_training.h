// Training: gradients, mixed precision, changes in place and optimizers, as a C interface to LibTorch.
#ifndef CTORCH_TRAINING_H
#define CTORCH_TRAINING_H

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

// Gradients

bool ctorch_requires_gradient(ctorch_tensor tensor) CTORCH_NEVER_THROWS;
/// On leaves only.
bool ctorch_set_requires_gradient(ctorch_tensor leaf, bool required);
bool ctorch_detach(ctorch_tensor tensor, ctorch_tensor *out);
/// Writes a null handle when there is none.
bool ctorch_gradient(ctorch_tensor leaf, ctorch_tensor *out);
/// Forgets the gradient; the next backward pass makes a new one.
bool ctorch_clear_gradient(ctorch_tensor leaf);
/// Adds to the gradients of all leaves that `scalar` was computed from.
bool ctorch_backward(ctorch_tensor scalar);
/// The derivatives of a scalar by each input, `count` of them, beside the gradients that leaves gather. With
/// `keeps_history` they can be derived themselves; otherwise the scalar's history is freed.
bool ctorch_derivatives(
    ctorch_tensor scalar, const ctorch_tensor *_Nullable inputs, size_t count, bool keeps_history,
    ctorch_tensor *out);
bool ctorch_gradients_enabled(void);
/// Of this thread.
void ctorch_enable_gradients(bool enabled);

typedef struct {
  bool enabled;
  ctorch_dtype dtype;
} ctorch_autocast;

/// Sets this thread's automatic mixed precision on a kind of device and writes what it was before.
bool ctorch_begin_autocast(
    ctorch_device_kind kind, ctorch_autocast wanted, ctorch_autocast *previous);
/// Restores what `ctorch_begin_autocast` wrote; the two come in pairs.
bool ctorch_end_autocast(ctorch_device_kind kind, ctorch_autocast previous);

// In place, never recorded for gradients

bool ctorch_assign(ctorch_tensor destination, ctorch_tensor source);
bool ctorch_add_in_place(ctorch_tensor destination, ctorch_tensor source, double factor);
bool ctorch_add_scalar_in_place(ctorch_tensor destination, double value);
bool ctorch_multiply_in_place(ctorch_tensor destination, double factor);
bool ctorch_fill_in_place(ctorch_tensor destination, double value);

// Optimizers: lists of equal length, all tensors on one device

/// `velocity ← momentum · velocity + gradient + decay · parameter`, then a step along the velocity
/// (or along `gradient + momentum · velocity`). Velocities may be none when momentum is 0; at the
/// first step they are overwritten.
bool ctorch_sgd_step(
    const ctorch_tensor *_Nullable parameters, const ctorch_tensor *_Nullable gradients,
    const ctorch_tensor *_Nullable velocities, size_t count, double rate, double weight_decay,
    double momentum, bool nesterov, bool is_first_step);
/// `steps` are float32 scalars counting the steps already made; they grow by one.
bool ctorch_adamw_step(
    const ctorch_tensor *_Nullable parameters, const ctorch_tensor *_Nullable gradients,
    const ctorch_tensor *_Nullable means, const ctorch_tensor *_Nullable squares,
    const ctorch_tensor *_Nullable steps, size_t count, double rate, double weight_decay,
    double beta1, double beta2, double epsilon);
/// `average ← average + share · (value − average)` for each pair.
bool ctorch_average_step(
    const ctorch_tensor *_Nullable averages, const ctorch_tensor *_Nullable values, size_t count,
    double share);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
