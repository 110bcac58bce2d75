public import Torch

/// A network of M experts on shared parts; a single network is the case M = 1.
///
/// Parameter names are PyTorch's for one expert (`layer1.0.conv1.weight`, `classifier.weight`); with
/// several, what belongs to expert m lies below `experts.m`.
public final class ExpertModel {
  public let settings: ModelSettings
  public let input: InputShape
  public let classes: Int
  /// All parameters and buffers by name.
  public let store: ParameterStore
  private let shared: [any NetworkPart]
  private let experts: [[any NetworkPart]]
  private let classifiers: [any ClassifierLayer]

  /// - Parameters:
  ///   - seed: the initial values depend on it and on each parameter's name.
  /// - Throws: ``SettingsError`` when the settings do not fit each other or the input.
  public init(
    _ settings: ModelSettings, input: InputShape, classes: Int, seed: UInt64,
    device: Device = .cpu, dtype: DType = .float32
  ) throws {
    let backbone = settings.backbone.backbone
    try backbone.validate(input)
    guard settings.experts >= 1 else {
      throw SettingsError("model.experts", "expected at least 1 expert, found \(settings.experts)")
    }
    let sharedCount =
      settings.experts == 1
      ? backbone.partCount : settings.sharedParts ?? backbone.sharedParts
    guard (0...backbone.partCount).contains(sharedCount) else {
      throw SettingsError(
        "model.sharedParts", "expected 0 to \(backbone.partCount), found \(sharedCount)")
    }
    let store = ParameterStore(seed: seed, device: device, dtype: dtype)
    let width = backbone.featureWidth(for: input)
    let roots = (0..<settings.experts).map {
      settings.experts == 1 ? store.root : store.root / "experts" / "\($0)"
    }
    self.settings = settings
    self.input = input
    self.classes = classes
    self.store = store
    shared = (0..<sharedCount).map { backbone.part($0, for: input, at: store.root) }
    experts = roots.map { root in
      (sharedCount..<backbone.partCount).map { backbone.part($0, for: input, at: root) }
    }
    classifiers = roots.map {
      settings.classifier.head.layer(width: width, classes: classes, at: $0 / "classifier")
    }
  }

  public var device: Device { store.device }
  /// Number of trainable values.
  public var parameterCount: Int { store.parameters.reduce(0) { $0 + $1.tensor.count } }

  /// Features of each expert, `[batch, width]` each.
  public func features(_ inputs: Tensor, _ mode: Mode) -> [Tensor] {
    let trunk = shared.reduce(inputs) { $1($0, mode) }
    return experts.map { parts in parts.reduce(trunk) { $1($0, mode) } }
  }

  /// Logits from the experts' features.
  public func outputs(from features: [Tensor]) -> ExpertOutputs {
    let logits = zip(classifiers, features).map { $0($1) }
    return ExpertOutputs(
      logits: Tensor.stacked(logits, axis: 1), features: Tensor.stacked(features, axis: 1))
  }

  public func callAsFunction(_ inputs: Tensor, _ mode: Mode) -> ExpertOutputs {
    outputs(from: features(inputs, mode))
  }

  /// Whether a parameter belongs to a classifier rather than to the backbone.
  public static func isClassifier(_ name: String) -> Bool {
    name.split(separator: ".").contains("classifier")
  }
}
