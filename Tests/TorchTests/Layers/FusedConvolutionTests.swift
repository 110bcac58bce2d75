import TestSupport
import Testing
import Torch

/// Extents that tiles of 4 × 4 cover exactly, partly, or with one tile alone.
private struct Case: CustomStringConvertible {
  let batch: Int
  let inputs: Int
  let outputs: Int
  let height: Int
  let width: Int

  static let all = [
    Case(batch: 3, inputs: 16, outputs: 16, height: 12, width: 8),
    Case(batch: 3, inputs: 16, outputs: 48, height: 9, width: 7),
    Case(batch: 5, inputs: 32, outputs: 24, height: 5, width: 6),
    Case(batch: 2, inputs: 24, outputs: 40, height: 11, width: 13),
    Case(batch: 9, inputs: 64, outputs: 64, height: 8, width: 8),
    Case(batch: 17, inputs: 96, outputs: 80, height: 3, width: 2),
    Case(batch: 16, inputs: 16, outputs: 32, height: 1, width: 1),
    // Too few tiles: not by Winograd's method.
    Case(batch: 1, inputs: 16, outputs: 16, height: 8, width: 8),
  ]

  var description: String { "\(batch) × \(inputs) → \(outputs) × \(height) × \(width)" }
}

struct FusedConvolutionTests {
  @Test(arguments: Case.all)
  fileprivate func `Winograd's method agrees with sums over taps in float64`(_ given: Case) throws {
    let exact = try outcome(of: given, .float64)
    for kernels in ["avx512", "avx2", "portable"] {
      guard let found = try FusedKernels.using(kernels, { try outcome(of: given, .float32) })
      else {
        // Every processor runs these; the others only what they have.
        #expect(kernels != "portable")
        continue
      }
      #expect(relativeDistance(found.output, exact.output) < 2e-6, "\(kernels)")
      #expect(relativeDistance(found.images, exact.images) < 2e-6, "\(kernels)")
      #expect(relativeDistance(found.weight, exact.weight) < 2e-6, "\(kernels)")
      #expect(relativeDistance(found.bias, exact.bias) < 2e-6, "\(kernels)")
    }
  }

  @Test func `equal inputs give equal bits`() throws {
    let given = Case(batch: 32, inputs: 16, outputs: 16, height: 16, width: 16)
    try FusedKernels.using(FusedKernels.name) {
      let first = try outcome(of: given, .float32)
      for _ in 0..<3 {
        let again = try outcome(of: given, .float32)
        #expect(again.output == first.output)
        #expect(again.images == first.images)
        #expect(again.weight == first.weight)
      }
    }
  }

  @Test(arguments: [1, 2], [16, 24])
  func `inference without gradients folds the norm into the filters`(
    stride: Int, outputs: Int
  ) throws {
    for hasBias in [false, true] {
      let store = ParameterStore(seed: 1)
      let conv = Convolution2D(
        16, outputs, kernel: 3, stride: stride, padding: 1, bias: hasBias, at: store.root / "conv")
      let norm = BatchNorm2D(outputs, at: store.root / "bn")
      norm.weight.assignInPlace(sample([outputs], stream: 1))
      norm.bias.assignInPlace(sample([outputs], stream: 2))
      norm.runningMean.assignInPlace(sample([outputs], stream: 3))
      norm.runningVariance.assignInPlace(sample([outputs], stream: 4).square() + 0.1)
      let x = sample([3, 16, 10, 9]).to(.float32).channelsLast()
      for kernels in ["avx512", "avx2", "portable"] {
        _ = FusedKernels.using(kernels) {
          let plain = norm(conv(x), .inference)
          let residual = sample(plain.shape, stream: 5).to(.float32).channelsLast()
          for (other, relu) in [(nil, false), (nil, true), (residual, false), (residual, true)] {
            var expected = plain
            if let other { expected = expected + other }
            if relu { expected = expected.relu() }
            let folded = withoutGradients {
              convolutionNormalized(
                x, conv: conv, norm: norm, .inference, adding: other, relu: relu)
            }
            expect(folded, expected.doubles, expected.shape, within: 2e-6)
          }
        }
      }
    }
  }

  @Test func `training through one call equals training through two`() throws {
    func outcome(_ body: (Tensor, Convolution2D, BatchNorm2D) -> Tensor) throws -> [[Float]] {
      let store = ParameterStore(seed: 1)
      let conv = Convolution2D(16, 32, kernel: 3, padding: 1, at: store.root / "conv")
      let norm = BatchNorm2D(32, at: store.root / "bn")
      let x = sample([4, 16, 8, 8]).to(.float32).channelsLast().requiringGradient()
      let y = body(x, conv, norm)
      (y * sample(y.shape, stream: 1).to(.float32)).sum().backward()
      let leaves = [x, conv.weight, norm.weight, norm.bias]
      return try [y.floats, norm.runningMean.floats, norm.runningVariance.floats]
        + leaves.map { try #require($0.gradient).floats }
    }
    try FusedKernels.using(FusedKernels.name) {
      let one = try outcome { x, conv, norm in
        convolutionNormalized(x, conv: conv, norm: norm, .training, relu: true)
      }
      let two = try outcome { x, conv, norm in norm(conv(x), .training, relu: true) }
      #expect(one == two)
    }
  }

  private struct Outcome {
    let output: [Double]
    let images: [Double]
    let weight: [Double]
    let bias: [Double]
  }

  /// One convolution, forward and backward.
  private func outcome(of given: Case, _ dtype: DType) throws -> Outcome {
    let store = ParameterStore(seed: 2, dtype: dtype)
    let conv = Convolution2D(
      given.inputs, given.outputs, kernel: 3, padding: 1, bias: true, at: store.root)
    let x = sample([given.batch, given.inputs, given.height, given.width], offset: 0.3)
      .to(dtype).channelsLast().requiringGradient()
    let y = conv(x)
    (y * sample(y.shape, stream: 1).to(dtype).channelsLast()).sum().backward()
    return Outcome(
      output: y.doubles, images: try #require(x.gradient).doubles,
      weight: try #require(conv.weight.gradient).doubles,
      bias: try #require(conv.bias?.gradient).doubles)
  }
}
