// How processes meet.
//
// Gloo's own headers do not come with LibTorch, its symbols do: the folder `gloo` declares the few names that
// LibTorch's header of the process group needs, and nothing of them is defined or called here.
#define USE_C10D_GLOO 1

#include "group.hpp"
#include "handles.hpp"

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>

#include <chrono>
#include <memory>
#include <string>

using namespace ctorch;

namespace {

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
    auto group = std::make_unique<Group>();
    // A launcher may keep one store for all its attempts.
    group->store = c10::make_intrusive<c10d::PrefixStore>(meeting.prefix, store(meeting));
    group->processes = c10::make_intrusive<c10d::ProcessGroup>(
        group->store, static_cast<int>(meeting.rank), static_cast<int>(meeting.size));
    const auto gloo = backend(meeting, group->store);
    using Kind = c10d::ProcessGroup::BackendType;
    for (const auto device : {c10::DeviceType::CPU, c10::DeviceType::CUDA})
      group->processes->setBackend(device, Kind::GLOO, gloo);
    group->processes->setDefaultBackend(Kind::GLOO);
    group->processes->setGroupName("longtail");
    *out = {group.release()};
  });
}

void ctorch_leave_group(ctorch_group group) { delete static_cast<Group *>(group.pointer); }

bool ctorch_group_barrier(ctorch_group group) {
  return attempt([&] { together([&] { unwrap(group).processes->barrier()->wait(); }); });
}

namespace ctorch {

std::atomic<bool> group_is_lost = false;

}  // namespace ctorch

bool ctorch_group_is_lost(void) { return group_is_lost; }
