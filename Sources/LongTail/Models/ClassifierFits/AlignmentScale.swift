import Torch

/// One value for the scale of every class, where a classifier has such scales: a start to train them from.
///
/// The code of Zhang, Li, Yan, He, Sun (CVPR 2021: DisAlign) begins the stage that learns α in `(1 + σ α) z + σ β` at
/// α = 1, which is not where it changes nothing.
public struct AlignmentScale: ClassifierFit {
  public static let name = "alignment-scale"
  public static let summary = "one value for the scales of an aligned classifier to begin from"
  public static let needs = ["scale"]
  public static let usesFeatures = false

  /// The scale of every class, in [−1000, 1000].
  public var value = 1.0

  public init() {}

  public init(value: Double) {
    self.value = value
  }

  public var targetsUniformPrior: Bool { false }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    let scale = Tensor.full([data.classes], value, device: data.training.device)
    return FittedClassifier(tensors: ["scale": scale], figures: [:])
  }

  public func validate() throws {
    try SettingsError.require("value", value, from: -1000, to: 1000)
  }
}
