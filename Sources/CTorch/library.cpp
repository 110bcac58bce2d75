// Versions, threads and devices.
#include "handles.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/detail/MPSHooksInterface.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <torch/version.h>

#if defined(__linux__)
#include <dlfcn.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif

static_assert(
    TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 11),
    "LibTorch 2.11 or later is needed; run Scripts/setup.sh");

using namespace ctorch;

namespace {

/// LibTorch registers its CUDA half when that library is loaded. Linkers drop it, as nothing names
/// its symbols, so it is loaded here, from the folder that LibTorch's own CPU half came from.
void load_cuda_library() {
#if defined(__linux__)
  Dl_info info;
  if (dladdr(reinterpret_cast<const void *>(&at::get_num_threads), &info) == 0) return;
  std::string path = info.dli_fname;
  path.resize(path.find_last_of('/') + 1);
  // A CPU build has no such file; then there is nothing to load.
  dlopen((path + "libtorch_cuda.so").c_str(), RTLD_NOW | RTLD_GLOBAL);
#endif
}

#if defined(__linux__)
/// Lets go the pages of a library's segments that nobody writes to: they are read from its file again when asked for.
int release_read_only_segments(dl_phdr_info *library, size_t, void *) {
  // The kernel's own page has no file.
  if (std::string(library->dlpi_name).rfind("linux-", 0) == 0) return 0;
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  for (int index = 0; index < library->dlpi_phnum; ++index) {
    const auto &segment = library->dlpi_phdr[index];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    const uintptr_t start = library->dlpi_addr + segment.p_vaddr;
    const uintptr_t first = (start + page - 1) / page * page;
    const uintptr_t end = (start + segment.p_filesz) / page * page;
    if (first < end) madvise(reinterpret_cast<void *>(first), end - first, MADV_DONTNEED);
  }
  return 0;
}
#endif

}  // namespace

const char *ctorch_version(void) { return TORCH_VERSION; }

intptr_t ctorch_thread_count(void) { return at::get_num_threads(); }

bool ctorch_set_thread_count(intptr_t count) {
  return attempt([&] { at::set_num_threads(static_cast<int>(count)); });
}

void ctorch_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // Otherwise each large tensor is mapped anew and its pages are cleared one fault at a time, which
  // costs evaluation a fifth of its time. Older libraries take at most 32 MiB.
  if (mallopt(M_MMAP_THRESHOLD, 1 << 30) == 0) mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
#endif
}

void ctorch_release_freed_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

void ctorch_share_freed_memory(void) {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, 1);
#endif
}

void ctorch_release_code_of_start(void) {
#if defined(__linux__)
  dl_iterate_phdr(release_read_only_segments, nullptr);
#endif
}

intptr_t ctorch_device_count(ctorch_device_kind kind) {
  intptr_t count = 0;
  attempt([&] {
    switch (kind) {
      case CTORCH_CPU: count = 1; break;
      case CTORCH_CUDA: {
        static const bool loaded = (load_cuda_library(), true);
        (void)loaded;
        count = at::globalContext().hasCUDA() ? at::detail::getCUDAHooks().deviceCount() : 0;
        break;
      }
      case CTORCH_MPS: count = at::globalContext().hasMPS() ? 1 : 0; break;
    }
  });
  return count;
}

bool ctorch_synchronize(ctorch_device device) {
  return attempt([&] {
    switch (device.kind) {
      case CTORCH_CPU: break;
      case CTORCH_CUDA: {
        const c10::impl::VirtualGuardImpl guard(at::kCUDA);
        guard.synchronizeDevice(static_cast<c10::DeviceIndex>(device.index));
        break;
      }
      case CTORCH_MPS: at::detail::getMPSHooks().deviceSynchronize(); break;
    }
  });
}
