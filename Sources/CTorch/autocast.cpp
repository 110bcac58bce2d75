// Automatic mixed precision.
#include "ctorch_training.h"
#include "handles.hpp"

#include <ATen/autocast_mode.h>

using namespace ctorch;

namespace {

at::DeviceType device_type(ctorch_device_kind kind) {
  return unwrap(ctorch_device{kind, 0}).type();
}

}  // namespace

bool ctorch_begin_autocast(
    ctorch_device_kind kind, ctorch_autocast wanted, ctorch_autocast *previous) {
  return attempt([&] {
    const auto type = device_type(kind);
    *previous = {
        at::autocast::is_autocast_enabled(type), wrap(at::autocast::get_autocast_dtype(type))};
    at::autocast::set_autocast_enabled(type, wanted.enabled);
    if (wanted.enabled) at::autocast::set_autocast_dtype(type, unwrap(wanted.dtype));
    at::autocast::increment_nesting();
  });
}

bool ctorch_end_autocast(ctorch_device_kind kind, ctorch_autocast previous) {
  return attempt([&] {
    const auto type = device_type(kind);
    // Casts of parameters are cached until the outermost scope ends.
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(type, previous.enabled);
    at::autocast::set_autocast_dtype(type, unwrap(previous.dtype));
  });
}
