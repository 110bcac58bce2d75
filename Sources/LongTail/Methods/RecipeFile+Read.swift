extension RecipeFile {
  /// A complete recipe from a YAML file, as ``text(_:)`` and runs write it. One that leaves open what depends on
  /// the data is planned on them: ``RunPlan/init(recipeFile:changingData:seed:changing:setting:)``.
  /// - Throws: `FileProblem`, ``SettingsError``, `UnknownName`.
  public static func read(_ path: String) throws -> Recipe {
    try PartialRecipe(path).completeRecipe()
  }
}
