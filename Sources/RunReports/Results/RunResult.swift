import ArrayFiles
import Foundation
import LongTail

/// What is kept of a finished run beside its figures: how long it trained, how fast, on what, and by which command.
struct RunResult: Equatable {
  /// Its folder's name.
  var name: String
  var seed: Int
  /// Of each stage.
  var epochs: [Int]
  /// Share of the published length that was asked for, in (0, 1].
  var scale: Double
  /// Of each stage, in words.
  var schedule: String
  /// What is done to pictures in training, in words.
  var augmentation: String
  var selection: CheckpointSelection
  /// Share of the training samples, in [0, 1).
  var heldOut: Double
  /// The backbone's name.
  var network: String
  /// Trainable values of the whole network; `nil` where it is not known.
  var parameters: Int?
  /// For one sample in inference; `nil` where it is not known.
  var multiplyAdds: Int?
  /// The run whose first stages it took over; empty where it carried out all of its own.
  var startsFrom: String
  /// ``RunIdentity`` of the run.
  var identity: String
  /// Training samples in a second, over all epochs of its own; `nil` for a run that only fits.
  var imagesPerSecond: Double?
  /// Wall-clock time of the steps of its own stages.
  var seconds: Double
  /// Bytes that its process had resident at once; `nil` where it is not known.
  var peakMemory: Int?
  /// Of the machine that began it; empty where it is not known.
  var processor: String
  /// Processors that it might use.
  var processors: Int
  /// Threads of LibTorch's operators.
  var threads: Int
  var device: String
  /// Of the program.
  var version: String
  /// What the program was built from; empty where nobody said it.
  var commit: String
  /// Date and time in UTC, ISO 8601.
  var begun: String
  /// What made it, without where things lie.
  var command: String

  /// Epochs of all stages.
  var length: Int { epochs.reduce(0, +) }
}

extension RunResult {
  /// - Parameters:
  ///   - run: a finished run.
  ///   - name: of its folder.
  ///   - log: its epochs.
  ///   - scale: share of the published length that was asked for.
  ///   - commit: what the program was built from.
  /// - Throws: `FileProblem` for what is missing or damaged.
  init(
    _ run: RunDirectory, name: String, log: [EpochRecord], scale: Double, commit: String
  ) throws {
    let recipe = try RecipeFile.read(run.recipePath)
    let environment = try RunEnvironment.read(run.environmentPath)
    let trained = log.filter { $0.fitted == nil && $0.timing.seconds > 0 }
    let time = trained.reduce(0) { $0 + $1.timing.seconds }
    let images = trained.reduce(0) { $0 + $1.timing.imagesPerSecond * $1.timing.seconds }
    let evaluation = try run.evaluation()
    let words = recipe.stages.map(StageWords.init)
    self.init(
      name: name, seed: recipe.seed, epochs: recipe.stages.map(\.epochs), scale: scale,
      schedule: try words.map { try $0.schedule() }.joined(separator: " + "),
      augmentation: StageWords.together(words.map(\.augmentation)),
      selection: recipe.selection, heldOut: recipe.data.validationFraction,
      network: recipe.model.backbone.name, parameters: evaluation.parameters,
      multiplyAdds: evaluation.multiplyAdds,
      startsFrom: recipe.start.map { ($0.path as NSString).lastPathComponent } ?? "",
      identity: try RunIdentity(recipe, dataFingerprint: environment.dataFingerprint).sha256,
      imagesPerSecond: time > 0 ? images / time : nil,
      seconds: log.reduce(0) { $0 + $1.timing.seconds },
      peakMemory: evaluation.peakMemory,
      processor: environment.processor ?? "", processors: environment.processors,
      threads: environment.threads, device: environment.device, version: environment.longtail,
      commit: commit, begun: environment.started,
      command: ResultCommand.text(environment.commandLine))
  }
}
