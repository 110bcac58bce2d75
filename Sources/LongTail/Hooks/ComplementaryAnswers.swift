import Torch

/// A class is answered by the mean of those experts that learn from it (Cai, Wang, Hwang, ICCV 2021: ACE, section 3.3), each
/// times a factor that makes its weights as long as the first expert's are for the same classes.
///
/// It multiplies rows of the classifiers, so that the mean over all experts is that answer: an expert's rows for classes
/// that are not its own become 0. Those weights are measured, kept and handed on; while the stage trains, the network has
/// its own.
public struct ComplementaryAnswers: HookSettings {
  public static let name = "complementary-answers"
  public static let summary = "each class is answered by the experts that learn from it"

  /// The experts' classes, as in ``ComplementaryExperts/shares``.
  public var shares = [0.65, 0.3]
  /// Whether experts get factors of their lengths; all have 1 otherwise.
  public var rescales = true

  public init() {}

  public init(shares: [Double] = [0.65, 0.3], rescales: Bool = true) {
    self.shares = shares
    self.rescales = rescales
  }

  public var measuresOtherWeights: Bool { true }

  public func make(for site: StageSite) -> any Hook {
    ComplementaryHook(self, for: site)
  }

  /// What multiplies the logits of each class of each expert.
  /// - Parameters:
  ///   - norms: of the rows of the experts' weights, `[experts][classes]`.
  ///   - classCounts: images per class, in class order.
  /// - Returns: `[experts][classes]`, 0 for classes that are not an expert's.
  func factors(norms: [[Double]], classCounts: [Int]) -> [[Double]] {
    let sets = RarestClasses.sets(shares, classCounts: classCounts, experts: norms.count)
    let answering = classCounts.indices.map { label in sets.count { $0[label] } }
    return sets.enumerated().map { expert, set in
      func length(_ norms: [Double]) -> Double {
        zip(norms, set).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }
      }
      let own = length(norms[expert])
      let scale = rescales && own > 0 ? length(norms[0]) / own : 1
      return set.enumerated().map { label, isOwn in
        isOwn ? scale * Double(norms.count) / Double(answering[label]) : 0
      }
    }
  }

  public func validate() throws { try RarestClasses.validate(shares) }

  public func validate(for model: ExpertModel) throws {
    guard model.settings.classifier.item is LinearClassifier else {
      throw SettingsError(
        "", "multiplies weights and biases of classes; expected model.classifier=linear")
    }
    try RarestClasses.validate(shares, experts: model.settings.experts)
  }
}

/// The factors at work.
private final class ComplementaryHook: Hook {
  private let settings: ComplementaryAnswers
  private let classCounts: [Int]
  /// `[classes, width]` and `[classes]` of each expert.
  private let classifiers: [(weight: Tensor, bias: Tensor)]

  init(_ settings: ComplementaryAnswers, for site: StageSite) {
    self.settings = settings
    classCounts = site.classCounts
    let tensors = Dictionary(
      uniqueKeysWithValues: site.model.store.parameters.map { ($0.name, $0.tensor) })
    let experts = site.model.settings.experts
    classifiers = (0..<experts).map { expert in
      let path = (experts > 1 ? "experts.\(expert)." : "") + "classifier."
      guard let weight = tensors[path + "weight"], let bias = tensors[path + "bias"] else {
        preconditionFailure("a classifier without weight and bias")
      }
      return (weight, bias)
    }
  }

  func withMeasuredWeights(_ body: () throws -> Void) throws {
    let kept = classifiers.map {
      (weight: $0.weight.detached().cloned(), bias: $0.bias.detached().cloned())
    }
    finish()
    defer {
      for (own, former) in zip(classifiers, kept) {
        own.weight.assignInPlace(former.weight)
        own.bias.assignInPlace(former.bias)
      }
    }
    try body()
  }

  func finish() {
    let norms = classifiers.map { $0.weight.detached().to(.float64).norm(axis: 1).doubles }
    let factors = settings.factors(norms: norms, classCounts: classCounts)
    for (own, factors) in zip(classifiers, factors) {
      let factors = Tensor(factors, device: own.weight.device).to(own.weight.dtype)
      own.weight.assignInPlace(own.weight.detached() * factors.unsqueezed(axis: 1))
      own.bias.assignInPlace(own.bias.detached() * factors)
    }
  }
}
