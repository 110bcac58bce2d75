import Calibration

/// What a method may look at when it chooses its constants.
public struct TaskDescription: Sendable {
  /// The dataset's name, such as `cifar100`.
  public let dataset: String
  public let input: InputShape
  public let classes: Int
  /// Largest class count over the smallest, ≥ 1.
  public let imbalanceFactor: Double

  public init(dataset: String, input: InputShape, classes: Int, imbalanceFactor: Double) {
    self.dataset = dataset
    self.input = input
    self.classes = classes
    self.imbalanceFactor = imbalanceFactor
  }
}

/// What a method does with a task: a network, the stages of its training, and a prediction rule.
public struct Plan: Sendable {
  public var model: ModelSettings
  public var stages: [Stage]
  public var prediction: PredictionRule
  public var batchSize: Int

  public init(
    model: ModelSettings, stages: [Stage], prediction: PredictionRule = PredictionRule(),
    batchSize: Int = 128
  ) {
    self.model = model
    self.stages = stages
    self.prediction = prediction
    self.batchSize = batchSize
  }
}

/// From logits to the scores that are written down and compared.
public struct PredictionRule: Sendable, Codable, Equatable {
  /// τ of post-hoc logit adjustment: scores are z − τ log π with the training prior π
  /// (Menon et al., ICLR 2021, eq. 9), in [−10, 10]; 0 leaves the logits as they are.
  public var logitAdjustment: Double
  /// Whether a sample is shown to the experts that the router asks, instead of all.
  public var routes: Bool

  public init(logitAdjustment: Double = 0, routes: Bool = false) {
    self.logitAdjustment = logitAdjustment
    self.routes = routes
  }

  /// - Throws: ``SettingsError`` for settings out of range.
  func validate() throws {
    try SettingsError.require("logitAdjustment", logitAdjustment, from: -10, to: 10)
  }
}

/// A published way to train on long-tailed data. Its constants live in its file and nowhere else.
public protocol Method: Sendable {
  /// The name on the command line, in lower case with hyphens.
  static var name: String { get }
  /// One sentence.
  static var summary: String { get }
  /// Authors, title, venue.
  static var citation: String { get }
  /// Where the paper and its code differ, and which of the two this is; empty when they agree.
  static var differences: [String] { get }
  /// The settings that its authors published.
  static var presets: [PublishedPreset] { get }
  /// The figures that were published of it, on data that is there.
  static var results: [PublishedResult] { get }
  init()
  /// The published plan for a task; for tasks that nobody published, the nearest.
  func plan(for task: TaskDescription) -> Plan
}

extension Method {
  public static var differences: [String] { [] }
  public static var presets: [PublishedPreset] { [] }
  public static var results: [PublishedResult] { [] }
}

/// Every method there is.
public enum Methods {
  public static let all: [any Method.Type] = [
    CrossEntropyTraining.self, MixupTraining.self, BalancedSoftmaxTraining.self,
    LogitAdjustmentTraining.self, ClassifierRetraining.self, LearnableWeightScaling.self,
    TauNormalizationTraining.self, NearestClassMeanTraining.self, MiSLASTraining.self,
    BalPoETraining.self, SHIKETraining.self, RIDETraining.self, BBNTraining.self,
  ]

  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName`` with the nearest known name.
  public static func method(named name: String) throws -> any Method {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("method", name, known: names)
    }
    return type.init()
  }
}
