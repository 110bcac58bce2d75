import Testing
import Torch

struct DeviceTests {
  @Test func `the CPU is always there`() throws {
    #expect(Device.available.first == .cpu)
    #expect(try Device("cpu") == .cpu)
    #expect(Device.available.contains(try Device("auto")))
  }

  @Test(arguments: ["cuda:99", "tpu", "", "cuda:", "cuda:-1", "cpu:0", "cuda:0:0", "CPU"])
  func `a device that is not there is refused with those that are`(name: String) throws {
    let error = #expect(throws: TorchError.self) { try Device(name) }
    let message = try #require(error).message
    #expect(message.contains("\"\(name)\""))
    #expect(message.contains("available: auto, cpu"))
  }

  @Test func `names tell devices apart`() {
    #expect(Device.cuda(1).description == "cuda:1")
    #expect(Device.cpu.description == "cpu")
    #expect(Device.mps.description == "mps")
    #expect(Device.cuda(0) != Device.cuda(1))
  }

  @Test(.enabled("needs a CUDA device", { Device.available.contains(.cuda()) }))
  func `a CUDA device computes what the CPU does`() {
    let x = sample([4, 4])
    let y = x.to(.cuda())
    #expect(y.device == .cuda())
    expect(y.matmul(y), x.matmul(x).doubles, [4, 4], within: 1e-12)
  }

  @Test func `a tensor on a device that is not there stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor([1.0], device: .cuda(99)) }
  }
}
