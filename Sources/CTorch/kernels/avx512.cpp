// Processors with AVX-512: 32 registers of 16 floats.
#include "kernels.hpp"

#if defined(__x86_64__)

#pragma clang attribute push( \
    __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), apply_to = function)

namespace ctorch::avx512 {

namespace {

constexpr char name[] = "avx512";
constexpr int lanes = 16;
/// With two vectors side by side, what the registers hold while products are summed.
constexpr int block_rows = 8;

#include "vector.hpp"
#include "batch_norm_kernels.hpp"
#include "winograd_transforms.hpp"
#include "winograd_tiles.hpp"
#include "winograd_convolution.hpp"
#include "table.hpp"

}  // namespace

extern const Kernels kernels;
const Kernels kernels = table;

}  // namespace ctorch::avx512

#pragma clang attribute pop

#endif
