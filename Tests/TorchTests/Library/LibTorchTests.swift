import Testing
import Torch

struct LibTorchTests {
  @Test func `the version is one that is supported`() throws {
    let parts = LibTorch.version.split(separator: ".").compactMap { Int($0) }
    #expect(parts.count >= 2 && (parts[0], parts[1]) >= (2, 11))
  }

  @Test func `the thread count is what was set`() async {
    // In a process of its own, as the count belongs to the process.
    await #expect(processExitsWith: .success) {
      setThreadCount(1)
      precondition(threadCount == 1)
      setThreadCount(2)
      precondition(threadCount == 2)
    }
  }
}
