/// A loss inside another objective: a formula of one batch's labels.
extension Chosen<Losses> {
  /// The formula, which ``requireFormula(at:)`` has made sure it is.
  var formula: any LossFunction { item as? any LossFunction ?? CrossEntropy() }

  /// - Parameter key: of the loss among the objective's settings.
  /// - Throws: ``SettingsError`` for a loss that asks for more than the labels, and what it finds wrong with itself.
  func requireFormula(at key: String) throws {
    guard let loss = item as? any LossFunction, loss.branches == 1, loss.companions.isEmpty else {
      throw SettingsError(
        key,
        "\(name) asks for more than the labels of one batch; expected one such as cross-entropy")
    }
    try within(key) { try loss.validate() }
  }

  /// As ``ObjectiveSettings/scaled(from:to:)``.
  func scaledFormula(from published: Int, to epochs: Int) -> Self {
    func scaled(_ loss: some LossFunction) -> Self {
      Chosen(loss.scaled(from: published, to: epochs))
    }
    return scaled(formula)
  }
}
