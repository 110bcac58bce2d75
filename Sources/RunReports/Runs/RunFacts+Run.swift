public import Reports

extension RunFacts {
  /// What a finished run left on disk, as its report shows it; no network is built and no data is read again.
  ///
  /// ```swift
  /// let report = RunReport(
  ///   title: "Two runs", dataset: try DatasetFacts(ofRun: "runs/a"),
  ///   runs: [try RunFacts(ofRun: "runs/a", name: "a"), try RunFacts(ofRun: "runs/b", name: "b")])
  /// ```
  ///
  /// - Parameters:
  ///   - path: the run's folder.
  ///   - name: short and unique in the report.
  ///   - showingPaths: shows whole paths, which tell of the machine and its owner.
  /// - Throws: `FileProblem` for what is missing or damaged.
  public init(ofRun path: String, name: String, showingPaths: Bool = false) throws {
    self = try RecordedRun(path, showsPaths: showingPaths).facts(name: name)
  }
}

extension DatasetFacts {
  /// What a finished run was trained on and measured with.
  /// - Parameters:
  ///   - path: the run's folder.
  ///   - showingPaths: shows whole paths, which tell of the machine and its owner.
  /// - Throws: `FileProblem` for what is missing or damaged.
  public init(ofRun path: String, showingPaths: Bool = false) throws {
    self = try RecordedRun(path, showsPaths: showingPaths).datasetFacts()
  }
}
