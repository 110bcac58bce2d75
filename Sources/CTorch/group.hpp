// A group of processes behind its handle.
#pragma once

#include "ctorch_distributed.h"
#include "watch.hpp"

#include <torch/csrc/distributed/c10d/ProcessGroup.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include <atomic>
#include <memory>

namespace ctorch {

struct Group {
  c10::intrusive_ptr<c10d::Store> store;
  c10::intrusive_ptr<c10d::ProcessGroup> processes;
  /// Leaves before the store goes.
  std::unique_ptr<Watch> watch;
};

/// Set when a collective has failed: the processes are no longer at the same place.
extern std::atomic<bool> group_is_lost;

/// Runs a collective operation.
template <class Body>
void together(Body &&body) {
  try {
    body();
  } catch (...) {
    group_is_lost = true;
    throw;
  }
}

inline Group &unwrap(ctorch_group handle) { return *static_cast<Group *>(handle.pointer); }

}  // namespace ctorch
