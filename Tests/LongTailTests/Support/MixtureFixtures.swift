import LongTail
import TestSupport
import Testing
import Torch

/// `mixture_fixtures.json`: losses of several experts and several views by PyTorch 2.13.0
/// (Tests/Fixtures/mixture_fixtures.py, which names the authors' code).
struct MixtureFixtures: Decodable {
  typealias Arrays = [String: StageFixtures.Array]

  struct Case: Decodable {
    let form: String?
    let epoch: Int?
    let strength: Double?
    let arrays: Arrays
  }

  struct Views: Decodable {
    let labels: [Int]
    let arrays: Arrays
  }

  struct Mixtures: Decodable {
    let labels: [Int]
    let partners: [Int]
    let arrays: Arrays
  }

  struct Memory: Decodable {
    let head: Arrays
    let classifier: Arrays
    let steps: [Views]
    let final: Arrays
    let queue: StageFixtures.Array
    let queue_labels: [Int]
  }

  let counts: [Int]
  let labels: [Int]
  let view_counts: [Int]
  let residual: Arrays
  let balanced_contrast: Views
  let parametric: Memory
  let general_parametric: Memory
  let nested: [Case]
  let consistency: [Case]
  let diverse: [Case]
  let batch_former: Arrays
  let mixtures: Mixtures

  static func read() throws -> MixtureFixtures {
    try fixture("mixture_fixtures", as: MixtureFixtures.self)
  }

  /// Compares the values and gradients of a loss that is a formula of the experts' logits.
  func check(
    _ loss: some LossFunction, _ given: Arrays, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let logits = try #require(given["logits"]).tensor.requiringGradient()
    let values = loss(
      expertOutputs(logits), Tensor(labels), LossContext(classCounts: counts, epoch: 0, epochs: 1)
    ).perSample
    values.mean().backward()
    try expectEqual(values, given["values"], "values", sourceLocation: sourceLocation)
    try expectEqual(
      logits.gradient, given["logits_gradient"], "gradient", sourceLocation: sourceLocation)
  }
}

/// Expects a tensor of the fixtures' shape and values, which differ by rounding alone.
func expectEqual(
  _ found: Tensor?, _ expected: StageFixtures.Array?, _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = try #require(found, "\(name)", sourceLocation: sourceLocation)
  let expected = try #require(expected, "\(name)", sourceLocation: sourceLocation)
  #expect(found.shape == expected.shape, "\(name)", sourceLocation: sourceLocation)
  #expect(
    relativeDistance(found.doubles, expected.values) < 1e-11, "\(name)",
    sourceLocation: sourceLocation)
}
