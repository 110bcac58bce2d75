public import Calibration

/// A trained network that a stage learns from. Its weights stay as they are.
public struct Teacher: CompanionSettings {
  public static let name = "teacher"
  public static let summary = "a trained network whose answers an objective compares with"
  public static let nested: [String: any Catalog.Type] = [
    "model.backbone": Backbones.self, "model.classifier": ClassifierHeads.self,
  ]

  /// A finished run's folder, or a file of weights: safetensors or PyTorch's.
  public var path: String
  /// The network in a file; the recipe's own, without its router, when `nil`. A run brings its own.
  @OrNone public var model: ModelSettings?
  /// SHA-256 of the file that the weights are read from; a run writes down what it finds when it begins, and
  /// is continued with no other.
  @OrNone public var sha256: String?
  /// Which of several sets of weights in a file, such as "ema"; where there are several, a run writes down
  /// which it takes when it begins.
  @OrNone public var weights: String?
  /// Whether a run may know fewer classes than the data has; it then answers for its own alone.
  public var partial = false

  public init() { self.init(path: "") }

  public init(
    path: String, model: ModelSettings? = nil, sha256: String? = nil, weights: String? = nil,
    partial: Bool = false
  ) {
    self.path = path
    self.model = model
    self.sha256 = sha256
    self.weights = weights
    self.partial = partial
  }

  public func validate() throws {
    guard !path.isEmpty else {
      throw SettingsError("path", "expected a finished run's folder or a file of weights")
    }
    try within("model") { try model?.validate() }
  }

  public func make(for site: StageSite, trained: TeacherNetwork?) -> any Companion {
    guard let trained else {
      preconditionFailure("the weights of the teacher \(path) were not loaded")
    }
    return trained
  }
}
