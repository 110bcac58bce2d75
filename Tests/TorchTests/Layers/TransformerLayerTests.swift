import TestSupport
import Testing
import Torch

/// One layer in `layer_fixtures.json`: what PyTorch 2.13.0 gives in float64 (Tests/Fixtures/layer_fixtures.py).
private struct LayerFixture: Decodable {
  let inputs: [String: FixtureArray]
  let result: FixtureArray
  let upstream: FixtureArray
  let gradients: [String: FixtureArray]

  /// The layer's result and all gradients are PyTorch's.
  static func expect(
    _ name: String, at location: SourceLocation = #_sourceLocation,
    _ layer: ([String: Tensor]) throws -> Tensor
  ) throws {
    let all = try fixture("layer_fixtures", as: [String: LayerFixture].self)
    let given = try #require(all[name], sourceLocation: location)
    let inputs = given.inputs.mapValues { $0.tensor.requiringGradient() }
    let result = try layer(inputs)
    TorchTests.expect(
      result, given.result.values, given.result.shape, within: 1e-12, at: location)
    (result * given.upstream.tensor).sum().backward()
    for (name, expected) in given.gradients {
      let gradient = try #require(inputs[name]?.gradient, "\(name)", sourceLocation: location)
      TorchTests.expect(
        gradient, expected.values, expected.shape, within: 1e-11, at: location)
    }
  }
}

extension [String: Tensor] {
  fileprivate func tensor(_ name: String) throws -> Tensor { try #require(self[name]) }
}

/// The layers of vision transformers and of networks for small devices.
struct TransformerLayerTests {
  @Test func `layer norm is PyTorch's`() throws {
    try LayerFixture.expect("layer-norm") {
      try $0.tensor("x").layerNorm(
        weight: $0.tensor("weight"), bias: $0.tensor("bias"), epsilon: 1e-6)
    }
    let store = ParameterStore(seed: 0, dtype: .float64)
    let norm = LayerNorm(7, epsilon: 1e-6, at: store.root / "norm")
    #expect(store.parameters.map(\.name) == ["norm.weight", "norm.bias"])
    let x = sample([2, 7])
    expect(norm(x), x.layerNorm(epsilon: 1e-6).doubles, [2, 7], within: 1e-15)
  }

  @Test(arguments: GELU.allCases)
  func `every form of GELU is PyTorch's`(_ form: GELU) throws {
    try LayerFixture.expect("gelu-\(form.rawValue)") { try $0.tensor("x").gelu(form) }
  }

  @Test func `ReLU6 is PyTorch's`() throws {
    try LayerFixture.expect("relu6") { try $0.tensor("x").relu6() }
  }

  @Test func `the error function goes with its derivative`() throws {
    expect(
      Tensor([0, 0.5, -2.0]).erf(), [0, 0.520499877813046, -0.995322265018953], within: 1e-14)
    try expectGradient(at: sample([5])) { $0.erf() }
  }

  @Test func `attention is PyTorch's`() throws {
    try LayerFixture.expect("attention") { given in
      let packed = try given.tensor("x").linear(
        weight: given.tensor("qkv_weight"), bias: given.tensor("qkv_bias"))
      let layer = MultiHeadAttention(
        12, heads: 3, at: ParameterStore(seed: 0, dtype: .float64).root)
      return try layer.mixed(packed).linear(
        weight: given.tensor("proj_weight"), bias: given.tensor("proj_bias"))
    }
  }

  @Test func `attention goes through its own layers`() {
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = MultiHeadAttention(12, heads: 3, at: store.root / "attn")
    #expect(
      store.parameters.map(\.name)
        == ["attn.qkv.weight", "attn.qkv.bias", "attn.proj.weight", "attn.proj.bias"])
    let x = sample([2, 5, 12])
    let apart = layer.output(layer.mixed(layer.projections(x)))
    expect(layer(x), apart.doubles, [2, 5, 12], within: 0)
    let few = layer.output(layer.mixed(layer.projections(x), asking: 2))
    expect(
      few, apart.narrowed(axis: 1, from: 0, count: 2).doubles, [2, 2, 12], within: 1e-14)
  }

