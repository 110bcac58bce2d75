// Processors with AVX2 and fused multiply-add: 16 registers of 8 floats.
#include "kernels.hpp"

#if defined(__x86_64__)

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

namespace ctorch::avx2 {

namespace {

constexpr char name[] = "avx2";
constexpr int lanes = 8;
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

}  // namespace ctorch::avx2

#pragma clang attribute pop

#endif
