extension Recipe {
  /// Puts distillation from a teacher around the loss of the first stage.
  /// - Throws: ``SettingsError`` for a loss that is more than a formula of the labels.
  public mutating func learn(from teacher: Teacher) throws {
    func distilling(_ loss: some LossFunction) -> Chosen<Losses> {
      Chosen(KnowledgeDistillation(loss))
    }
    guard let loss = stages[0].loss.item as? any LossFunction else {
      throw SettingsError(
        "stages.0.loss", "\(stages[0].loss.name) cannot stand inside a distillation")
    }
    stages[0].loss = distilling(loss)
    stages[0].teacher = teacher
  }
}
