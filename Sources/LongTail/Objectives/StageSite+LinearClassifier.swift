import Torch

extension StageSite {
  /// Weights, `[classes, width]`, and biases, `[classes]`, of the linear classifier that ``LossInputs/hasLinearClassifier``
  /// has made sure of.
  var linearClassifier: (weight: Tensor, bias: Tensor) {
    func own(_ name: String) -> Tensor {
      guard let own = model.store.parameters.first(where: { $0.name == "classifier.\(name)" })
      else { preconditionFailure("a linear classifier without \(name)") }
      return own.tensor
    }
    return (own("weight"), own("bias"))
  }
}

extension LossInputs {
  /// - Parameter purpose: what is done with the classifier, for the message.
  /// - Throws: ``SettingsError`` for a network with several experts or another classifier.
  func requireLinearClassifier(_ purpose: String) throws {
    guard hasLinearClassifier else {
      throw SettingsError(
        "", "\(purpose) a linear classifier; expected one expert and model.classifier=linear")
    }
  }
}
