#include "kernels.hpp"

#include <cstring>

namespace ctorch {

#if defined(__x86_64__)
namespace avx512 {
extern const Kernels kernels;
}
namespace avx2 {
extern const Kernels kernels;
}
#endif
namespace portable {
extern const Kernels kernels;
}

namespace {

thread_local const Kernels *chosen = nullptr;

/// The first table, the fastest first, that the processor can run and that is called `name` if not
/// null; null if there is none.
const Kernels *find(const char *name) {
  const auto matches = [&](const Kernels &table) {
    return name == nullptr || std::strcmp(name, table.name) == 0;
  };
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512f") &&
                          __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq");
  if (has_avx512 && matches(avx512::kernels)) return &avx512::kernels;
  if (has_avx2 && matches(avx2::kernels)) return &avx2::kernels;
#endif
  return matches(portable::kernels) ? &portable::kernels : nullptr;
}

}  // namespace

const Kernels &kernels() {
  static const Kernels *const fastest = find(nullptr);
  return chosen != nullptr ? *chosen : *fastest;
}

bool use_kernels(const char *name) {
  const Kernels *table = name != nullptr ? find(name) : nullptr;
  if (name != nullptr && table == nullptr) return false;
  chosen = table;
  return true;
}

bool kernels_are_fast() {
#if defined(__OPTIMIZE__)
  return true;
#else
  return chosen != nullptr;
#endif
}

}  // namespace ctorch
