public import Torch

/// A teacher with its weights, which stay as they are.
public final class TeacherNetwork {
  private let model: ExpertModel
  /// `[1, channels, 1, 1]` each.
  private let renormalization: (factors: Tensor, offsets: Tensor)?
  private let classes: Tensor?

  public convenience init(_ model: ExpertModel) {
    self.init(model, use: TeacherUse())
  }

  init(_ model: ExpertModel, use: TeacherUse) {
    self.model = model
    renormalization = use.renormalization.map { change in
      let shape = [1, change.factors.count, 1, 1]
      return (
        Tensor(change.factors, shape: shape, device: model.device).to(.float32),
        Tensor(change.offsets, shape: shape, device: model.device).to(.float32)
      )
    }
    classes = use.classes.map { Tensor($0, device: model.device) }
    model.store.train { _ in false }
  }

  /// What it says about a batch, as in inference and without gradients.
  /// - Parameter inputs: `[batch, channels, height, width]`, normalised for the student.
  /// - Returns: the mean of its experts' logits in the student's order of classes, `[batch, classes]`.
  public func logits(_ inputs: Tensor) -> Tensor {
    withoutGradients {
      let own = renormalization.map { inputs * $0.factors + $0.offsets } ?? inputs
      let logits = model(own, .inference).combinedLogits.detached()
      return classes.map { logits.indexSelected(axis: 1, $0) } ?? logits
    }
  }
}
