import Torch

/// The direction of each class's mean feature, for classifiers that look at directions: a cosine classifier then answers by
/// the nearest class mean (LIFT, Shi et al., ICML 2024, section 4.2). A start to train from.
public struct ClassMeanDirections: ClassifierFit {
  public static let name = "class-mean-directions"
  public static let summary = "the direction of each class's mean feature, for cosine classifiers"
  public static let needs = ["weight"]

  public init() {}

  public var targetsUniformPrior: Bool { true }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    let features = data.training.to(.float64)
    let width = features.shape[1]
    guard data.classifier["weight"]?.shape == [width, data.classes],
      data.classifier["bias"] == nil
    else {
      throw SettingsError(
        "", "\(Self.name) needs a cosine classifier, whose columns are directions of features")
    }
    let index = Tensor(data.trainingLabels, device: features.device).reshaped([-1, 1])
      .expanded(to: [data.trainingLabels.count, width])
    // The length of a sum and of a mean is another, their direction is one.
    let sums = Tensor.zeros([data.classes, width], dtype: .float64, device: features.device)
      .scatteredAdding(axis: 0, indices: index, values: features)
    return FittedClassifier(
      tensors: ["weight": sums.normalized(axis: 1, floor: 1e-12).transposed(0, 1)], figures: [:])
  }
}
