import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Torch

/// Recipes over pictures of 8×8 that train in a moment.
enum SmallRun {
  static let data = DataSettings(
    source: "synthetic:classes=4,per-class=40,test=10,size=8", imbalanceFactor: 4)

  /// Four or five steps an epoch.
  static func recipe(
    _ stages: [Stage], model: ModelSettings = ModelSettings(backbone: TwoLayerBackbone(hidden: 16)),
    data: DataSettings = data, selection: CheckpointSelection = .validation, batchSize: Int = 16,
    prediction: PredictionRule = PredictionRule()
  ) -> Recipe {
    Recipe(
      method: "cross-entropy", data: data,
      plan: Plan(model: model, stages: stages, prediction: prediction, batchSize: batchSize),
      selection: selection, seed: 3)
  }

  /// Augmented training of everything, then of the classifier alone.
  static func twoStages(averageDecay: Double?, mixing: (any Mixing)?) -> [Stage] {
    let hooks = averageDecay.map { [WeightAveraging(decay: $0)] } ?? []
    return [
      Stage(
        epochs: 3, augmentations: [RandomCrop(), HorizontalFlip()], mixing: mixing,
        hooks: hooks, optimizer: SGDSettings(learningRate: 0.02),
        schedule: StepSchedule(milestones: [2], warmup: 1)),
      Stage(
        name: "classifier", epochs: 2, trains: ["classifier"], sampler: ClassBalanced(),
        mixing: mixing, loss: BalancedSoftmax(), hooks: hooks,
        optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
    ]
  }

  /// Five epochs in two stages, with something behind every door of a stage. The memory of keys is not full
  /// before the second epoch.
  static func richStages(pastes: Bool) -> [Stage] {
    [
      Stage(
        epochs: 3, parameterRules: [ParameterRule("classifier", rateFactor: 0.5, weightDecay: 0)],
        augmentations: [RandomCrop(), HorizontalFlip()],
        views: [View([RandomCrop()]), View([HorizontalFlip(), Rotation()])],
        streams: pastes ? [Stream(ClassBalanced())] : [],
        mixing: pastes ? ContextRichOversampling(rest: 0) : nil,
        additionalLosses: [SupervisedContrast(weight: 0.5, dimension: 8, queue: 96)],
        companions: [MomentumCopy(momentum: 0.9)],
        hooks: [
          StochasticWeightAveraging(start: 0.4), MaxNorm(bound: 0.5, after: .step),
          ClassWeights(form: .power, from: 1),
        ],
        optimizer: SharpnessAwareSettings(SGDSettings(learningRate: 0.02)),
        schedule: StepSchedule(milestones: [2], warmup: 1)),
      Stage(
        name: "classifier", epochs: 2, trains: ["classifier"], sampler: ClassBalanced(),
        loss: BalancedSoftmax(), optimizer: SGDSettings(learningRate: 0.02),
        schedule: ConstantSchedule()),
    ]
  }

  static func session(
    _ recipe: Recipe, in path: String, resuming: Bool = false, execution: Execution = Execution()
  ) throws -> RunSession {
    try RunSession(
      recipe: recipe, data: recipe.data.partition(seed: recipe.seed), output: path,
      resuming: resuming, execution: execution, version: "test", commandLine: ["test"])
  }
}

/// All that a finished run leaves and that must not depend on how it came about.
struct RunTraces: Equatable {
  /// Every epoch, without its timing.
  var records: [EpochRecord]
  /// Bytes of predictions, calibrators and the last weights, by path.
  var files: [String: Data]

  init(_ path: String) throws {
    records = try EpochRecord.readAll(path + "/log.jsonl").map { record in
      var record = record
      record.timing.seconds = 0
      record.timing.imagesPerSecond = 0
      return record
    }
    files = [:]
    let names = FileManager.default.enumerator(atPath: path)
    for case let name as String in names ?? FileManager.DirectoryEnumerator() {
      let counts =
        name.hasPrefix("predictions/") || name.hasPrefix("calibrators/")
        || name.hasSuffix("model.safetensors")
      guard counts, let content = FileManager.default.contents(atPath: path + "/" + name) else {
        continue
      }
      files[name] = content
    }
  }

  /// The files that differ or are missing on one side, for messages.
  func differences(from other: RunTraces) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }
}

/// Says "stop" from a given question on; never for 0.
final class StopAtQuestion: @unchecked Sendable {
  // `lock` guards `asked`.
  private let lock = NSLock()
  private var asked = 0
  private let first: Int

  init(_ first: Int) {
    self.first = first
  }

  func callAsFunction() -> Bool {
    lock.withLock {
      asked += 1
      return first > 0 && asked >= first
    }
  }
}
