// Random numbers where a tensor lies: Philox4x32-10 as a function of a counter.
#include "handles.hpp"
#include "parallel.hpp"

#include <ATen/Functions.h>
#include <ATen/TensorOperators.h>

#include <array>

using namespace ctorch;

namespace {

constexpr uint32_t kFirstMultiplier = 0xD2511F53, kSecondMultiplier = 0xCD9E8D57;
constexpr uint32_t kFirstWeyl = 0x9E3779B9, kSecondWeyl = 0xBB67AE85;
constexpr int kRounds = 10;
constexpr int64_t kLowHalf = 0xFFFFFFFF;

uint32_t high(uint64_t value) { return static_cast<uint32_t>(value >> 32); }
uint32_t low(uint64_t value) { return static_cast<uint32_t>(value); }

std::array<uint32_t, 4> block(uint64_t number, uint64_t stream, uint64_t key) {
  std::array<uint32_t, 4> x{low(number), high(number), low(stream), high(stream)};
  uint32_t first = low(key), second = high(key);
  for (int round = 0; round < kRounds; ++round) {
    const uint64_t a = uint64_t{x[0]} * kFirstMultiplier, b = uint64_t{x[2]} * kSecondMultiplier;
    x = {high(b) ^ x[1] ^ first, low(b), high(a) ^ x[3] ^ second, low(a)};
    first += kFirstWeyl;
    second += kSecondWeyl;
  }
  return x;
}

/// In [0, 1), a multiple of 2^-53.
double uniform(uint32_t upper, uint32_t lower) {
  return static_cast<double>((uint64_t{upper} << 32 | lower) >> 11) * 0x1p-53;
}

void fill(double *out, int64_t count, uint64_t first, uint64_t stream, uint64_t key) {
  const int64_t blocks = (count + 1) / 2;
  for_shares(blocks, part_count(blocks, 4096), [&](int64_t, int64_t from, int64_t to) {
    for (int64_t i = from; i < to; ++i) {
      const auto x = block(first + static_cast<uint64_t>(i), stream, key);
      out[2 * i] = uniform(x[1], x[0]);
      if (2 * i + 1 < count) out[2 * i + 1] = uniform(x[3], x[2]);
    }
  });
}

/// The halves of 32-bit numbers, held as int64, times a constant. Nothing leaves 63 bits on the way.
std::pair<at::Tensor, at::Tensor> product(const at::Tensor &x, uint32_t multiplier) {
  const auto factor = static_cast<int64_t>(multiplier);
  const auto upper = at::bitwise_right_shift(x, 16) * factor;
  const auto lower = at::bitwise_and(x, 0xFFFF) * factor;
  const auto carried = at::bitwise_right_shift(upper + at::bitwise_right_shift(lower, 16), 16);
  const auto rest = at::bitwise_and(at::bitwise_and(upper, 0xFFFF) * 65536 + lower, kLowHalf);
  return {carried, rest};
}

/// The same as `fill` by operations that every device has.
at::Tensor by_operations(
    int64_t count, uint64_t first, uint64_t stream, uint64_t key, at::Device device) {
  const auto whole = at::TensorOptions(at::kLong).device(device);
  const int64_t blocks = (count + 1) / 2;
  const auto numbers = at::arange(blocks, whole) + static_cast<int64_t>(first);
  std::array<at::Tensor, 4> x{
      at::bitwise_and(numbers, kLowHalf), at::bitwise_right_shift(numbers, 32),
      at::full({blocks}, static_cast<int64_t>(low(stream)), whole),
      at::full({blocks}, static_cast<int64_t>(high(stream)), whole)};
  uint32_t first_key = low(key), second_key = high(key);
  for (int round = 0; round < kRounds; ++round) {
    const auto [a_high, a_low] = product(x[0], kFirstMultiplier);
    const auto [b_high, b_low] = product(x[2], kSecondMultiplier);
    x = {
        at::bitwise_xor(at::bitwise_xor(b_high, x[1]), static_cast<int64_t>(first_key)), b_low,
        at::bitwise_xor(at::bitwise_xor(a_high, x[3]), static_cast<int64_t>(second_key)), a_low};
    first_key += kFirstWeyl;
    second_key += kSecondWeyl;
  }
  const auto joined = [](const at::Tensor &upper, const at::Tensor &lower) {
    return upper * 2097152 + at::bitwise_right_shift(lower, 11);
  };
  const auto pairs = at::stack({joined(x[1], x[0]), joined(x[3], x[2])}, 1).flatten();
  return pairs.narrow(0, 0, count).to(at::kDouble) * 0x1p-53;
}

}  // namespace

bool ctorch_philox_uniform(
    intptr_t count, uint64_t first_block, uint64_t stream, uint64_t key, ctorch_device device,
    bool with_operations, ctorch_tensor *out) {
  return attempt([&] {
    const auto place = unwrap(device);
    if (place.is_cpu() && !with_operations) {
      auto tensor = at::empty({count}, at::kDouble);
      fill(tensor.mutable_data_ptr<double>(), count, first_block, stream, key);
      *out = wrap(std::move(tensor));
    } else {
      *out = wrap(by_operations(count, first_block, stream, key, place));
    }
  });
}
