/// All that the weights after a first stage depend on.
struct FirstStageKey: Hashable {
  private let text: String

  /// `nil` for a run that began with weights from elsewhere.
  init?(_ recipe: Recipe) throws {
    // Runs that share a stage may share it further: their own start holds the same weights.
    if let start = recipe.start, start.stage != 1 { return nil }
    var copy = recipe
    copy.method = ""
    copy.start = nil
    copy.prediction = PredictionRule()
    copy.stages = [recipe.stages[0]]
    copy.stages[0].name = ""
    copy.stages[0].fixed = []
    let head = type(of: recipe.model.classifier.head)
    if head.beginsAs != head.name { copy.model.classifier = try Chosen(named: head.beginsAs) }
    text = try RecipeFile.text(copy)
  }
}
