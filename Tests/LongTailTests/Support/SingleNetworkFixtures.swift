import LongTail
import TestSupport
import Testing
import Torch

/// `single_network_fixtures.json`: losses and heads of single networks by PyTorch 2.13.0
/// (Tests/Fixtures/single_network_fixtures.py).
struct SingleNetworkFixtures: Decodable {
  struct Case: Decodable {
    let form: String?
    let modulator: String?
    let exponent: Double?
    let strength: Double?
    let margin: Double?
    let labels: [Int]?
    let noise: StageFixtures.Array?
    let arrays: [String: StageFixtures.Array]

    func array(_ name: String) throws -> StageFixtures.Array { try #require(arrays[name]) }
  }

  let counts: [Int]
  let labels: [Int]
  let focal: [Case]
  let class_balanced: [Case]
  let smoothing: [Case]
  let disentangling: [Case]
  let range: Case
  let clouded: [Case]
  let aligned: [Case]
  let angular: [Case]
  let logit_normalization: [Case]

  static func read() throws -> SingleNetworkFixtures {
    try fixture("single_network_fixtures", as: SingleNetworkFixtures.self)
  }

  /// Compares a loss's values and the gradient of their mean by the logits, and where the case has them by the
  /// features.
  func check(_ loss: some LossFunction, _ given: Case) throws {
    let logits = try given.array("logits").tensor.requiringGradient()
    let features = given.arrays["features"]?.tensor.requiringGradient()
    let outputs = ExpertOutputs(
      logits: logits.unsqueezed(axis: 1),
      features: (features ?? Tensor.zeros([labels.count, 1], dtype: .float64)).unsqueezed(axis: 1))
    let values = loss(
      outputs, Tensor(given.labels ?? labels),
      LossContext(classCounts: counts, epoch: 0, epochs: 1)
    ).perSample
    values.mean().backward()
    try expectEqual(values, logits, "logits", given)
    if let features { try expectEqual(values, features, "features", given) }
  }

  func expectEqual(_ values: Tensor, _ leaf: Tensor, _ name: String, _ given: Case) throws {
    let what = "\(given.form ?? "") \(given.exponent ?? 0) \(name)"
    #expect(
      relativeDistance(values.doubles, try given.array("values").values) < 1e-12, "\(what)")
    #expect(
      relativeDistance(
        try #require(leaf.gradient).doubles, try given.array(name + "_gradient").values) < 1e-12,
      "\(what)")
  }
}

/// Three classes and four samples for which the answers of all losses were worked out by hand and by NumPy.
enum KnownSamples {
  static let counts = [100, 20, 5]
  static let labels = [0, 1, 2, 2]
  static let logits = [2, 0.5, -1, 0.3, 1.2, 0.1, 1.5, 0.2, 0.9, 0, -0.5, 0.4]
  static let cosines = [0.6, 0.1, -0.3, 0.2, 0.5, 0.1, 0.4, 0, 0.3, 0.1, -0.2, 0.25]

  /// The loss of each sample, of the logits unless given.
  static func values(
    _ loss: some LossFunction, _ logits: [Double] = logits, scale: Double = 1
  ) -> [Double] {
    let tensor = Tensor(logits, shape: [4, 1, 3]) * scale
    return loss(
      ExpertOutputs(logits: tensor, features: Tensor.zeros([4, 1, 1], dtype: .float64)),
      Tensor(labels), LossContext(classCounts: counts, epoch: 0, epochs: 1)
    ).perSample.doubles
  }

  static func mean(
    _ loss: some LossFunction, _ logits: [Double] = logits, scale: Double = 1
  ) -> Double {
    values(loss, logits, scale: scale).reduce(0, +) / 4
  }

  /// The mean of losses weighted by class, divided by the weights as in PyTorch's cross-entropy.
  static func weightedMean(_ values: [Double], _ weights: [Double]) -> Double {
    let own = labels.map { weights[$0] }
    return zip(values, own).reduce(0) { $0 + $1.0 * $1.1 } / own.reduce(0, +)
  }
}
