import ArrayFiles
import Calibration
import Foundation
import Torch

/// Weights to start a run from: those of another run, or of a file from elsewhere.
public struct StartingWeights: Sendable {
  /// As it was given.
  public let path: String
  /// The file with the weights.
  public let file: String
  /// Of ``file``, in hexadecimal.
  public let sha256: String
  /// The recipe that made the weights, where a run did.
  public let recipe: Recipe?
  /// What that run's data was.
  public let data: DataDescription?
  /// The name of the set of weights that was taken, where the file holds several.
  public let weights: String?
  private let arrays: [String: NumericArray]
  /// What a file from elsewhere holds, and which of it was taken; `nil` for a run.
  private let source: (checkpoint: Checkpoint, set: WeightSet)?

  /// Reads a run's folder, a safetensors file or a PyTorch checkpoint.
  ///
  /// A run with more stages than `stages` gives the weights that it had after so many; with `stages` 0,
  /// its last ones.
  /// - Parameters:
  ///   - path: the folder or file.
  ///   - stages: of a run.
  ///   - wanted: of a file with several sets of weights, such as "ema" or "teacher"; `nil` takes the one
  ///     that the field's programs would.
  /// - Throws: `FileProblem` when nothing is there, a run has not come so far or has been changed, or it is
  ///   not clear which weights of a file are meant.
  public init(_ path: String, afterStages stages: Int, weights wanted: String? = nil) throws {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem(path, "is not there; expected a run's folder or a file of weights")
    }
    if isFolder.boolValue {
      guard wanted == nil else {
        throw FileProblem(
          path, "is a run, whose weights are one set; --weights is for files with several")
      }
      let run = try RunDirectory.opened(path)
      try run.requireUnchanged(run.recipePath, run.dataDescriptionPath)
      let recipe = try RecipeFile.read(run.recipePath)
      self.recipe = recipe
      data = try DataDescription.read(run.dataDescriptionPath)
      let checkpoint = try Self.checkpoint(of: run, recipe: recipe, stages: stages)
      try checkpoint.requireUnchanged(checkpoint.modelPath)
      file = checkpoint.modelPath
      arrays = try RunCheckpoint.arrays(file)
      source = nil
      weights = nil
    } else {
      recipe = nil
      data = nil
      file = path
      let checkpoint = try TensorArchive.read(path)
      let set = try checkpoint.weights(wanted)
      arrays = Dictionary(
        set.tensors.map { ($0.name, $0.array) }, uniquingKeysWith: { $1 })
      source = (checkpoint, set)
      weights = checkpoint.sets.count > 1 || wanted != nil ? set.name : nil
    }
    sha256 = try ContentDigest.ofFile(file)
  }

  /// The data settings of the run that made the weights, its source as the current folder has it.
  public var dataSettings: DataSettings? {
    guard var settings = recipe?.data else { return nil }
    let here = Datasets.located(
      settings.source, from: FileManager.default.currentDirectoryPath)
    if let location = data?.location, location != here { settings.source = location }
    return settings
  }

  private static func checkpoint(
    of run: RunDirectory, recipe: Recipe, stages: Int
  ) throws -> RunCheckpoint {
    let count = recipe.stages.count
    guard count >= stages else {
      throw FileProblem(
        run.path,
        "has \(count) \(count == 1 ? "stage" : "stages"), of the \(stages) that are needed")
    }
    if stages > 0, count > stages {
      let checkpoint = RunCheckpoint.stages(stages, in: run)
      guard checkpoint.exists else {
        throw FileProblem(run.path, "has not come to the end of stage \(stages) yet")
      }
      return checkpoint
    }
    let last = RunCheckpoint("last", in: run)
    try last.recover()
    let hasBest = try run.finishedState().best != nil
    return RunCheckpoint(hasBest ? "best" : "last", in: run)
  }

  /// Puts the weights into a network whose stages from `start` on are still to come.
  ///
  /// What no stage before it trains may be missing, such as a scale that is learned later, and so may
  /// what the stage draws anew; both keep what the network has. Names of the field's programs are
  /// understood beside ours.
  /// - Returns: what was found and done, for people: which of several sets was taken, and what was taken off
  ///   the names.
  /// - Throws: `FileProblem` when the weights are those of another network, or are no numbers.
  @discardableResult
  public func load(into model: ExpertModel, stages: [Stage], start: Int) throws -> [String] {
    let imported = try ImportedNames(arrays, for: model, in: file)
    let named = imported.arrays
    let drawnAnew = stages[start].reinitializes
    let parameters = Set(model.store.parameters.map(\.name))
    var wanted: [String: NumericArray] = [:]
    for (name, tensor) in model.store.tensors {
      let isDrawn = drawnAnew.contains { matches(name, prefix: $0) }
      let isLater =
        parameters.contains(name)
        ? start > 0 && !stages[..<start].contains { $0.trains(name) }
        : ExpertModel.isClassifier(name)
      if let array = named[name], !isDrawn {
        wanted[name] = array
      } else if isDrawn || isLater || recipe?.leavesToFile(name) ?? false {
        wanted[name] = tensor.numericArray()
      }
    }
    // What no stage has trained yet is for later stages of another method.
    let done = recipe.map { Array($0.stages.prefix(start == 0 ? $0.stages.count : start)) }
    let given = named.filter { name, _ in
      wanted[name] != nil || done?.contains { $0.trains(name) } ?? true
    }
    // Single numbers beside the weights are figures that programs save with them.
    for (name, array) in given where wanted[name] == nil && array.count != 1 {
      if !drawnAnew.contains(where: { matches(name, prefix: $0) }) { wanted[name] = array }
    }
    for (name, array) in wanted.sorted(by: { $0.key < $1.key }) where named[name] != nil {
      try requireFinite(array, name)
    }
    do {
      try model.store.load(wanted, from: file)
    } catch {
      throw FileProblem(
        file,
        "are no weights of \(model.settings.backbone.name) with a "
          + "\(model.settings.classifier.name) classifier of \(model.classes) classes: "
          + error.problem)
    }
    guard let (checkpoint, set) = source else { return [] }
    return checkpoint.remarks(on: set, furtherPrefixes: imported.removedPrefixes)
  }

  /// As the float32 that they become: a larger number is infinite, too.
  private func requireFinite(_ array: NumericArray, _ name: String) throws(FileProblem) {
    guard array.elementType.isFloatingPoint else { return }
    let values = array.floats()
    guard let first = values.firstIndex(where: { !$0.isFinite }) else { return }
    let count = values.filter { !$0.isFinite }.count
    throw FileProblem(
      file,
      "\(name) holds \(values[first].isNaN ? "NaN" : "an infinite number") (\(count) of "
        + "\(values.count) numbers are not finite); weights of a training that diverged cannot be used"
    )
  }
}
