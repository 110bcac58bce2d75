public import Torch

/// A slow copy of the network that learns: before each step `copy ← m · copy + (1 − m) · student` (He et al.,
/// CVPR 2020: MoCo, eq. 2). It normalises by the batch, as the student does in training.
public struct MomentumCopy: CompanionSettings {
  public static let name = "momentum"
  public static let summary =
    "a slow copy of the network that learns, which gives the keys of contrasts"

  public static let isSingle = true

  /// m, in [0, 1).
  public var momentum = 0.999

  public init() {}

  public init(momentum: Double) {
    self.momentum = momentum
  }

  public func validate() throws {
    try SettingsError.require("momentum", momentum, from: 0, below: 1)
  }

  public func make(for site: StageSite, trained: TeacherNetwork?) -> any Companion {
    MomentumNetwork(of: site.model, momentum: momentum)
  }
}

/// A slow copy of a network, at work.
public final class MomentumNetwork: Companion {
  /// m, the copy's share of its own weights at each step, in [0, 1).
  public let momentum: Double
  private let model: ExpertModel

  /// A copy of the student as it is now.
  init(of student: ExpertModel, momentum: Double) {
    self.momentum = momentum
    model = student.untrainedCopy()
  }

  /// Features and logits of `inputs` without gradients; batch norm normalises by the batch.
  public func outputs(_ inputs: Tensor) -> ExpertOutputs {
    withoutGradients { model(inputs, .training) }
  }

  public func beforeStep(_ student: ExpertModel) {
    withoutGradients {
      for (own, other) in zip(model.store.parameters, student.store.parameters) {
        own.tensor.multiplyInPlace(momentum)
        own.tensor.addInPlace(other.tensor, factor: 1 - momentum)
      }
    }
  }

  public var tensors: [(name: String, tensor: Tensor)] { model.store.tensors }
}