  @Test func `patches are PyTorch's`() throws {
    try LayerFixture.expect("patches") {
      try $0.tensor("x").convolution(
        weight: $0.tensor("weight"), bias: $0.tensor("bias"), stride: 4
      ).flattened(from: 2).transposed(1, 2)
    }
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = PatchEmbedding(3, 5, patch: 4, at: store.root)
    let x = sample([2, 3, 8, 12])
    let weight = layer.convolution.weight
    let second = x.narrowed(axis: 2, from: 0, count: 4).narrowed(axis: 3, from: 4, count: 4)
    let expected = second.reshaped([2, 48]).linear(
      weight: weight.reshaped([5, 48]), bias: layer.convolution.bias)
    expect(layer(x).selected(axis: 1, at: 1), expected.doubles, [2, 5], within: 1e-13)
    #expect(layer(x).shape == [2, 6, 5])
  }

  @Test(arguments: [("same-3-2-even", 3, 1), ("same-3-2-odd", 3, 1), ("same-5-2-depthwise", 5, 4)])
  func `convolutions with TensorFlow's padding are PyTorch's`(
    _ name: String, _ kernel: Int, _ groups: Int
  ) throws {
    try LayerFixture.expect(name) {
      try SamePadding(kernel: kernel, stride: 2)($0.tensor("x")).convolution(
        weight: $0.tensor("weight"), stride: 2, groups: groups)
    }
  }

  @Test func `the odd row of zeros comes after`() {
    let even = SamePadding(kernel: 3, stride: 2).amounts(for: 224)
    #expect(even.before == 0 && even.after == 1)
    let wide = SamePadding(kernel: 5, stride: 2).amounts(for: 112)
    #expect(wide.before == 1 && wide.after == 2)
    let narrow = SamePadding(kernel: 1, stride: 2).amounts(for: 7)
    #expect(narrow.before == 0 && narrow.after == 0)
    #expect(SamePadding(kernel: 5, stride: 1).symmetric == 2)
    #expect(SamePadding(kernel: 3, stride: 2).symmetric == nil)
  }

  @Test func `squeeze and excitation is PyTorch's`() throws {
    try LayerFixture.expect("squeeze-excitation") { given in
      let store = ParameterStore(seed: 0, dtype: .float64)
      let layer = SqueezeExcitation(6, reduced: 2, at: store.root)
      #expect(
        store.parameters.map(\.name) == [
          "conv_reduce.weight", "conv_reduce.bias", "conv_expand.weight", "conv_expand.bias",
        ])
      let own = ["reduce_weight", "reduce_bias", "expand_weight", "expand_bias"]
      for (name, parameter) in zip(own, store.parameters) {
        try withoutGradients { parameter.tensor.assignInPlace(try given.tensor(name)) }
      }
      let x = try given.tensor("x")
      expect(layer(x), try apart(given).doubles, [2, 6, 3, 4], within: 1e-13)
      return try apart(given)
    }
  }

  /// Written out, so that gradients reach the parameters that are given.
  private func apart(_ given: [String: Tensor]) throws -> Tensor {
    let x = try given.tensor("x")
    let inner = try x.mean(axes: [2, 3], keepingAxes: true).convolution(
      weight: given.tensor("reduce_weight"), bias: given.tensor("reduce_bias")
    ).relu()
    return try x
      * inner.convolution(
        weight: given.tensor("expand_weight"), bias: given.tensor("expand_bias")
      ).sigmoid()
  }

  @Test func `stochastic depth drops whole samples and keeps the mean`() {
    var random = CounterBasedGenerator(seed: 3)
    let x = Tensor.ones([4000, 2, 3], dtype: .float64)
    let kept = x.stochasticDepth(0.25, using: &random)
    let samples = kept.reshaped([4000, 6])
    let (low, high) = (samples.min(axis: 1).values, samples.max(axis: 1).values)
    #expect((low - high).abs().max().item() == 0)
    #expect(Set(high.doubles) == [0, 1 / 0.75])
    #expect(abs(kept.mean().item() - 1) < 0.03)
    #expect(x.stochasticDepth(0, using: &random) === x)
  }
}
