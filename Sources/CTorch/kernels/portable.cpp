// Every processor: 4 floats at a time are native to NEON and SSE2 alike.
#include "kernels.hpp"

namespace ctorch::portable {

namespace {

constexpr char name[] = "portable";
constexpr int lanes = 4;
/// With two vectors side by side, what the registers hold while products are summed.
constexpr int block_rows = 4;

#include "vector.hpp"
#include "batch_norm_kernels.hpp"
#include "winograd_transforms.hpp"
#include "winograd_tiles.hpp"
#include "winograd_convolution.hpp"
#include "table.hpp"

}  // namespace

extern const Kernels kernels;
const Kernels kernels = table;

}  // namespace ctorch::portable
