extension RunPlan {
  /// A method's recipe that begins with weights from elsewhere: where the method has stages for the
  /// classifier alone, with the first of them.
  ///
  /// What a run did before stays written in the recipe: its stages, its backbone, its data and seed.
  /// - Parameters:
  ///   - path: a run's folder, or a file of weights.
  ///   - request: the method.
  ///   - data: where the weights come from a file: the data.
  ///   - seed: the run's own when `nil`, or 0.
  ///   - change: what is to differ from the data of the run that made the weights.
  /// - Throws: `FileProblem` for weights that are not there, ``SettingsError`` for settings of stages that are
  ///   done; what else planning throws.
  public init(
    startingFrom path: String, _ request: MethodRequest, data: () throws -> DataSettings,
    seed: Int? = nil, changing change: (inout DataSettings) -> Void
  ) throws {
    // The stages of a method do not depend on the data; those of the plan for any data tell which one.
    let plan = try Methods.method(named: request.method).plan(for: .cifar100)
    let method = type(of: try Methods.method(named: request.method))
    let first = method.laterStart ?? plan.stages.firstIndex { $0.leavesBackbone } ?? 0
    let weights = try StartingWeights(path, afterStages: first, weights: request.weights)
    var settings: DataSettings
    if let own = weights.dataSettings {
      settings = own
      change(&settings)
      // Where samples were made for a selection, the selection is in them already.
      if settings.source != own.source, (try? settings.origin) != nil {
        settings.imbalanceFactor = nil
      }
    } else {
      settings = try data()
    }
    let done = request.settings.first { setting in
      (0..<first).contains { setting.hasPrefix("stages.\($0).") }
    }
    if let done {
      throw SettingsError("--set \(done)", "this stage is done, the weights come from \(path)")
    }
    let planned = try RunPlan(
      request, data: settings, seed: seed ?? weights.recipe?.seed ?? 0)
    var recipe = planned.recipe
    if let source = weights.recipe {
      let chosen = request.settings.contains { $0.hasPrefix("model.backbone") }
      if !chosen {
        recipe.model.backbone = source.model.backbone
        recipe.model.tuning = recipe.model.tuning ?? source.model.tuning
        recipe.pretrained = source.pretrained
      }
      for index in 0..<first {
        // What later stages of this method add was not there to be trained.
        let added = recipe.stages[index].fixed.filter { !source.stages[index].fixed.contains($0) }
        recipe.stages[index] = source.stages[index]
        recipe.stages[index].fixed += added
      }
    }
    recipe.start = CheckpointStart(
      path: path, stage: first, sha256: weights.sha256, weights: weights.weights)
    self.init(recipe, partition: planned.partition)
  }
}
