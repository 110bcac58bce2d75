extension RunDirectory {
  /// Every figure of the run.
  /// - Throws: `FileProblem` for a run that is not finished, with what goes on; for figures that do not read.
  public func evaluation() throws -> Evaluation {
    try requireFinished()
    return try Evaluation.read(evaluationPath)
  }
}
