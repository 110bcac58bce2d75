// Processes that train together: LibTorch's own collectives (c10d) for the Torch module.
//
// Every process of a group makes the same calls in the same order. Conventions are those of ctorch.h.
#ifndef CTORCH_DISTRIBUTED_H
#define CTORCH_DISTRIBUTED_H

#include "ctorch.h"

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

/// A group of processes as one of them sees it.
typedef struct {
  void *_Nullable pointer;
} ctorch_group;

/// What sums the gradients of some parameters over a group while the backward pass goes on.
typedef struct {
  void *_Nullable pointer;
} ctorch_reducer;

/// Where a group meets.
typedef struct {
  /// Name or address of the machine that holds the store.
  const char *host;
  uint16_t port;
  intptr_t rank;
  intptr_t size;
  /// Whether this process holds the store; otherwise it connects to one.
  bool serves;
  /// Name or address of this machine for the others; null for what its host name means.
  const char *_Nullable own_host;
  /// This machine's network interface for the others, where there is no host; null too.
  const char *_Nullable own_interface;
  /// Put before the store's keys, where others use the store too.
  const char *prefix;
  /// Seconds to wait for all to come.
  double meeting_seconds;
  /// Seconds that a collective waits for the others; a barrier waits for as long as they live.
  double collective_seconds;
  /// Seconds after which a process that gives no sign of life ends the others; 0 for no limit.
  double silent_seconds;
} ctorch_meeting;

bool ctorch_join_group(ctorch_meeting meeting, ctorch_group *out);
/// Ends this process's part; none is fine here.
void ctorch_leave_group(ctorch_group group);
/// Waits for all, however long one of them works before it comes.
bool ctorch_group_barrier(ctorch_group group);
/// Whether a call has failed because another process has gone or is out of step: nothing goes on then.
bool ctorch_group_is_lost(void);

/// Adds up a tensor in place over the group, without a gradient.
bool ctorch_group_sum_in_place(ctorch_group group, ctorch_tensor tensor);
/// Replaces a tensor's elements by those of `root`, in place.
bool ctorch_group_broadcast(ctorch_group group, ctorch_tensor tensor, intptr_t root);
/// The sum over the group. Its gradient is the sum of the gradients.
bool ctorch_group_sum(ctorch_group group, ctorch_tensor tensor, ctorch_tensor *out);
/// The tensors of all, one after the other along axis 0, `rows[rank]` of each. What comes back to this process's
/// rows is their gradient times the group's size: where every process computes the same loss of all rows, the
/// mean of the processes' gradients is then the gradient of that loss.
bool ctorch_group_gather(
    ctorch_group group, ctorch_tensor tensor, const intptr_t *rows, ctorch_tensor *out);

/// From now on the batch norms of this thread take the statistics of the group's batch in training; with none, of
/// their own. Returns what was before.
ctorch_group ctorch_exchange_normalization_group(ctorch_group group);

/// `parameters` keep hooks until the reducer is released.
bool ctorch_make_reducer(
    ctorch_group group, const ctorch_tensor *parameters, size_t count, intptr_t bucket_bytes,
    ctorch_reducer *out);
/// The next backward pass from `loss` leaves in each parameter the mean of the group's gradients.
bool ctorch_prepare_reducer(ctorch_reducer reducer, ctorch_tensor loss);
void ctorch_release_reducer(ctorch_reducer reducer);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
