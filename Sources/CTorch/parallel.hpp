// Work on LibTorch's own threads.
#pragma once

#include <c10/util/FunctionRef.h>

#include <cstdint>

namespace ctorch {

/// Into how many parts `count` things are divided when a part should have at least `grain`: a
/// function of the counts and the thread count alone, so that sums over parts are the same in every
/// run.
int64_t part_count(int64_t count, int64_t grain);

/// Calls `body(part)` for each part, one thread each.
void for_parts(int64_t parts, c10::function_ref<void(int64_t part)> body);

/// The same with the part's share `[first, last)` of `count` things.
void for_shares(
    int64_t count, int64_t parts,
    c10::function_ref<void(int64_t part, int64_t first, int64_t last)> body);

}  // namespace ctorch
