import ArrayFiles

extension RunPlan {
  /// A recipe from a file, complete or in part. What a partial one leaves out comes from its method's plan for
  /// its own data, which are read.
  /// - Parameters:
  ///   - path: a YAML file.
  ///   - data: what is to differ in the data settings.
  ///   - seed: another seed than the file's.
  ///   - change: what else is to differ.
  /// - Throws: `FileProblem`, ``SettingsError``, ``UnknownName``, what the source finds wrong.
  public init(
    recipeFile path: String, changingData data: (inout DataSettings) -> Void = { _ in },
    seed: Int? = nil, changing change: (Recipe) throws -> Recipe = { $0 }
  ) throws {
    let file = try PartialRecipe(path)
    func adjusted(_ recipe: Recipe) throws -> Recipe {
      var recipe = recipe
      data(&recipe.data)
      if let seed { recipe.seed = seed }
      return try change(recipe)
    }
    // Wrong names and values are told before data are read.
    var settings = try file.recipe(for: .cifar100).data
    data(&settings)
    try file.requireSource(settings)
    let first = try adjusted(file.recipe(for: PartialRecipe.task(settings.likelyInput)))
    let partition = try first.data.partition(seed: first.seed)
    let task = TaskDescription(partition, dataset: first.data.sourceName)
    self.init(try adjusted(file.recipe(for: task)), partition: partition)
  }
}
