// Whether the other processes of a group still live.
#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <memory>
#include <string>

namespace ctorch {

/// Ends this process when another one falls silent: stopped, swapped out, or cut off from the network. A process that has
/// died is told by its closed connections; one that is merely late still counts.
///
/// Each process counts in the store, and looks at the counts of the others. Time in which this process itself stood
/// still is nobody's silence.
class Watch {
 public:
  /// - Parameters:
  ///   - store: a connection of the watch's own, as one that waits for an answer lets nobody else ask.
  ///   - seconds: of silence after which a process counts as lost; > 0.
  ///   - place: of the store, for the message.
  Watch(
      c10::intrusive_ptr<c10d::Store> store, int rank, int size, double seconds, std::string place);
  /// Tells the others that this process leaves.
  ~Watch();

  Watch(const Watch &) = delete;
  Watch &operator=(const Watch &) = delete;

 private:
  struct State;
  std::shared_ptr<State> state;
};

}  // namespace ctorch
