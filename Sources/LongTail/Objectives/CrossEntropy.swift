public import Torch

/// `−log softmax(z)[y]`, averaged over the experts.
public struct CrossEntropy: LossFunction {
  public static let name = "cross-entropy"
  public static let summary = "negative log-likelihood of the label"

  public init() {}

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    LossValues(negativeLogLikelihood(outputs.logits, labels))
  }
}
