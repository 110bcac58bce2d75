public import Torch

/// The network as the stage before left it, which stays so: for objectives that ask how sure it was, or learn from it.
///
/// What a stage draws anew when it begins (``StageSite/former``) has its former values here.
public struct InitialCopy: CompanionSettings {
  public static let name = "initial"
  public static let summary = "the network as the stage before left it"

  public static let isSingle = true

  public init() {}

  public func make(for site: StageSite, trained: TeacherNetwork?) -> any Companion {
    InitialNetwork(of: site.former ?? site.model)
  }
}

/// A network that stays as it was.
public final class InitialNetwork: Companion {
  private let model: ExpertModel

  /// A copy of the student as it is now.
  init(of student: ExpertModel) {
    model = student.untrainedCopy()
  }

  /// Features and logits of `inputs` without gradients, as in inference.
  public func outputs(_ inputs: Tensor) -> ExpertOutputs {
    withoutGradients { model(inputs, .inference) }
  }

  public var tensors: [(name: String, tensor: Tensor)] { model.store.tensors }
}
