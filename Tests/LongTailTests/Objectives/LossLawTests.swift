import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

/// What every loss must do, whatever it rewards.
struct LossLawTests {
  /// The losses that are a formula; what is more than that has tests of its own.
  private static let formulas = Losses.all.filter { $0 is any LossFunction.Type }.map { $0.name }

  private static func loss(_ name: String) throws -> any LossFunction {
    try #require(Chosen<Losses>(named: name).item as? any LossFunction)
  }

  /// Losses whose gradient stops on the way: their own tests hold fast what is a constant to them. Losses without a
  /// best answer where features tell nothing: margins push the frequent classes ever higher, noise is drawn, branches
  /// have batches of their own, a router is asked about experts, a regulariser is added, experts learn from rare
  /// classes alone, hard classes count twice, experts have priors of their own, and the length
  /// of logits that all cost the same means nothing.
  private static let exceptions: [String: LossLaws.Exceptions] = [
    DistributionAwareDiversity.name: [.gradientStops, .noBestAnswer],
    LabelDistributionAwareMargin.name: .noBestAnswer, GaussianCloudedLogits.name: .noBestAnswer,
    CumulativeLearning.name: .noBestAnswer, RoutingLoss.name: .noBestAnswer,
    LabelDistributionDisentangling.name: .noBestAnswer, ResidualFusion.name: .noBestAnswer,
    NestedCollaboration.name: .noBestAnswer, DiverseDistributions.name: .noBestAnswer,
    LogitNormalization.name: .noBestAnswer, ComplementaryExperts.name: .noBestAnswer,
    EvidentialExperts.name: [.gradientStops, .noBestAnswer],
  ]

  /// Losses whose best answers are no power of the prior: focal loss wants flatter ones (0.90; it is not proper),
  /// smoothing pulls towards uniform ones (0.75, and 0.53 where frequent classes are smoothed most), and weights by
  /// the effective number are the inverse counts only up to 1 / (1 − β) samples.
  private static let exponentTolerances: [String: Double] = [
    FocalLoss.name: 0.15, ClassBalancedLoss.name: 0.05, LabelAwareSmoothing.name: 0.5,
    LabelSmoothing.name: 0.26,
  ]

  @Test(arguments: formulas)
  func `every law of losses holds`(_ name: String) throws {
    let violations = LossLaws.violations(
      of: try Self.loss(name), except: Self.exceptions[name] ?? [],
      exponentTolerance: Self.exponentTolerances[name] ?? 0.01)
    #expect(violations == [])
  }

  /// Losses that treat every expert alike and alone.
  private static let perExpert = [
    CrossEntropy.name, BalancedSoftmax.name, LabelAwareSmoothing.name,
    LabelDistributionAwareMargin.name, FocalLoss.name, ClassBalancedLoss.name,
    LabelSmoothing.name, LogitNormalization.name,
  ]

  @Test(arguments: perExpert)
  func `three experts cost the mean of each alone`(_ name: String) throws {
    let loss = try Self.loss(name)
    var random = CounterBasedGenerator(seed: 5, stream: 3)
    let logits = Tensor((0..<36).map { _ in random.normal() }, shape: [3, 3, 4])
    func values(_ logits: Tensor) -> [Double] {
      loss(
        expertOutputs(logits), Tensor([0, 2, 3]),
        LossContext(classCounts: [100, 50, 20, 5], epoch: 0, epochs: 2)
      ).perSample.doubles
    }
    let alone = (0..<3).map { values(logits.narrowed(axis: 1, from: $0, count: 1)) }
    let mean = (0..<3).map { sample in alone.reduce(0) { $0 + $1[sample] } / 3 }
    #expect(relativeDistance(values(logits), mean) < 1e-14)
  }

  /// What breaks a law, one for each: a law that everything passes would not be one.
  private struct WrongLoss: LossFunction {
    static let name = "wrong"
    static let summary = "breaks laws"
    enum Fault: String, Codable, CaseIterable {
      case shape, gradient, extremes, names, prior, parts
    }
    var fault = Fault.shape
    init() {}
    init(_ fault: Fault) { self.fault = fault }

    func callAsFunction(
      _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
    ) -> LossValues {
      let logits = outputs.combinedLogits
      let plain = -logits.logSoftmax(axis: 1)
        .gathered(axis: 1, labels.unsqueezed(axis: 1)).squeezed(axis: 1)
      let value =
        switch fault {
        case .shape: plain.sum(axis: 0, keepingAxis: true)
        case .gradient: plain + logits.detached().sum(axis: 1)
        case .extremes:
          -logits.softmax(axis: 1).gathered(axis: 1, labels.unsqueezed(axis: 1)).log()
            .squeezed(axis: 1)
        case .names: plain * (labels.to(logits.dtype) + 1)
        case .parts: plain + logits.mean()
        case .prior: plain * 2 + logits.narrowed(axis: 1, from: 0, count: 1).squeezed(axis: 1)
        }
      return LossValues(value)
    }
  }

  @Test(arguments: [
    ("shape", "one value a sample"), ("gradient", "central differences"),
    ("extremes", "±10⁴"), ("names", "renaming"), ("prior", "priorExponent"),
    ("parts", "answers to others"),
  ])
  func `a loss that breaks a law is told`(_ fault: String, _ law: String) throws {
    let loss = WrongLoss(try #require(WrongLoss.Fault(rawValue: fault)))
    let laws = LossLaws.violations(of: loss).map(\.law)
    #expect(laws.contains { $0.contains(law) }, "\(laws)")
  }
}
