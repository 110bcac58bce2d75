import ArrayFiles
import TestSupport
import Testing
import Torch

struct LayerTests {
  @Test func `layers are made under PyTorch's keys and in its order`() {
    let net = SmallNet()
    #expect(
      net.store.tensors.map(\.name) == [
        "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var",
        "bn.num_batches_tracked", "fc.weight", "fc.bias",
      ])
    #expect(
      net.store.parameters.map(\.name) == [
        "conv.weight", "bn.weight", "bn.bias", "fc.weight", "fc.bias",
      ])
    #expect(net.store.parameters.allSatisfy { $0.tensor.requiresGradient })
    #expect(!net.store.buffers.contains { $0.tensor.requiresGradient })
  }

  @Test func `biases are there when asked for`() {
    let store = ParameterStore(seed: 0)
    let linear = Linear(2, 3, bias: false, at: store.root / "a")
    let conv = Convolution2D(4, 6, kernel: 1, groups: 2, bias: true, at: store.root / "b")
    #expect(linear.bias == nil)
    #expect(conv.bias?.shape == [6])
    #expect(conv.weight.shape == [6, 2, 1, 1])
    #expect(conv(.ones([1, 4, 2, 2])).shape == [1, 6, 2, 2])
  }

  @Test func `batch norm agrees with PyTorch`() throws {
    let given = try TorchFixtures.read().batch_norm
    let store = ParameterStore(seed: 0, dtype: .float64)
    let norm = BatchNorm2D(3, at: store.root)
    norm.weight.assignInPlace(try #require(given["first.weight"]).tensor)
    norm.bias.assignInPlace(try #require(given["first.bias"]).tensor)
    let x = try #require(given["x"]).tensor.requiringGradient()
    func compare(_ tensor: Tensor?, _ name: String) throws {
      let expected = try #require(given[name])
      expect(try #require(tensor), expected.values, expected.shape, within: 1e-10)
    }
    func compareBuffers(_ prefix: String) throws {
      for (name, tensor) in store.buffers { try compare(tensor, "\(prefix).\(name)") }
    }
    let y = norm(x, .training)
    try compare(y, "training")
    (y * (try #require(given["upstream"])).tensor).sum().backward()
    try compare(x.gradient, "x_gradient")
    try compare(norm.weight.gradient, "weight_gradient")
    try compare(norm.bias.gradient, "bias_gradient")
    try compareBuffers("first")
    _ = norm(x.detached() * 3, .training)
    try compareBuffers("second")
    try compare(norm(x, .inference), "inference")
    try compareBuffers("second")
  }

  @Test func `an addition and a ReLU may follow batch norm`() throws {
    let store = ParameterStore(seed: 0, dtype: .float64)
    let norm = BatchNorm2D(2, at: store.root)
    let x = sample([2, 2, 3, 3])
    let residual = sample([2, 2, 3, 3], stream: 1)
    let plain = norm(x, .inference)
    expect(
      norm(x, .inference, adding: residual, relu: true), (plain + residual).relu().doubles,
      [2, 2, 3, 3], within: 1e-12)
    for mode in [Mode.training, .inference] {
      try expectGradient(at: x) { norm($0, mode, adding: residual, relu: true) }
      try expectGradient(at: residual) { norm(x, mode, adding: $0, relu: true) }
    }
  }

  @Test func `folding batch norm into the convolution changes nothing`() {
    for bias in [false, true] {
      let store = ParameterStore(seed: 3, dtype: .float64)
      let conv = Convolution2D(2, 4, kernel: 3, padding: 1, bias: bias, at: store.root / "conv")
      let norm = BatchNorm2D(4, at: store.root / "bn")
      norm.weight.assignInPlace(sample([4], stream: 1))
      norm.bias.assignInPlace(sample([4], stream: 2))
      norm.runningMean.assignInPlace(sample([4], stream: 3))
      norm.runningVariance.assignInPlace(sample([4], stream: 4).square() + 0.1)
      let x = sample([2, 2, 5, 5])
      let residual = sample([2, 4, 5, 5], stream: 5)
      let expected = norm(conv(x), .inference, adding: residual, relu: true)
      let folded = withoutGradients {
        convolutionNormalized(
          x, conv: conv, norm: norm, .inference, adding: residual, relu: true)
      }
      #expect(!folded.requiresGradient)
      expect(folded, expected.doubles, [2, 4, 5, 5], within: 1e-12)
    }
  }

  @Test func `only what is trained gets gradients`() {
    let net = SmallNet()
    net.store.train { $0.hasPrefix("fc.") }
    net.loss(sample([3, 2, 4, 4]), Tensor([0, 1, 2])).backward()
    let withGradient = net.store.parameters.filter { $0.tensor.gradient != nil }.map(\.name)
    #expect(withGradient == ["fc.weight", "fc.bias"])
    net.store.train { _ in true }
    #expect(net.store.parameters.allSatisfy { $0.tensor.gradient == nil })
  }
}
