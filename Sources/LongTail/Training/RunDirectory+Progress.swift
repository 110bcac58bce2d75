import ArrayFiles

extension RunDirectory {
  /// The state that the training ended with.
  /// - Throws: `FileProblem` for a training that has not come to its end: how far it is, and what goes on.
  func finishedState() throws -> TrainingState {
    let last = RunCheckpoint("last", in: self)
    guard last.exists else { throw unfinished("") }
    let state = try last.readState()
    guard state.finished else {
      let stages = try RecipeFile.read(recipePath).stages
      let epochs = stages.indices.contains(state.stage) ? stages[state.stage].epochs : nil
      throw unfinished(
        "it stands at stage \(state.stage + 1) of \(stages.count), epoch \(state.epoch + 1)"
          + (epochs.map { " of \($0)" } ?? ""))
    }
    return state
  }

  /// - Throws: `FileProblem` for a run without all its figures: how far it is, and what goes on.
  public func requireFinished() throws {
    guard !isFinished else { return }
    _ = try finishedState()
    throw unfinished("it is trained, but not measured")
  }

  private func unfinished(_ place: String) -> FileProblem {
    FileProblem(
      path,
      "is not finished\(place.isEmpty ? "" : ": \(place)"); go on with "
        + "longtail train --resume --output \(path.shellWord)")
  }
}
