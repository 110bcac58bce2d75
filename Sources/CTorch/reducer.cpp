// Gradients summed in buckets while the backward pass goes on: LibTorch's reducer, that of its DDP.
#include "group.hpp"
#include "handles.hpp"

#include <c10/util/Exception.h>
#include <torch/csrc/distributed/c10d/reducer.hpp>

#include <memory>

using namespace ctorch;

namespace {

/// Leaves out LibTorch's advice to a model that uses all its parameters, and passes on everything else: which ones a loss
/// reaches is known from its graph alone, and another step may reach fewer, as in networks with a router.
class WithoutAdviceOnUnused : public c10::WarningHandler {
 public:
  explicit WithoutAdviceOnUnused(c10::WarningHandler *others) : others(others) {}

  void process(const c10::Warning &warning) override {
    if (warning.msg().rfind("find_unused_parameters=True", 0) != 0) others->process(warning);
  }

 private:
  c10::WarningHandler *others;
};

}  // namespace

bool ctorch_make_reducer(
    ctorch_group group, const ctorch_tensor *parameters, size_t count, intptr_t bucket_bytes,
    ctorch_reducer *out) {
  return attempt([&] {
    auto own = unwrap(parameters, count);
    const std::vector<bool> sparse(own.size(), false);
    const auto limit = static_cast<size_t>(bucket_bytes);
    auto [buckets, limits] = c10d::compute_bucket_assignment_by_size(own, {limit}, sparse);
    // The backward pass comes to the last parameters first.
    std::reverse(buckets.begin(), buckets.end());
    auto reducer = std::make_unique<c10d::Reducer>(
        std::move(own), std::move(buckets), unwrap(group).processes, sparse, bucket_bytes,
        /*find_unused_parameters=*/true, /*gradient_as_bucket_view=*/false,
        std::unordered_map<size_t, std::string>{}, bucket_bytes,
        /*skip_all_reduce_unused_params=*/false, /*use_python_reducer=*/false,
        std::vector<int64_t>{});
    *out = {reducer.release()};
  });
}

bool ctorch_prepare_reducer(ctorch_reducer reducer, ctorch_tensor loss) {
  return attempt([&] {
    WithoutAdviceOnUnused handler(c10::WarningUtils::get_warning_handler());
    const c10::WarningUtils::WarningHandlerGuard guard(&handler);
    static_cast<c10d::Reducer *>(reducer.pointer)->prepare_for_backward({unwrap(loss)});
  });
}

void ctorch_release_reducer(ctorch_reducer reducer) {
  delete static_cast<c10d::Reducer *>(reducer.pointer);
}
