import ArrayFiles
import Torch

extension Recipe {
  /// Writes down which weights the teachers have, where the recipe does not say.
  /// - Parameter folder: where relative paths start; the current one when `nil`.
  /// - Throws: `FileProblem` for a teacher that is not there or is an unfinished run.
  mutating func recordTeachers(from folder: String?) throws {
    for (index, place, teacher) in locatingWeights(from: folder).teacherSettings
    where teacher.sha256 == nil {
      let weights = try StartingWeights(teacher.path, afterStages: 0, weights: teacher.weights)
      guard var own = stages[index].companions[place].item as? Teacher else { continue }
      own.sha256 = weights.sha256
      own.weights = weights.weights
      stages[index].companions[place] = Chosen(own)
    }
  }

  /// The teachers of all stages that have one, ready to be asked about this run's samples.
  /// - Parameters:
  ///   - model: the network that learns from them.
  ///   - data: what it is trained on.
  ///   - observer: is told how the teachers differ, what was found in files and done with it.
  /// - Returns: by the stage's index, then by the place among its companions.
  /// - Throws: `FileProblem` for weights that cannot be read; ``SettingsError`` for a teacher with other
  ///   classes or inputs, or one that has seen what this run holds out.
  func teachers(
    of model: ExpertModel, data: DataPartition, observer: (any TrainingObserver)?
  ) throws -> [Int: [Int: TeacherNetwork]] {
    var networks: [Int: [Int: TeacherNetwork]] = [:]
    for (index, place, teacher) in teacherSettings {
      networks[index, default: [:]][place] = try teacher.network(
        for: model, recipe: self, data: data, key: "stages.\(index).companions.\(place)",
        observer: observer)
    }
    return networks
  }
}

extension Teacher {
  fileprivate func network(
    for student: ExpertModel, recipe: Recipe, data: DataPartition, key: String,
    observer: (any TrainingObserver)?
  ) throws -> TeacherNetwork {
    let weights = try StartingWeights(path, afterStages: 0, weights: self.weights)
    var use = TeacherUse()
    if let description = weights.data {
      use = try TeacherUse(
        of: description, path: path, student: student, data: data, key: key + ".path",
        partial: partial)
      use.remarks.forEach { observer?.noted("warning: \($0)") }
      if let framing = weights.recipe.flatMap({ recipe.data.framingDifference(from: $0.data) }) {
        observer?.noted(
          "warning: the pictures of the teacher \(path) were brought to their size by “\(framing.other)”, "
            + "here it is “\(framing.own)”")
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
    let network = try within(key) {
      try ExpertModel(
        settings, input: student.input, classes: use.knownClasses?.count ?? student.classes,
        seed: 0,
        device: student.device)
    }
    _ = try weights.recipe?.pretrained?.load(into: network)
    // One stage that trains all: what a teacher's own stages drew anew is trained by now.
    try weights.load(into: network, stages: [Stage()], start: 0).forEach { observer?.noted($0) }
    return TeacherNetwork(
      network, renormalization: use.renormalization, classes: use.classes,
      knownClasses: use.knownClasses)
  }
}
