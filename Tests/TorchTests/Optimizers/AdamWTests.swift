import ArrayFiles
import TestSupport
import Testing
import Torch

struct AdamWTests {
  private func optimizer(of net: SmallNet) -> AdamW {
    AdamW(
      [ParameterGroup(parameters: net.store.parameters, weightDecay: 0.05)], beta1: 0.8,
      beta2: 0.95)
  }

  @Test func `twenty steps agree with PyTorch`() throws {
    let fixture = try TorchFixtures.read().adamw
    let net = SmallNet()
    try net.store.load(fixture.initial.mapValues(\.numericArray), from: "fixture")
    let found = losses(of: net, optimizer(of: net), on: fixture)
    #expect(relativeDistance(found, fixture.losses) <= 1e-9)
    for (name, tensor) in net.store.tensors {
      let expected = try #require(fixture.final[name])
      expect(tensor, expected.values, expected.shape, within: 1e-8)
    }
  }

  @Test func `a saved state continues bit for bit`() throws {
    let x = sample([3, 2, 4, 4])
    let labels = Tensor([0, 1, 2])
    func step(_ net: SmallNet, _ optimizer: AdamW) {
      optimizer.clearGradients()
      net.loss(x, labels).backward()
      optimizer.step(rate: 0.1)
    }
    let first = SmallNet(seed: 1)
    let firstOptimizer = optimizer(of: first)
    for _ in 0..<3 { step(first, firstOptimizer) }
    let second = SmallNet(seed: 2)
    let secondOptimizer = optimizer(of: second)
    let model = first.store.state().map { ($0.name, $0.array) }
    let state = firstOptimizer.state().map { ($0.name, $0.array) }
    try second.store.load(Dictionary(uniqueKeysWithValues: model), from: "a")
    try secondOptimizer.load(Dictionary(uniqueKeysWithValues: state), from: "b")
    for _ in 0..<3 {
      step(first, firstOptimizer)
      step(second, secondOptimizer)
    }
    #expect(first.store.state().map(\.array.bytes) == second.store.state().map(\.array.bytes))
  }

  @Test func `half a state is refused`() throws {
    let net = SmallNet()
    let error = #expect(throws: FileProblem.self) {
      try optimizer(of: net).load(
        ["mean/fc.bias": Tensor([0.0, 0, 0, 0]).numericArray()], from: "optimizer")
    }
    #expect(try #require(error).problem == "missing, but mean is there")
  }
}
