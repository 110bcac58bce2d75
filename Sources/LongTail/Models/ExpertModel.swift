public import Torch

/// A network of M experts on shared parts; a single network is the case M = 1.
///
/// Parameter names are PyTorch's for one expert (`layer1.0.conv1.weight`, `classifier.weight`); with
/// several, what belongs to expert m lies below `experts.m`. A router's lie below `router`.
public final class ExpertModel {
  /// The shape of the network: its backbone, its classifier and its experts.
  public let settings: ModelSettings
  /// What one sample looks like.
  public let input: InputShape
  /// Logits of each expert.
  public let classes: Int
  /// All parameters and buffers by name.
  public let store: ParameterStore
  let trunk: SharedTrunk
  let branches: [ExpertBranch]
  let classifiers: [any ClassifierLayer]
  let router: ExpertRouter?

  /// A network whose initial values depend on `seed` and on each parameter's name.
  /// - Throws: ``SettingsError`` when the settings do not fit each other or the input.
  public convenience init(
    _ settings: ModelSettings, input: InputShape, classes: Int, seed: UInt64,
    device: Device = .cpu, dtype: DType = .float32
  ) throws {
    try self.init(
      settings, input: input, classes: classes,
      store: ParameterStore(seed: seed, device: device, dtype: dtype))
  }

  /// A network whose parameters are born in an empty store.
  /// - Throws: ``SettingsError`` when the settings do not fit each other or the input.
  init(
    _ settings: ModelSettings, input: InputShape, classes: Int, store: ParameterStore
  ) throws {
    let (adapted, layout) = try within("model") {
      try within("backbone") { try settings.backbone.backbone.validate(input) }
      let layout = try ExpertLayout(settings, classes: classes)
      return (try AdaptedBackbone(settings, classes: classes), layout)
    }
    let backbone = adapted.backbone
    let width = backbone.featureWidth(for: input)
    let roots = (0..<settings.experts).map {
      settings.experts == 1 ? store.root : store.root / "experts" / "\($0)"
    }
    self.settings = settings
    self.input = input
    self.classes = classes
    self.store = store
    trunk = SharedTrunk(layout, of: adapted, for: input, at: store.root)
    branches = roots.enumerated().map { expert, root in
      ExpertBranch(expert, in: layout, of: adapted, for: input, at: root)
    }
    classifiers = settings.classifier.head.layers(
      width: width, classes: classes, initial: backbone.linearInitialization,
      shared: store.root / "classifier", own: roots.map { $0 / "classifier" })
    router = settings.router.map {
      ExpertRouter(
        $0, experts: settings.experts, width: width, initial: backbone.linearInitialization,
        at: store.root / "router")
    }
  }

  /// Where the network's tensors lie and it runs.
  public var device: Device { store.device }
  /// Numbers of each expert's features.
  public var featureWidth: Int { settings.backbone.backbone.featureWidth(for: input) }
  /// Number of trainable values.
  public var parameterCount: Int { store.parameters.reduce(0) { $0 + $1.tensor.count } }

  /// Features of each expert, `[batch, width]` each.
  /// - Parameters:
  ///   - inputs: `[batch, channels, height, width]` or `[batch, width]`.
  ///   - mode: of batch norm and dropout.
  ///   - resting: experts that answer as in inference and without gradients.
  ///   - detached: experts that take the shared maps as constants.
  ///   - insertion: what is done to the map of a single expert on its way; the batch may grow by it.
  /// - Returns: as many as there are experts.
  public func features(
    _ inputs: Tensor, _ mode: Mode, resting: Set<Int> = [], detached: Set<Int> = [],
    inserting insertion: MapInsertion? = nil
  ) -> [Tensor] {
    precondition(insertion == nil || branches.count == 1, "an insertion into several experts")
    let maps = trunk(inputs.to(store.dtype), mode, inserting: insertion)
    return branches.enumerated().map { expert, branch in
      guard !resting.contains(expert) else {
        return withoutGradients { branch(maps, .inference) }
      }
      return branch(detached.contains(expert) ? maps.detached : maps, mode, inserting: insertion)
    }
  }

  /// Features of each expert, `[batch, width]` each, for a batch of its own, as BBN's two branches have.
  /// There is one for each expert, all of the same size; batch norm sees them one by one.
  public func features(eachOf inputs: [Tensor], _ mode: Mode) -> [Tensor] {
    precondition(
      inputs.count == branches.count, "\(inputs.count) batches for \(branches.count) experts")
    return zip(branches, inputs).map { $0(trunk($1.to(store.dtype), mode), mode) }
  }

  /// Logits, and the router's decisions, from the experts' features.
  public func outputs(from features: [Tensor]) -> ExpertOutputs {
    let logits = zip(classifiers, features).map { $0($1) }
    return ExpertOutputs(
      logits: Tensor.stacked(logits, axis: 1), features: Tensor.stacked(features, axis: 1),
      routing: router?.decisions(logits, features))
  }

  /// Features and logits of a batch, `[batch, channels, height, width]` or `[batch, width]`.
  public func callAsFunction(_ inputs: Tensor, _ mode: Mode) -> ExpertOutputs {
    outputs(from: features(inputs, mode))
  }

  /// Whether a parameter belongs to a classifier rather than to the backbone.
  public static func isClassifier(_ name: String) -> Bool {
    name.split(separator: ".").contains("classifier")
  }

  /// Whether a parameter belongs to what makes the features: neither to a classifier nor to the router.
  public static func isBackbone(_ name: String) -> Bool {
    !isClassifier(name) && !matches(name, prefix: "router")
  }
}
