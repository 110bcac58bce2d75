extension Recipe {
  /// Puts distillation from a teacher around the loss of the first stage.
  public mutating func learn(from teacher: Teacher) {
    func distilling(_ loss: some LossFunction) -> Chosen<Losses> {
      Chosen(KnowledgeDistillation(loss))
    }
    stages[0].loss = distilling(stages[0].loss.loss)
    stages[0].teacher = teacher
  }
}
