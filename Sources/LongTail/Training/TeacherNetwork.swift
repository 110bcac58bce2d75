public import Torch

/// A teacher with its weights, which stay as they are.
public final class TeacherNetwork {
  private let model: ExpertModel

  public init(_ model: ExpertModel) {
    self.model = model
    model.store.train { _ in false }
  }

  /// The mean of its experts' logits, `[batch, classes]`, as in inference and without gradients.
  public func logits(_ inputs: Tensor) -> Tensor {
    withoutGradients { model(inputs, .inference).combinedLogits.detached() }
  }
}
