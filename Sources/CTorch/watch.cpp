#include "watch.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

namespace ctorch {

namespace {

using Clock = std::chrono::steady_clock;

/// What is added to the count of a process that leaves.
constexpr int64_t departure = int64_t{1} << 40;

std::string own_name() {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return "process " + std::to_string(getpid()) + " on " + host;
}

}  // namespace

struct Watch::State {
  c10::intrusive_ptr<c10d::Store> store;
  int rank;
  int size;
  double limit;
  std::string place;
  /// Seconds between two looks.
  double interval;

  // `mutex` guards what follows.
  std::mutex mutex;
  std::condition_variable changed;
  bool leaves = false;
  /// Whether nobody is asked any more: this process leaves, or the store has gone.
  bool rests = false;
  /// Seconds since the store has answered, and since each process has counted.
  double unanswered = 0;
  std::vector<double> silent;
  std::vector<bool> left;
  std::vector<std::string> names;

  std::string key(const char *what, int process) const {
    return std::string("watch/") + what + "/" + std::to_string(process);
  }

  /// Counts, and looks at the others, until this process leaves.
  void ask() {
    std::vector<int64_t> counts(static_cast<size_t>(size), 0);
    try {
      const auto name = own_name();
      store->set(key("name", rank), std::vector<uint8_t>(name.begin(), name.end()));
      while (true) {
        store->add(key("count", rank), 1);
        for (int other = 0; other < size; other++)
          if (other != rank) look(other, counts[static_cast<size_t>(other)]);
        std::unique_lock<std::mutex> lock(mutex);
        unanswered = 0;
        changed.wait_for(lock, std::chrono::duration<double>(interval), [&] { return leaves; });
        if (leaves) break;
      }
      store->add(key("count", rank), departure);
    } catch (...) {
      // The process with the store has gone: who still needs it is told by its other connections.
    }
    const std::lock_guard<std::mutex> lock(mutex);
    rests = true;
    changed.notify_all();
  }

  void look(int other, int64_t &known) {
    const auto index = static_cast<size_t>(other);
    const auto count = store->add(key("count", other), 0);
    std::string name;
    if (known == 0 && count > 0) {
      const auto bytes = store->get(key("name", other));
      name.assign(bytes.begin(), bytes.end());
    }
    const std::lock_guard<std::mutex> lock(mutex);
    if (!name.empty()) names[index] = name;
    if (count != known) silent[index] = 0;
    if (count >= departure) left[index] = true;
    known = count;
  }

  /// Measures silence, until nobody asks any more.
  void judge() {
    const auto tick = std::min(1.0, interval);
    auto last = Clock::now();
    std::unique_lock<std::mutex> lock(mutex);
    while (true) {
      changed.wait_for(lock, std::chrono::duration<double>(tick), [&] { return rests; });
      if (rests) return;
      const auto now = Clock::now();
      // A process that was stopped itself does not take that for silence of the others.
      const auto passed = std::min(2 * tick, std::chrono::duration<double>(now - last).count());
      last = now;
      unanswered += passed;
      for (auto &each : silent) each += passed;
      if (unanswered > limit) end(describe(0) + ", or what else holds the store at " + place + ",");
      // While the store does not answer, nothing is known of the others.
      if (unanswered > 2 * interval) continue;
      for (int other = 0; other < size; other++)
        if (other != rank && !left[static_cast<size_t>(other)] &&
            silent[static_cast<size_t>(other)] > limit)
          end(describe(other));
    }
  }

  std::string describe(int other) const {
    const auto &name = names[static_cast<size_t>(other)];
    return "rank " + std::to_string(other) + " of " + std::to_string(size) +
           (name.empty() ? "" : " (" + name + ")");
  }

  [[noreturn]] void end(const std::string &who) const {
    std::fprintf(
        stderr,
        "error: %s has not answered for %.0f seconds: it was stopped, or cut off; rank %d ends, as "
        "nothing can go on "
        "without it\n",
        who.c_str(), limit, rank);
    std::fflush(stderr);
    // The other threads may wait for each other: nothing is tidied up.
    std::_Exit(1);
  }
};

Watch::Watch(
    c10::intrusive_ptr<c10d::Store> store, int rank, int size, double seconds, std::string place)
    : state(std::make_shared<State>()) {
  const auto count = static_cast<size_t>(size);
  state->store = std::move(store);
  state->rank = rank;
  state->size = size;
  state->limit = seconds;
  state->place = std::move(place);
  state->interval = std::min(2.0, seconds / 5);
  state->silent.assign(count, 0);
  state->left.assign(count, false);
  state->names.resize(count);
  // They keep the state for as long as they need it: one that waits for an answer may never end.
  std::thread([own = state] { own->ask(); }).detach();
  std::thread([own = state] { own->judge(); }).detach();
}

Watch::~Watch() {
  std::unique_lock<std::mutex> lock(state->mutex);
  state->leaves = true;
  state->changed.notify_all();
  state->changed.wait_for(lock, std::chrono::seconds(2), [&] { return state->rests; });
}

}  // namespace ctorch
