import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// `expert_fixtures.json`: what the authors' own code gives in float64 (Tests/Fixtures/expert_fixtures.py,
/// which names repositories and commits).
struct ExpertFixtures: Decodable {
  /// A loss, the mean over the batch, and its gradient by the logits.
  struct Step: Decodable {
    let loss: Double
    let gradient: [Double]
  }

  struct Adjusted: Decodable {
    let strengths: [Double]
    /// With mixed labels.
    let loss: Double
    let gradient: [Double]
    /// With the labels alone.
    let plain: Double
  }

  struct Transfer: Decodable {
    let experts: Int
    let ties: Bool
    let crossEntropy: Step
    let nonTarget: Step
    let mutual: Step
    let total: Step
    let balanced: Step
    let published: Step
  }

  struct Diversity: Decodable {
    struct Case: Decodable {
      let experts: Int
      let early: Step
      let late: Step
      let published: Step
      let distilled: Step
    }

    let margins: [Double]
    let weights: [Double]
    let temperatures: [Double]
    let cases: [Case]
    let routing: Step
  }

  struct Bilateral: Decodable {
    struct Case: Decodable {
      let epoch: Int
      let loss: Double
      let weight: [Double]
      let bias: [Double]
      let features: [Double]
    }

    let width: Int
    let rates: [Double]
    let horizons: [String: Int]
    let cases: [Case]
  }

  struct Distillation: Decodable {
    let ensemble: Step
    let each: Step
  }

  let counts: [Int]
  let labels: [Int]
  let partners: [Int]
  let share: Double
  let balpoe: [Adjusted]
  let shike: [Transfer]
  let ride: Diversity
  let bbn: Bilateral
  let distillation: Distillation

  static func read() throws -> ExpertFixtures {
    try fixture("expert_fixtures", as: ExpertFixtures.self)
  }

  /// `[batch, experts, classes]`; with ties, whole and half numbers between −1 and 1.
  func logits(experts: Int, ties: Bool = false) -> Tensor {
    let shape = [labels.count, experts, counts.count]
    let values = MiSLASFixtures.chirp(
      shape.reduce(1, *), offset: Double(3 + experts), scale: ties ? 1 : 2)
    return Tensor(ties ? values.map { ($0 * 2).rounded() / 2 } : values, shape: shape)
  }

  /// `[batch, classes]`, the teacher's.
  var teacherLogits: Tensor {
    let shape = [labels.count, counts.count]
    return Tensor(MiSLASFixtures.chirp(shape.reduce(1, *), offset: 17, scale: 3), shape: shape)
  }

  func context(epoch: Int = 0, epochs: Int = 200, branch: Int = 0) -> LossContext {
    LossContext(classCounts: counts, epoch: epoch, epochs: epochs, branch: branch)
  }

  /// The mean of a loss and its gradient by the logits.
  func step(_ logits: Tensor, _ loss: (Tensor) throws -> Tensor) throws -> (
    loss: Double, gradient: [Double]
  ) {
    let leaf = logits.cloned().requiringGradient()
    let value = try loss(leaf).mean()
    value.backward()
    return (value.item(), try #require(leaf.gradient).doubles)
  }

  /// Expects a loss and its gradient to be those of the authors' code.
  func expect(
    _ logits: Tensor, _ expected: Step, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ loss: (Tensor) throws -> Tensor
  ) throws {
    let found = try step(logits, loss)
    #expect(
      relativeDistance([found.loss], [expected.loss]) < 1e-11, comment,
      sourceLocation: sourceLocation)
    #expect(
      relativeDistance(found.gradient, expected.gradient) < 1e-11, comment,
      sourceLocation: sourceLocation)
  }
}

/// Outputs of experts without features that matter.
func expertOutputs(_ logits: Tensor, routing: Tensor? = nil, teacher: Tensor? = nil)
  -> ExpertOutputs
{
  var outputs = ExpertOutputs(
    logits: logits,
    features: Tensor.zeros([logits.shape[0], logits.shape[1], 1], dtype: logits.dtype),
    routing: routing)
  outputs.teacherLogits = teacher
  return outputs
}

/// Jin et al., CVPR 2023: three experts' logits for two samples and four classes, y = (0, 2).
enum PublishedVector {
  static let counts = [100, 50, 20, 5]
  static var labels: Tensor { Tensor([0, 2]) }
  static var logits: Tensor {
    Tensor(
      [
        2, 1, -1, 0.5, 1.5, 2.5, 0, -0.5, 3, 0, 1, 1,
        0, 3, 1, -2, 1, 0.5, 2, 0, -1, 1, 2.5, 0.5,
      ], shape: [2, 3, 4])
  }

  static func context(epoch: Int = 0) -> LossContext {
    LossContext(classCounts: counts, epoch: epoch, epochs: 200)
  }

  static func values(_ loss: some LossFunction, epoch: Int = 0) -> LossValues {
    loss(expertOutputs(logits), labels, context(epoch: epoch))
  }
}
