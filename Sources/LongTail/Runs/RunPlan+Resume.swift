import ArrayFiles

extension RunPlan {
  /// A begun run's own recipe with its data, which may have been moved.
  /// - Parameters:
  ///   - path: the run's folder.
  ///   - method: the one that the run must be of; any when `nil`.
  ///   - place: where the data are now, such as `image-folder:MOVED`; where they were when `nil`.
  ///   - data: what is to differ in the data settings. Their source stays the run's own.
  ///   - seed: another seed than the run's.
  ///   - change: what else is to differ.
  ///   - assignments: `KEY=VALUE` each, as `--set` takes them, after all other changes.
  /// - Throws: `FileProblem` when there is no run, or it is of another method, ``SettingsError``, `UnknownName`, what the source finds
  ///   wrong.
  public init(
    resuming path: String, method: String? = nil, dataAt place: String? = nil,
    changingData data: (inout DataSettings) -> Void = { _ in }, seed: Int? = nil,
    changing change: (Recipe) throws -> Recipe = { $0 }, setting assignments: [String] = []
  ) throws {
    let run = try RunDirectory.opened(path)
    var own = try RecipeFile.read(run.recipePath)
    if let method, method != own.method {
      throw FileProblem(
        run.recipePath, at: "method",
        "the run began with \(own.method), now \(method) is asked for; choose another --output")
    }
    let source = own.data.source
    data(&own.data)
    own.data.source = source
    if let seed { own.seed = seed }
    let recipe = try change(own).setting(assignments)
    self.init(recipe, partition: try RecordedData(of: run, recipe: recipe).partition(at: place))
  }
}
