import ArgumentParser
import LongTail

extension PreparedRecipe {
  /// A method's recipe that begins with weights from elsewhere: where the method has stages for the
  /// classifier alone, with the first of them.
  ///
  /// What a run did before stays written in the recipe: its stages, its backbone, its data and seed.
  /// - Throws: `FileProblem` for weights that are not there, `SettingsError` for settings of stages that
  ///   are done.
  init(startingFrom path: String, _ request: MethodRequest) throws {
    // The stages of a method do not depend on the data; those of the plan for any data tell which one.
    let plan = try Methods.method(named: request.method).plan(for: .cifar100)
    let first = plan.stages.firstIndex { $0.leavesBackbone } ?? 0
    let weights = try StartingWeights(path, afterStages: first, weights: request.weights)
    var data: DataSettings
    if let settings = weights.dataSettings {
      data = settings
      request.data.change(&data)
    } else {
      data = try request.data.settings()
    }
    let done = request.settings.first { setting in
      (0..<first).contains { setting.hasPrefix("stages.\($0).") }
    }
    if let done {
      throw ValidationError(
        "--set \(done): this stage is done, the weights come from \(path)")
    }
    let prepared = try PreparedRecipe(
      request, data: data, seed: request.data.seed ?? weights.recipe?.seed ?? 0)
    var recipe = prepared.recipe
    if let source = weights.recipe {
      let chosen = request.settings.contains { $0.hasPrefix("model.backbone") }
      if !chosen { recipe.model.backbone = source.model.backbone }
      for index in 0..<first {
        // What later stages of this method add was not there to be trained.
        let added = recipe.stages[index].fixed.filter { !source.stages[index].fixed.contains($0) }
        recipe.stages[index] = source.stages[index]
        recipe.stages[index].fixed += added
      }
    }
    recipe.start = CheckpointStart(
      path: path, stage: first, sha256: weights.sha256, weights: weights.weights)
    self.init(recipe, partition: prepared.partition)
  }
}

extension TaskDescription {
  /// CIFAR-100-LT at imbalance factor 100: the task that methods are shown with.
  static let cifar100 = TaskDescription(
    dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
    imbalanceFactor: 100)
}
