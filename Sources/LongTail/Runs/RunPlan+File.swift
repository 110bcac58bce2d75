import ArrayFiles

extension RunPlan {
  /// A recipe from a file, complete or in part. What a partial one leaves out comes from its method's plan for
  /// its own data, which are read.
  /// - Parameters:
  ///   - path: a YAML file.
  ///   - data: what is to differ in the data settings.
  ///   - seed: another seed than the file's.
  ///   - change: what else is to differ.
  ///   - assignments: `KEY=VALUE` each, as `--set` takes them, after all other changes.
  /// - Throws: `FileProblem`, ``SettingsError``, `UnknownName`, what the source finds wrong.
  public init(
    recipeFile path: String, changingData data: (inout DataSettings) -> Void = { _ in },
    seed: Int? = nil, changing change: (Recipe) throws -> Recipe = { $0 },
    setting assignments: [String] = []
  ) throws {
    let file = try PartialRecipe(path)
    let own = try file.recipe(for: .cifar100)
    var settings = own.data
    data(&settings)
    try file.requireSource(settings)
    let requested = try RequestedData(settings, seed: seed ?? own.seed, setting: assignments)
    func planned(for task: TaskDescription) throws -> Recipe {
      var recipe = try file.recipe(for: task)
      recipe.data = requested.data
      recipe.seed = requested.seed
      return try change(recipe).setting(RequestedData.others(of: assignments))
    }
    // Wrong names and values are told before data are read.
    let first = try planned(for: PartialRecipe.task(requested.data.likelyInput))
    let partition = try first.data.partition(seed: first.seed)
    let task = TaskDescription(partition, dataset: first.data.sourceName)
    self.init(try planned(for: task), partition: partition)
  }
}
