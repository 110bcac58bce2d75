import ArrayFiles
import Torch

extension Recipe {
  /// Writes down which weights the teachers have, where the recipe does not say.
  /// - Throws: `FileProblem` for a teacher that is not there or is an unfinished run.
  mutating func recordTeachers() throws {
    for index in stages.indices {
      guard let teacher = stages[index].teacher, teacher.sha256 == nil else { continue }
      let weights = try StartingWeights(teacher.path, afterStages: 0, weights: teacher.weights)
      stages[index].teacher?.sha256 = weights.sha256
      stages[index].teacher?.weights = weights.weights
    }
  }

  /// The teachers of all stages that have one, ready to be asked about this run's samples.
  /// - Parameters:
  ///   - model: the network that learns from them.
  ///   - data: what it is trained on.
  ///   - remark: is told what was found in files and done with it.
  /// - Returns: by the stage's index.
  /// - Throws: `FileProblem` for weights that cannot be read; ``SettingsError`` for a teacher with other
  ///   classes or inputs, or one that has seen what this run holds out.
  func teachers(
    of model: ExpertModel, data: DataPartition, remark: (String) -> Void
  ) throws -> [Int: TeacherNetwork] {
    var networks: [Int: TeacherNetwork] = [:]
    for (index, stage) in stages.enumerated() {
      guard let teacher = stage.teacher else { continue }
      networks[index] = try teacher.network(
        for: model, recipe: self, data: data, key: "stages.\(index).teacher", remark: remark)
    }
    return networks
  }
}

extension Teacher {
  fileprivate func network(
    for student: ExpertModel, recipe: Recipe, data: DataPartition, key: String,
    remark: (String) -> Void
  ) throws -> TeacherNetwork {
    let weights = try StartingWeights(path, afterStages: 0, weights: self.weights)
    if let description = weights.data {
      let own = data.training.samples.classNames
      guard description.classNames.count == own.count else {
        throw SettingsError(
          key + ".path",
          "\(path) knows \(description.classNames.count) classes; the data has \(own.count)")
      }
      guard description.classNames == own else {
        let place = zip(description.classNames, own).enumerated().first { $1.0 != $1.1 }
        throw SettingsError(
          key + ".path",
          "\(path) knows other classes: its class \(place?.offset ?? 0) is "
            + "“\(place?.element.0 ?? "")”, that of the data “\(place?.element.1 ?? "")”")
      }
      guard description.input == student.input else {
        throw SettingsError(
          key + ".path", "\(path) takes \(description.input); the data has \(student.input)")
      }
    }
    try weights.requireUnseen(by: recipe, data: data, key: key)
    guard weights.recipe == nil || model == nil else {
      throw SettingsError(
        key + ".model", "\(path) is a run, which brings its own network; expected none")
    }
    if let sha256, sha256 != weights.sha256 {
      throw FileProblem(
        weights.file,
        "has changed since the recipe was made: its SHA-256 is \(weights.sha256), "
          + "the recipe says \(sha256)")
    }
    var settings = weights.recipe?.model ?? model ?? student.settings
    if weights.recipe == nil { settings.router = nil }
    let network: ExpertModel
    do {
      network = try ExpertModel(
        settings, input: student.input, classes: student.classes, seed: 0, device: student.device)
    } catch let error as SettingsError {
      throw SettingsError(key + "." + error.key, error.problem)
    }
    // One stage that trains all: what a teacher's own stages drew anew is trained by now.
    try weights.load(into: network, stages: [Stage()], start: 0).forEach(remark)
    return TeacherNetwork(network)
  }
}
