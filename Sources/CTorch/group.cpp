// How processes meet.
//
// Gloo's own headers do not come with LibTorch, its symbols do: the folder `gloo` declares the few names that
// LibTorch's header of the process group needs, and nothing of them is defined or called here.
#define USE_C10D_GLOO 1

#include "group.hpp"
#include "handles.hpp"

#include <c10/util/Exception.h>
#include <c10/util/Logging.h>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

using namespace ctorch;

namespace {

/// While it lives, LibTorch keeps what it finds wrong to its exceptions: its log has dozens of lines of addresses.
class QuietLog {
 public:
  QuietLog() : before(FLAGS_caffe2_log_level) {
    FLAGS_caffe2_log_level = std::max(before, c10::GLOG_FATAL);
  }
  ~QuietLog() { FLAGS_caffe2_log_level = before; }

 private:
  int before;
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

c10::intrusive_ptr<c10d::Store> store(const ctorch_meeting &meeting) {
  c10d::TCPStoreOptions options;
  options.port = meeting.port;
  options.isServer = meeting.serves;
  options.numWorkers = static_cast<size_t>(meeting.size);
  options.waitWorkers = true;
  options.timeout = milliseconds(meeting.meeting_seconds);
  return c10::make_intrusive<c10d::TCPStore>(meeting.host, options);
}

/// Looks at the others by a connection of its own; none where there is no limit to their silence.
std::unique_ptr<Watch> watch(const ctorch_meeting &meeting) {
  if (!(meeting.silent_seconds > 0) || meeting.size < 2) return nullptr;
  c10d::TCPStoreOptions options;
  options.port = meeting.port;
  options.waitWorkers = false;
  options.timeout = milliseconds(meeting.meeting_seconds);
  return std::make_unique<Watch>(
      c10::make_intrusive<c10d::PrefixStore>(
          meeting.prefix, c10::make_intrusive<c10d::TCPStore>(meeting.host, options)),
      static_cast<int>(meeting.rank), static_cast<int>(meeting.size), meeting.silent_seconds,
      std::string(meeting.host) + ":" + std::to_string(meeting.port));
}

/// Throws where the processes were started for groups of different sizes: they would wait for some that never come.
void require_same_size(c10d::Store &store, const ctorch_meeting &meeting) {
  const auto text = std::to_string(meeting.size);
  store.set("size/" + std::to_string(meeting.rank), std::vector<uint8_t>(text.begin(), text.end()));
  for (intptr_t rank = 0; rank < meeting.size; rank++) {
    const auto bytes = store.get("size/" + std::to_string(rank));
    const std::string other(bytes.begin(), bytes.end());
    TORCH_CHECK(
        other == text, "rank ", rank, " was started as one of ", other, " processes, rank ",
        meeting.rank, " as one of ", text);
  }
}

c10::intrusive_ptr<c10d::Backend> backend(
    const ctorch_meeting &meeting, const c10::intrusive_ptr<c10d::Store> &store) {
  auto options = c10d::ProcessGroupGloo::Options::create(milliseconds(meeting.collective_seconds));
  using Gloo = c10d::ProcessGroupGloo;
  options->devices.push_back(
      meeting.own_host != nullptr        ? Gloo::createDeviceForHostname(meeting.own_host)
      : meeting.own_interface != nullptr ? Gloo::createDeviceForInterface(meeting.own_interface)
                                         : Gloo::createDefaultDevice());
  return c10::make_intrusive<c10d::ProcessGroupGloo>(
      store, static_cast<int>(meeting.rank), static_cast<int>(meeting.size), std::move(options));
}

}  // namespace

bool ctorch_join_group(ctorch_meeting meeting, ctorch_group *out) {
  return attempt([&] {
    const QuietLog quiet;
    auto group = std::make_unique<Group>();
    // A launcher may keep one store for all its attempts.
    group->store = c10::make_intrusive<c10d::PrefixStore>(meeting.prefix, store(meeting));
    require_same_size(*group->store, meeting);
    group->processes = c10::make_intrusive<c10d::ProcessGroup>(
        group->store, static_cast<int>(meeting.rank), static_cast<int>(meeting.size));
    const auto gloo = backend(meeting, group->store);
    using Kind = c10d::ProcessGroup::BackendType;
    for (const auto device : {c10::DeviceType::CPU, c10::DeviceType::CUDA})
      group->processes->setBackend(device, Kind::GLOO, gloo);
    group->processes->setDefaultBackend(Kind::GLOO);
    group->processes->setGroupName("longtail");
    group->watch = watch(meeting);
    *out = {group.release()};
  });
}

void ctorch_leave_group(ctorch_group group) { delete static_cast<Group *>(group.pointer); }

bool ctorch_group_barrier(ctorch_group group) {
  return attempt([&] {
    // Whoever comes last may have worked for hours. Of one that never will, its closed connections tell, and the watch.
    c10d::BarrierOptions options;
    options.timeout = std::chrono::hours(24 * 365);
    together([&] { unwrap(group).processes->barrier(options)->wait(); });
  });
}

namespace ctorch {

std::atomic<bool> group_is_lost = false;

}  // namespace ctorch

bool ctorch_group_is_lost(void) { return group_is_lost; }
