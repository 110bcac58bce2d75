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
    guard case .table(let data)? = values["data"], case .text(let source)? = data["source"] else {
      throw FileProblem(path, at: "data", "the key “source” is missing or is no text")
    }
    self.method = method
    self.source = source
  }

  /// What samples of its source look like, as far as that is known before they are read.
  var likelyInput: InputShape {
    get throws { try DataSettings(source: source).likelyInput }
  }

  /// The recipe for a task: the method's plan with the file laid over it.
  /// - Throws: ``SettingsError``, ``UnknownName``.
  func recipe(for task: TaskDescription) throws -> Recipe {
    let plan = try Methods.method(named: method).plan(for: task)
    return try Recipe(
      method: method, data: DataSettings(source: source), plan: plan, selection: .validation
    ).overlaid(with: tree)
  }

  /// The recipe, where the file says all that depends on the data.
  /// - Throws: ``SettingsError``, ``UnknownName``; `FileProblem` for a partial recipe.
  func completeRecipe() throws -> Recipe {
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
