#include "parallel.hpp"

#include <ATen/Functions.h>
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>

#include <algorithm>

namespace ctorch {

int64_t part_count(int64_t count, int64_t grain) {
  const int64_t most = at::in_parallel_region() ? 1 : at::get_num_threads();
  return std::clamp<int64_t>(count / std::max<int64_t>(grain, 1), 1, most);
}

void for_parts(int64_t parts, c10::function_ref<void(int64_t part)> body) {
  if (parts == 1) return body(0);
  // at::parallel_for is a header's template, and serial here, as this file is compiled without
  // OpenMP. An iterator's loop is the same thing compiled into LibTorch, with its threads.
  const auto numbers = at::arange(parts, at::kLong);
  auto iterator = at::TensorIteratorConfig()
                      .add_owned_output(numbers)
                      .resize_outputs(false)
                      .check_all_same_dtype(false)
                      .set_check_mem_overlap(false)
                      .build();
  iterator.for_each(
      [&](char **data, const int64_t *strides, int64_t count) {
        for (int64_t i = 0; i < count; i++)
          body(*reinterpret_cast<const int64_t *>(data[0] + i * strides[0]));
      },
      /*grain_size=*/1);
}

void for_shares(
    int64_t count, int64_t parts,
    c10::function_ref<void(int64_t part, int64_t first, int64_t last)> body) {
  for_parts(
      parts, [&](int64_t part) { body(part, count * part / parts, count * (part + 1) / parts); });
}

}  // namespace ctorch
