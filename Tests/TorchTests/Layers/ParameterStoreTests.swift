import ArrayFiles
import Foundation
import Testing
import Torch

struct ParameterStoreTests {
  private func arrays(_ store: ParameterStore) -> [String: NumericArray] {
    Dictionary(uniqueKeysWithValues: store.state().map { ($0.name, $0.array) })
  }

  @Test func `a state goes to another model bit for bit`() throws {
    let first = SmallNet(seed: 1)
    let second = SmallNet(seed: 2)
    _ = first(sample([3, 2, 4, 4]), .training)
    #expect(first.conv.weight.doubles != second.conv.weight.doubles)
    try second.store.load(arrays(first.store), from: "model.safetensors")
    for ((name, a), (_, b)) in zip(first.store.state(), second.store.state()) {
      #expect(a.bytes == b.bytes, "\(name)")
    }
    #expect(second.norm.batchesTracked.ints == [1])
    #expect(second.conv.weight.requiresGradient)
  }

  @Test func `arrays are row-major though filters are channels-last`() {
    let net = SmallNet()
    #expect(net.conv.weight.isChannelsLast)
    let array = net.store.state()[0].array
    #expect(Tensor(array).doubles == net.conv.weight.doubles)
    #expect(array.shape == [3, 2, 3, 3])
  }

  @Test func `everything that does not fit is named, and nothing is changed`() throws {
    let net = SmallNet()
    let before = net.store.state().map(\.array.bytes)
    var wrong = arrays(SmallNet(seed: 9).store)
    wrong["fc.weight"] = nil
    wrong["bn.bias"] = nil
    wrong["head.weight"] = Tensor([1.0]).numericArray()
    wrong["fc.bias"] = Tensor([1.0, 2]).numericArray()
    let error = #expect(throws: FileProblem.self) {
      try net.store.load(wrong, from: "old.safetensors")
    }
    let message = try #require(error).description
    #expect(
      message == """
        old.safetensors: does not fit the model; missing: bn.bias, fc.weight; \
        not expected: head.weight; wrong shape: fc.bias is [2] instead of [4]
        """)
    #expect(net.store.state().map(\.array.bytes) == before)
  }

  @Test func `many names are shortened to a count`() throws {
    let error = #expect(throws: FileProblem.self) {
      try SmallNet().store.load([:], from: "empty.safetensors")
    }
    // Seven tensors and the counter that may be absent.
    #expect(try #require(error).problem.hasSuffix("bn.running_mean and 3 more"))
  }

  @Test func `the batch counter may be absent, as in old checkpoints`() throws {
    let net = SmallNet()
    var old = arrays(net.store)
    old["bn.num_batches_tracked"] = nil
    try net.store.load(old, from: "old.pth")
  }

  @Test func `a name that is taken stops the program`() async {
    await #expect(processExitsWith: .failure) {
      let path = ParameterStore(seed: 0).root / "layer"
      _ = path.parameter("weight", [1], .ones)
      _ = path.buffer("weight", [1], fill: 0)
    }
  }
}
