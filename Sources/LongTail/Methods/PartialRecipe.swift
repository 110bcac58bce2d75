import ArrayFiles

/// A recipe file, which may say only what differs from its method's plan.
struct PartialRecipe {
  let path: String
  private let tree: SettingsTree
  private let method: String
  private let source: String

  /// - Throws: `FileProblem` for a file that does not read, or without a method or data.
  init(_ path: String) throws {
    self.path = path
    tree = FormerStages.renewed(try RecipeFile.readTree(path))
    guard case .table(let values) = tree, case .text(let method)? = values["method"] else {
      throw FileProblem(path, "the key “method” is missing or is no name")
    }
    self.method = method
    guard case .table(let data)? = values["data"], let source = data["source"] else {
      self.source = ""
      return
    }
    guard case .text(let text) = source else {
      throw FileProblem(path, at: "data.source", "expected a text such as cifar100:DIR")
    }
    self.source = text
  }

  /// - Throws: `FileProblem` for a recipe that names no data.
  func requireSource(_ data: DataSettings) throws {
    guard data.source.isEmpty else { return }
    throw FileProblem(
      path, at: "data",
      "the key “source” is missing; expected one such as cifar100:DIR, or --data beside the recipe")
  }

  /// The recipe for a task: the method's plan with the file laid over it.
  /// - Throws: ``SettingsError``, `UnknownName`.
  func recipe(for task: TaskDescription) throws -> Recipe {
    let plan = try placed(at: "method") { try Methods.method(named: method) }.plan(for: task)
    try requireStages(of: plan)
    return try Recipe(
      method: method, data: DataSettings(source: source), plan: plan, selection: .validation
    ).overlaid(with: tree)
  }

  /// Stages in part are laid over those of the plan by their place: there have to be as many, each in its own.
  private func requireStages(of plan: Plan) throws {
    guard case .table(let values) = tree, case .list(let stages)? = values["stages"] else { return }
    let names = plan.stages.map(\.name)
    let known = "\(method) has \(names.count) (\(names.joined(separator: ", ")))"
    for (index, stage) in stages.enumerated() {
      guard case .table(let keys) = stage else { continue }
      let isWhole = Self.wholeStage.allSatisfy { keys[$0] != nil }
      guard isWhole || stages.count == names.count else {
        throw FileProblem(
          path, at: "stages",
          "has \(stages.count) \(stages.count == 1 ? "stage" : "stages"), not all of them whole; \(known): "
            + "give all, where {} leaves one as it is")
      }
      if !isWhole, case .text(let name)? = keys["name"], name != names[index], names.contains(name)
      {
        throw FileProblem(
          path, at: "stages.\(index).name", "is \(name), which is another stage: \(known)")
      }
    }
  }

  /// What a stage says at least that stands for itself.
  private static let wholeStage = [
    "name", "epochs", "batchNorm", "sampler", "loss", "optimizer", "schedule",
  ]

  /// The recipe, where the file says all that depends on the data.
  /// - Throws: ``SettingsError``, `UnknownName`; `FileProblem` for a partial recipe.
  func completeRecipe() throws -> Recipe {
    try requireSource(DataSettings(source: source))
    let recipes = try [
      Self.task(.picture(height: 32, width: 32, channels: 3)),
      TaskDescription(
        dataset: "features", input: .features(width: 3), classes: 4000, imbalanceFactor: 3),
    ].map(recipe)
    let trees = try recipes.map { try SettingsTree(encoding: $0) }
    if let open = trees[0].firstDifference(from: trees[1]) {
      throw FileProblem(
        path, at: open.key,
        "is not in this recipe, and depends on the data; expected a complete recipe, as runs write it"
      )
    }
    return recipes[0]
  }

  /// A task with samples of a shape, for what does not depend on the data.
  static func task(_ input: InputShape) -> TaskDescription {
    TaskDescription(dataset: "", input: input, classes: 10, imbalanceFactor: 100)
  }
}
