import Foundation
import Testing
import Torch

struct LeakTests {
  // In a process of its own: other tests hold tensors too.
  @Test(.enabled("needs /proc", { FileManager.default.fileExists(atPath: "/proc/self/statm") }))
  func `two hundred training steps leave no tensor and no memory behind`() async {
    await #expect(processExitsWith: .success) {
      let net = SmallNet(dtype: .float32)
      let optimizer = SGD(net.groups)
      let average = ExponentialMovingAverage(of: net.store, decay: 0.9)
      let x = sample([16, 2, 32, 32]).to(.float32).channelsLast()
      let labels = Tensor((0..<16).map { $0 % 4 })
      func train(_ steps: Int) {
        for _ in 0..<steps {
          optimizer.clearGradients()
          net.loss(x, labels).backward()
          optimizer.step(rate: 0.01)
          average.update()
          withoutGradients { _ = net(x, .inference).numericArray() }
        }
        optimizer.clearGradients()
      }
      // The first steps fill LibTorch's and the allocator's caches.
      train(50)
      let handles = LibTorch.liveHandles
      let bytes = try residentBytes()
      train(200)
      precondition(
        LibTorch.liveHandles == handles, "\(LibTorch.liveHandles) handles after \(handles)")
      let grown = try residentBytes() - bytes
      // A leak of one image-sized tensor a step would be 13 MB or more.
      precondition(grown < 4_000_000, "\(grown) bytes grown")
    }
  }
}

/// Memory of this process that is in RAM, in bytes.
private func residentBytes() throws -> Int {
  let fields = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
    .split(separator: " ")
  return (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
}
