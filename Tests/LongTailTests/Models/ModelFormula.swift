import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// `longtail_fixtures.json`: what PyTorch 2.13.0 gives (Tests/Fixtures/longtail_fixtures.py).
struct ModelFixtures: Decodable {
  struct OneStep: Decodable {
    let size: Int
    let offset: Double
    let logits: [Double]
    let loss: Double
    let gradients: [String: [Double]]
    let running: [String: [Double]]
  }

  struct Trajectory: Decodable {
    let size: Int
    let offset: Double
    let rate: Double
    let losses: [Double]
    let final: [String: [Double]]
  }

  let labels: [Int]
  let classes: Int
  let small: OneStep
  let full: OneStep
  let trajectory: Trajectory

  static func read() throws -> ModelFixtures {
    try fixture("longtail_fixtures", as: ModelFixtures.self)
  }

  /// ResNet-32 with the weights of the formula.
  func model(size: Int, dtype: DType) throws -> ExpertModel {
    let model = try ExpertModel(
      ModelSettings(), input: .picture(height: size, width: size, channels: 3), classes: classes,
      seed: 0, dtype: dtype)
    let parameters = Set(model.store.parameters.map(\.name))
    var state: [String: NumericArray] = [:]
    for (name, tensor) in model.store.tensors {
      state[name] =
        parameters.contains(name)
        ? NumericArray(formulaWeights(name, tensor.shape), shape: tensor.shape)
        : tensor.numericArray()
    }
    try model.store.load(state, from: "formula")
    return model
  }

  /// Channels-last, as the trainer's batches are.
  func pictures(size: Int, offset: Double, dtype: DType) -> Tensor {
    let shape = [labels.count, 3, size, size]
    return Tensor(chirp(shape.reduce(1, *), offset: offset), shape: shape).to(dtype)
      .channelsLast()
  }

  func loss(_ outputs: ExpertOutputs) -> Tensor {
    let context = LossContext(
      classCounts: [Int](repeating: 1, count: classes), epoch: 0, epochs: 1)
    return CrossEntropy()(outputs, Tensor(labels), context).perSample.mean()
  }
}

/// `sin(offset + 0.37 i + 0.011 i²)`, as in the script.
private func chirp(_ count: Int, offset: Double) -> [Double] {
  (0..<count).map { index in
    let x = Double(index)
    return sin(offset + 0.37 * x + 0.011 * x * x)
  }
}

private func formulaWeights(_ name: String, _ shape: [Int]) -> [Double] {
  let offset = Double(name.utf8.reduce(0) { $0 + Int($1) })
  let wave = chirp(shape.reduce(1, *), offset: offset)
  if shape.count == 4 {
    let scale = 2 / Double(shape.dropFirst().reduce(1, *)).squareRoot()
    return wave.map { $0 * scale }
  }
  if name == "classifier.weight" { return wave.map { $0 * 0.2 } }
  return name.hasSuffix("weight") ? wave.map { 1 + 0.3 * $0 } : wave.map { $0 * 0.2 }
}

/// Euclidean norm, and the dot products with cos(0.61 i + 0.3) and sin(0.23 i), over √count.
func projections(_ values: [Double]) -> [Double] {
  let root = Double(values.count).squareRoot()
  var sums = [0.0, 0.0, 0.0]
  for (index, value) in values.enumerated() {
    sums[0] += value * value
    sums[1] += value * cos(0.61 * Double(index) + 0.3)
    sums[2] += value * sin(0.23 * Double(index))
  }
  return [sums[0].squareRoot(), sums[1] / root, sums[2] / root]
}

/// Norm and projections agree, relative to the norm, for tensors of exactly these names.
func expectProjections(
  _ found: [(name: String, tensor: Tensor)], _ expected: [String: [Double]],
  within tolerance: Double,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(found.map(\.name).sorted() == expected.keys.sorted(), sourceLocation: location)
  for (name, tensor) in found {
    guard let expected = expected[name] else { continue }
    for (value, reference) in zip(projections(tensor.doubles), expected) {
      #expect(
        abs(value - reference) <= tolerance * expected[0], "\(name)", sourceLocation: location)
    }
  }
}
