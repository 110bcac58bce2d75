/// What the network that learns says about whole parts of the data, in inference and without gradients: for objectives
/// that look at more than a step's samples before a stage or after its epochs.
public struct StageAnswers {
  /// Takes the answers to samples and their classes, batch by batch in the order of the part.
  public typealias Visitor = (ExpertOutputs, [Int]) -> Void

  private let training: (Visitor) throws -> Void
  private let validation: ((Visitor) throws -> Void)?

  /// - Parameters:
  ///   - training: shows all training samples, as they are.
  ///   - validation: shows those of the validation part; `nil` where there is none.
  public init(
    training: @escaping (Visitor) throws -> Void, validation: ((Visitor) throws -> Void)?
  ) {
    self.training = training
    self.validation = validation
  }

  /// Every training sample once, without augmentations, in their order.
  /// - Throws: `FileProblem` for a picture that cannot be read.
  public func visitTraining(_ visitor: Visitor) throws { try training(visitor) }

  /// Every sample of the validation part once, or of the training part where there is none.
  /// - Throws: `FileProblem` for a picture that cannot be read.
  public func visitValidation(_ visitor: Visitor) throws { try (validation ?? training)(visitor) }
}
