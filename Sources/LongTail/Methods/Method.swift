import Calibration

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
  static let kind = "method"
  /// What this package brings.
  public static let builtIn: [any Method.Type] = [
    CrossEntropyTraining.self, MixupTraining.self, BalancedSoftmaxTraining.self,
    LogitAdjustmentTraining.self, ClassifierRetraining.self, LearnableWeightScaling.self,
    TauNormalizationTraining.self, NearestClassMeanTraining.self, MiSLASTraining.self,
    BalPoETraining.self, SHIKETraining.self, RIDETraining.self, BBNTraining.self,
    FocalTraining.self, ClassBalancedFocalTraining.self, MarginTraining.self,
    DeferredMarginTraining.self, DeferredReweightingTraining.self, RemixTraining.self,
    ContextRichOversamplingTraining.self, DisentanglingTraining.self,
    CompensatedSoftmaxTraining.self, CloudedLogitTraining.self, WeightBalancingTraining.self,
    AlignmentTraining.self, RangeLossTraining.self, OverSmoothingTraining.self,
  ]

  /// What this package brings, and what the ``CatalogSet`` in use adds.
  public static var all: [any Method.Type] {
    builtIn + CatalogAdditions.current.types(kind, as: (any Method.Type).self)
  }
  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName`` with the nearest known name.
  public static func method(named name: String) throws -> any Method {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("method", name, known: names)
    }
    return type.init()
  }
}
