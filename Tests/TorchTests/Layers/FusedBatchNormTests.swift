import TestSupport
import Testing
import Torch

/// Which channels fill whole vectors, parts of them, or neither; and what follows the norm.
private struct Case: CustomStringConvertible {
  let batch: Int
  let channels: Int
  let hasResidual: Bool
  let relu: Bool
  let mode: Mode

  static let all: [Case] = [(1, 3), (5, 16), (1, 17), (2, 24), (3, 64), (2, 33)].flatMap { size in
    [(false, false), (false, true), (true, false), (true, true)].flatMap { residual, relu in
      [Mode.training, .inference].map { mode in
        Case(
          batch: size.0, channels: size.1, hasResidual: residual, relu: relu, mode: mode)
      }
    }
  }

  var shape: [Int] { [batch, channels, 9, 7] }

  var description: String {
    "\(shape)\(hasResidual ? " + residual" : "")\(relu ? ", ReLU" : "") \(mode)"
  }
}

/// What a norm gave, and all that its backward pass computed.
private struct Outcome {
  var output: [Double]
  var gradients: [[Double]]
  var running: [[Double]]
}

struct FusedBatchNormTests {
  @Test(arguments: Case.all)
  fileprivate func `the hand-written loops agree with the formula in float64`(_ given: Case) throws
  {
    let expected = try outcome(of: given, .float64, channelsLast: false)
    for kernels in ["avx512", "avx2", "portable"] {
      guard
        let found = try FusedKernels.using(
          kernels, { try outcome(of: given, .float32, channelsLast: true) })
      else {
        // Every processor runs these; the others only what they have.
        #expect(kernels != "portable")
        continue
      }
      #expect(relativeDistance(found.output, expected.output) < 1e-6, "\(kernels)")
      for (gradient, exact) in zip(found.gradients, expected.gradients) {
        #expect(relativeDistance(gradient, exact) < 1e-5, "\(kernels)")
      }
      for (running, exact) in zip(found.running, expected.running) {
        #expect(relativeDistance(running, exact) < 1e-6, "\(kernels)")
      }
    }
  }

  @Test func `contiguous float32 images give what channels-last ones give`() throws {
    let given = Case(batch: 2, channels: 16, hasResidual: true, relu: true, mode: .training)
    let composed = try outcome(of: given, .float32, channelsLast: false)
    let fused = try outcome(of: given, .float32, channelsLast: true)
    #expect(relativeDistance(fused.output, composed.output) < 1e-6)
    for (gradient, other) in zip(fused.gradients, composed.gradients) {
      #expect(relativeDistance(gradient, other) < 1e-5)
    }
  }

  @Test func `a mean far from zero does not swallow the variance`() throws {
    let norm = BatchNorm2D(16, at: ParameterStore(seed: 0).root)
    let x = (sample([4, 16, 16, 16]) + 1000).to(.float32)
    // The rounding of x itself is 3e-5 of its spread; the formula in float64 takes it as it is.
    let exact = BatchNorm2D(16, at: ParameterStore(seed: 0, dtype: .float64).root)
    expect(
      norm(x.channelsLast(), .training), exact(x.to(.float64), .training).doubles, x.shape,
      within: 1e-4)
    expect(norm.runningVariance, exact.runningVariance.doubles, within: 1e-6)
  }

  @Test func `equal inputs give equal bits`() throws {
    let given = Case(batch: 16, channels: 24, hasResidual: true, relu: true, mode: .training)
    let first = try outcome(of: given, .float32, channelsLast: true)
    for _ in 0..<3 {
      let again = try outcome(of: given, .float32, channelsLast: true)
      #expect(again.output == first.output)
      #expect(again.gradients == first.gradients)
      #expect(again.running == first.running)
    }
  }

  @Test func `what is not a number stays visible behind a ReLU`() {
    let norm = BatchNorm2D(16, at: ParameterStore(seed: 0).root)
    let x = Tensor.full([1, 16, 2, 2], .nan).channelsLast()
    #expect(norm(x, .inference, relu: true).floats.allSatisfy { $0.isNaN })
    #expect(norm(x, .training, relu: true).floats.allSatisfy { $0.isNaN })
  }

  @Test func `frozen parameters and images get no gradients`() throws {
    let store = ParameterStore(seed: 0)
    let norm = BatchNorm2D(16, at: store.root)
    store.train { $0 == "bias" }
    let x = sample([2, 16, 3, 3]).to(.float32).channelsLast()
    norm(x, .training, adding: x, relu: true).sum().backward()
    #expect(norm.bias.gradient != nil)
    #expect(norm.weight.gradient == nil)
  }

  /// Runs one norm, forward and backward.
  private func outcome(of given: Case, _ dtype: DType, channelsLast: Bool) throws -> Outcome {
    let store = ParameterStore(seed: 0, dtype: dtype)
    let norm = BatchNorm2D(given.channels, at: store.root)
    let channels = [given.channels]
    norm.weight.assignInPlace(sample(channels, offset: 1, stream: 1))
    norm.bias.assignInPlace(sample(channels, stream: 2))
    norm.runningMean.assignInPlace(sample(channels, stream: 3))
    norm.runningVariance.assignInPlace(sample(channels, stream: 4).square() + 0.1)
    func images(_ stream: UInt64, offset: Double = 0) -> Tensor {
      let all = sample(given.shape, offset: offset, stream: stream).to(dtype)
      return channelsLast ? all.channelsLast() : all
    }
    let x = images(5, offset: 0.5).requiringGradient()
    let residual = given.hasResidual ? images(6).requiringGradient() : nil
    let y = norm(x, given.mode, adding: residual, relu: given.relu)
    #expect(y.isChannelsLast == channelsLast)
    (y * images(7)).sum().backward()
    let leaves = [x, norm.weight, norm.bias] + (residual.map { [$0] } ?? [])
    return Outcome(
      output: y.doubles, gradients: try leaves.map { try #require($0.gradient).doubles },
      running: [norm.runningMean.doubles, norm.runningVariance.doubles])
  }
}
