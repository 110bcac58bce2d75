import ArrayFiles
import TestSupport
import Testing
import Torch

struct SGDTests {
  private func expectTrajectory(
    _ fixture: FixtureTrajectory, dtype: DType = .float64, momentum: Double = 0.9,
    nesterov: Bool = false, within tolerance: Double, at location: SourceLocation = #_sourceLocation
  ) throws {
    let net = SmallNet(dtype: dtype)
    try net.store.load(fixture.initial.mapValues(\.numericArray), from: "fixture")
    let optimizer = SGD(net.groups, momentum: momentum, nesterov: nesterov)
    let found = losses(of: net, optimizer, on: fixture)
    #expect(relativeDistance(found, fixture.losses) <= tolerance, sourceLocation: location)
    for (name, tensor) in net.store.tensors {
      let expected = try #require(fixture.final[name])
      expect(tensor, expected.values, expected.shape, within: tolerance, at: location)
    }
  }

  @Test func `twenty steps in float64 agree with PyTorch`() throws {
    try expectTrajectory(TorchFixtures.read().sgd_float64, within: 1e-9)
  }

  @Test func `twenty steps in float32 agree with PyTorch`() throws {
    try expectTrajectory(TorchFixtures.read().sgd_float32, dtype: .float32, within: 1e-3)
  }

  @Test func `twenty steps with Nesterov's momentum agree with PyTorch`() throws {
    try expectTrajectory(TorchFixtures.read().sgd_nesterov, nesterov: true, within: 1e-9)
  }

  @Test func `twenty steps without momentum agree with PyTorch`() throws {
    try expectTrajectory(TorchFixtures.read().sgd_plain, momentum: 0, within: 1e-9)
  }

  @Test func `two steps by hand`() {
    let w = ParameterStore(seed: 0, dtype: .float64).root.parameter("w", [1], .ones)
    let optimizer = SGD(
      [ParameterGroup(parameters: [("w", w)], rateFactor: 2, weightDecay: 0.1)], momentum: 0.5)
    (w * 3).sum().backward()
    optimizer.step(rate: 0.05)
    // g = 3 + 0.1 · 1, v = g, w = 1 − 0.1 · 3.1
    expect(w.detached(), [0.69], within: 1e-14)
    optimizer.clearGradients()
    (w * 3).sum().backward()
    optimizer.step(rate: 0.05)
    // g = 3 + 0.069, v = 0.5 · 3.1 + 3.069, w = 0.69 − 0.1 · 4.619
    expect(w.detached(), [0.2281], within: 1e-12)
    optimizer.clearGradients()
    optimizer.step(rate: 0.05)
    expect(w.detached(), [0.2281], within: 1e-12)
  }

  @Test(arguments: [(0.0, false), (0.5, false), (0.5, true)])
  func `a look ahead is the step that follows, and has the gradient's history`(
    _ momentum: Double, _ nesterov: Bool
  ) throws {
    let w = ParameterStore(seed: 0, dtype: .float64).root.parameter("w", [2], .ones)
    let optimizer = SGD(
      [ParameterGroup(parameters: [("w", w)], rateFactor: 2, weightDecay: 0.1)],
      momentum: momentum, nesterov: nesterov)
    for slope in [3.0, -1] {
      let factor = Tensor([slope, 2 * slope]).requiringGradient()
      let ahead = try #require(optimizer.lookAhead(of: "w", along: factor, rate: 0.05))
      optimizer.clearGradients()
      (w * factor.detached()).sum().backward()
      optimizer.step(rate: 0.05)
      expect(ahead.detached(), w.doubles, within: 1e-15)
      // w moves by rate · factor, and by 1 + momentum of it where it looks ahead along the velocity.
      let change = try #require(ahead.sum().derivatives(by: [factor]).first)
      let expected = -0.1 * (nesterov ? 1 + momentum : 1)
      expect(change, [expected, expected], within: 1e-15)
    }
    #expect(optimizer.lookAhead(of: "v", along: Tensor([1.0, 1]), rate: 1) == nil)
  }

  @Test func `a saved state continues bit for bit`() throws {
    let fixture = try TorchFixtures.read().sgd_float64
    let x = fixture.x.tensor
    let labels = Tensor(fixture.labels)
    func step(_ net: SmallNet, _ optimizer: SGD) {
      optimizer.clearGradients()
      net.loss(x, labels).backward()
      optimizer.step(rate: 0.1)
    }
    let first = SmallNet(seed: 1)
    let firstOptimizer = SGD(first.groups)
    for _ in 0..<3 { step(first, firstOptimizer) }
    let model = first.store.state()
    let state = firstOptimizer.state()
    #expect(state.map(\.name).contains("velocity/conv.weight"))
    let second = SmallNet(seed: 2)
    let secondOptimizer = SGD(second.groups)
    try second.store.load(Dictionary(uniqueKeysWithValues: model.map { ($0.0, $0.1) }), from: "a")
    try secondOptimizer.load(
      Dictionary(uniqueKeysWithValues: state.map { ($0.0, $0.1) }), from: "b")
    for _ in 0..<3 {
      step(first, firstOptimizer)
      step(second, secondOptimizer)
    }
    #expect(first.store.state().map(\.array.bytes) == second.store.state().map(\.array.bytes))
  }

  @Test func `a state of something else is refused`() throws {
    let optimizer = SGD(SmallNet().groups)
    let stranger = #expect(throws: FileProblem.self) {
      try optimizer.load(["velocity/other": Tensor([1.0]).numericArray()], from: "optimizer")
    }
    #expect(try #require(stranger).place == "velocity/other")
    let misshapen = #expect(throws: FileProblem.self) {
      try optimizer.load(["velocity/fc.bias": Tensor([1.0]).numericArray()], from: "optimizer")
    }
    #expect(try #require(misshapen).problem == "shape [1] instead of [4]")
  }

  @Test func `a parameter in two groups stops the program`() async {
    await #expect(processExitsWith: .failure) {
      let net = SmallNet()
      _ = SGD(net.groups + net.groups)
    }
  }
}
