import Torch

/// The mean feature of each class as a memory: what makes an embedding of features of a linear layer (Liu et al., CVPR
/// 2019: OLTR), and the start that its centroids move from.
public struct ClassCentroids: ClassifierFit {
  public static let name = "class-centroids"
  public static let summary = "the mean feature of each class as the memory of a classifier"
  public static let needs = ["centroids", "embeds"]

  public init() {}

  public var targetsUniformPrior: Bool { false }

  public func fitted(to data: ClassifierFitData) throws -> FittedClassifier {
    let features = data.training.to(.float64)
    let index = Tensor(data.trainingLabels, device: features.device)
    let members = index.oneHot(classes: data.classes).to(.float64).transposed(0, 1)
    let means = members.matmul(features) / members.sum(axis: 1, keepingAxis: true)
    return FittedClassifier(
      tensors: ["centroids": means, "embeds": Tensor.ones([], device: features.device)],
      figures: [:])
  }
}
