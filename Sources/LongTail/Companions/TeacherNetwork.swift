public import Torch

/// A teacher with its weights, which stay as they are.
public final class TeacherNetwork: Companion {
  private let model: ExpertModel
  /// `[1, channels, 1, 1]` each.
  private let renormalization: (factors: Tensor, offsets: Tensor)?
  private let classes: Tensor?
  /// The student's classes that it knows, in the order of its answers; `nil` for all in theirs.
  public let knownClasses: [Int]?

  public convenience init(_ model: ExpertModel) {
    self.init(model, renormalization: nil, classes: nil, knownClasses: nil)
  }

  /// - Parameters:
  ///   - model: the trained network.
  ///   - renormalization: what brings a student's normalised pictures to the teacher's, one a channel:
  ///     x′ = x · factor + offset; `nil` where both are the same.
  ///   - classes: the teacher's class for each of the student's; `nil` where the order is the same.
  ///   - knownClasses: the student's classes that it knows; `nil` for all of them.
  init(
    _ model: ExpertModel, renormalization: (factors: [Double], offsets: [Double])?,
    classes: [Int]?, knownClasses: [Int]?
  ) {
    self.model = model
    self.renormalization = renormalization.map { change in
      let shape = [1, change.factors.count, 1, 1]
      return (
        Tensor(change.factors, shape: shape, device: model.device).to(.float32),
        Tensor(change.offsets, shape: shape, device: model.device).to(.float32)
      )
    }
    self.classes = classes.map { Tensor($0, device: model.device) }
    self.knownClasses = knownClasses
    model.store.train { _ in false }
  }

  /// The mean of its experts' logits in the student's order of classes, `[batch, classes]`, or `[batch,
  /// knownClasses]` where it knows some of them, as in inference and without gradients; `inputs` are `[batch, channels, height, width]`, normalised for the student.
  public func logits(_ inputs: Tensor) -> Tensor {
    withoutGradients {
      let own = renormalization.map { inputs * $0.factors + $0.offsets } ?? inputs
      let logits = model(own, .inference).combinedLogits.detached()
      return classes.map { logits.indexSelected(axis: 1, $0) } ?? logits
    }
  }
}
