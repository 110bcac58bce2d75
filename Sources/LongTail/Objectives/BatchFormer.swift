public import Calibration
import Torch

/// Another loss, also of features that the samples of a batch have made of each other's (Hou, Yu, Tao, CVPR 2022:
/// BatchFormer): a Transformer layer runs over the batch as its sequence, and the network's own classifier answers to
/// what it gives. Added to the loss of a stage, the classifier serves both; tests do without the layer.
///
/// Each expert has a layer of its own.
public struct BatchFormer: ObjectiveSettings {
  public static let name = "batch-former"
  public static let summary =
    "another loss of features that the samples of a batch have made of each other's"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// The loss of the labels, a formula, as a rule that of the stage.
  public var labelLoss = Chosen<Losses>(CrossEntropy())
  /// Factor of the whole, in (0, 1000].
  public var weight = 1.0
  /// Parts of the features that attend on their own, 1 … 1,024, a divisor of their number; with `nil` 4 where there are
  /// more than 128 numbers that 4 divides, and else 1.
  @OrNone public var heads: Int?
  /// Share of numbers that are set to 0 in the layer, in [0, 1).
  public var dropout = 0.5

  public init() {}

  public init(
    _ labelLoss: some LossFunction, weight: Double = 1, heads: Int? = nil, dropout: Double = 0.5
  ) {
    self.labelLoss = Chosen(labelLoss)
    self.weight = weight
    self.heads = heads
    self.dropout = dropout
  }

  /// The loss of the labels, which ``validate()`` has made sure is a formula.
  private var formula: any LossFunction { labelLoss.formula }

  public var companions: [String] { formula.companions }
  public var priorExponent: Double { formula.priorExponent }

  public func make(for site: StageSite) -> any Objective {
    BatchFormerObjective(self, formula.make(for: site), for: site)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  /// How many heads a layer has for features of a width.
  func heads(width: Int) -> Int { heads ?? (width > 128 && width % 4 == 0 ? 4 : 1) }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("dropout", dropout, from: 0, below: 1)
    if let heads { try SettingsError.require("heads", heads, in: 1...1024) }
    guard let loss = labelLoss.item as? any LossFunction, !(loss is RoutingLoss),
      loss.branches == 1
    else {
      throw SettingsError(
        "labelLoss",
        "\(labelLoss.name) is not a formula of one batch's labels; expected one such as cross-entropy"
      )
    }
    try within("labelLoss") { try loss.validate() }
  }

  public func validate(for inputs: LossInputs) throws {
    if let heads, let width = inputs.featureWidth, width % heads != 0 {
      throw SettingsError(
        "heads", "\(heads) heads do not share \(width) features evenly; expected a divisor")
    }
    try within("labelLoss") { try formula.validate(for: inputs) }
  }
}

/// The layers at work. What they set to 0 follows from the seed, the step and the expert, so that the same step asked
/// again has the same.
private final class BatchFormerObjective: Objective {
  private let settings: BatchFormer
  private let inner: any Objective
  private let model: ExpertModel
  private let seed: UInt64
  private let layers: [TransformerLayer]

  init(_ settings: BatchFormer, _ inner: any Objective, for site: StageSite) {
    self.settings = settings
    self.inner = inner
    model = site.model
    seed = site.seed
    let width = site.model.featureWidth
    layers = (0..<site.model.settings.experts).map {
      TransformerLayer(
        width, heads: settings.heads(width: width), dropout: settings.dropout,
        at: site.root / "encoder" / "\($0)")
    }
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let features = step.outputs[0].features
    let mixed = layers.enumerated().map { expert, layer in
      var random = CounterBasedGenerator(
        seed: seed, stream: RandomPurpose.objective.rawValue, UInt64(step.progress.epoch),
        UInt64(step.progress.step), UInt64(expert))
      return layer(features.selected(axis: 1, at: expert), using: &random)
    }
    let values = inner.loss(
      ObjectiveStep(
        outputs: [model.outputs(from: mixed)], batches: step.batches, streams: step.streams,
        companions: step.companions, progress: step.progress, classCounts: step.classCounts,
        sampleWeights: step.sampleWeights))
    let weighted = values.perSample * settings.weight
    return LossValues(weighted, parts: [("batch-former", weighted.detached())])
  }
}
