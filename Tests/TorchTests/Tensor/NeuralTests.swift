import TestSupport
import Testing
import Torch

struct NeuralTests {
  @Test func `a linear map is x times the transposed weight plus the bias`() {
    let x = Tensor([1.0, 2], shape: [1, 2])
    let weight = Tensor([1.0, 0, 0, 1, 1, 1], shape: [3, 2])
    expect(x.linear(weight: weight), [1, 2, 3], [1, 3])
    expect(x.linear(weight: weight, bias: Tensor([10.0, 20, 30])), [11, 22, 33], [1, 3])
  }

  @Test func `convolution forward and backward agree with PyTorch`() throws {
    let given = try TorchFixtures.read().convolution.mapValues(\.tensor)
    func leaf(_ name: String) throws -> Tensor {
      try #require(given[name]).requiringGradient()
    }
    let (x, weight, bias) = (try leaf("x"), try leaf("weight"), try leaf("bias"))
    let y = x.convolution(weight: weight, bias: bias, stride: 2, padding: 1, groups: 2)
    let expected = try #require(given["y"])
    expect(y, expected.doubles, expected.shape, within: 1e-12)
    (y * (try #require(given["upstream"]))).sum().backward()
    for (name, tensor) in [("x", x), ("weight", weight), ("bias", bias)] {
      let gradient = try #require(given["\(name)_gradient"])
      expect(try #require(tensor.gradient), gradient.doubles, gradient.shape, within: 1e-12)
    }
  }

  @Test func `pooling takes means and maxima of windows`() {
    let x = Tensor((1...16).map(Double.init), shape: [1, 1, 4, 4])
    expect(x.averagePool(kernel: 2), [3.5, 5.5, 11.5, 13.5], [1, 1, 2, 2])
    expect(x.maxPool(kernel: 2), [6, 8, 14, 16], [1, 1, 2, 2])
    expect(x.maxPool(kernel: 3, stride: 2, padding: 1), [6, 8, 14, 16], [1, 1, 2, 2])
    expect(
      x.averagePool(kernel: 3, stride: 2, padding: 1).selected(axis: 2, at: 0),
      [14.0 / 9, 30.0 / 9], [1, 1, 2])
    expect(x.globalAveragePool(), [8.5], [1, 1])
  }

  @Test func `batch norm in training uses the batch and moves the running statistics`() {
    let x = Tensor([1.0, 3, 5, 7], shape: [4, 1, 1, 1])
    let mean = Tensor([10.0])
    let variance = Tensor([2.0])
    let y = x.batchNorm(
      weight: nil, bias: nil, runningMean: mean, runningVariance: variance, training: true,
      momentum: 0.1, epsilon: 0)
    let scale = 5.0.squareRoot()
    expect(y, [-3, -1, 1, 3].map { $0 / scale }, [4, 1, 1, 1], within: 1e-12)
    expect(mean, [9.4], within: 1e-12)
    expect(variance, [1.8 + 20.0 / 30], within: 1e-12)
  }

  @Test func `batch norm in inference uses the running statistics`() {
    let y = Tensor([1.0, 3], shape: [2, 1, 1, 1]).batchNorm(
      weight: Tensor([2.0]), bias: Tensor([0.5]), runningMean: Tensor([1.0]),
      runningVariance: Tensor([4.0]), training: false, epsilon: 0)
    expect(y, [0.5, 2.5], [2, 1, 1, 1], within: 1e-12)
  }

  @Test func `resizing agrees with PyTorch`() throws {
    let given = try TorchFixtures.read().interpolation.mapValues(\.tensor)
    let x = try #require(given["x"])
    let results = [
      "larger": x.interpolatedBilinear(height: 7, width: 9),
      "smaller": x.interpolatedBilinear(height: 2, width: 3),
      "smaller_antialiased": x.interpolatedBilinear(height: 2, width: 3, antialias: true),
    ]
    for (name, result) in results {
      let expected = try #require(given[name])
      expect(result, expected.doubles, expected.shape, within: 1e-12)
    }
  }

  @Test func `dropout keeps the mean and repeats with its generator`() {
    let x = Tensor.ones([10000])
    var first = CounterBasedGenerator(seed: 1)
    var second = CounterBasedGenerator(seed: 1)
    let y = x.dropout(0.25, using: &first)
    #expect(y.floats == x.dropout(0.25, using: &second).floats)
    #expect(Set(y.floats) == [0, 1 / 0.75])
    // Five standard deviations of the mean of 10,000 draws.
    #expect(abs(y.mean().item() - 1) < 5 * (0.25 / 0.75 / 10000).squareRoot())
    #expect(x.dropout(0, using: &first) === x)
  }

  @Test func `gradients agree with central differences`() throws {
    let images = sample([2, 2, 5, 4])
    let filters = sample([3, 2, 3, 3], stream: 1)
    let functions: [(Tensor) -> Tensor] = [
      { $0.convolution(weight: filters, stride: 2, padding: 1) },
      { $0.averagePool(kernel: 2) }, { $0.maxPool(kernel: 3, stride: 2, padding: 1) },
      { $0.globalAveragePool() }, { $0.interpolatedBilinear(height: 3, width: 6) },
      { $0.interpolatedBilinear(height: 3, width: 2, antialias: true) },
      {
        $0.batchNorm(
          weight: Tensor([0.5, -2]), bias: Tensor([1.0, 2]), runningMean: nil,
          runningVariance: nil, training: true)
      },
    ]
    for function in functions { try expectGradient(at: images, function) }
    try expectGradient(at: filters) { images.convolution(weight: $0, padding: 1) }
    let weight = sample([4, 3], stream: 2)
    try expectGradient(at: sample([2, 3])) { $0.linear(weight: weight, bias: weight.sum(axis: 1)) }
  }

  @Test func `channels that do not match the filters stop the program`() async {
    await #expect(processExitsWith: .failure) {
      _ = Tensor.ones([1, 2, 4, 4]).convolution(weight: .ones([1, 3, 3, 3]))
    }
  }
}
