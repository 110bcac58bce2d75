import Calibration
public import Torch

/// Another loss, of what one of the experts answers alone.
///
/// For stages that train one expert: the mean that most losses take over the experts would make its steps smaller the more
/// there are.
public struct ExpertChoice: LossFunction {
  public static let name = "one-expert"
  public static let summary = "another loss, of what one expert answers"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// Which one, from 0.
  public var expert = 0
  /// The loss, a formula of the labels.
  public var labelLoss = Chosen<Losses>(CrossEntropy())

  public init() {}

  public init(_ expert: Int, _ labelLoss: some LossFunction = CrossEntropy()) {
    self.expert = expert
    self.labelLoss = Chosen(labelLoss)
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let own = ExpertOutputs(
      logits: outputs.logits.narrowed(axis: 1, from: expert, count: 1),
      features: outputs.features.narrowed(axis: 1, from: expert, count: 1))
    return labelLoss.formula(own, labels, context)
  }

  public func answers(
    _ outputs: ExpertOutputs, _ context: LossContext
  ) -> (logits: Tensor, share: Double) { (outputs.logits.selected(axis: 1, at: expert), 1) }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  public func validate() throws {
    try SettingsError.require("expert", expert, in: 0...99)
    try labelLoss.requireFormula(at: "labelLoss")
  }

  public func validate(for inputs: LossInputs) throws {
    try Self.require("expert", expert, of: inputs.experts)
    try within("labelLoss") { try labelLoss.formula.validate(for: inputs.ofOneExpert) }
  }

  /// - Throws: ``SettingsError`` for an expert that a network of so many does not have.
  static func require(_ key: String, _ expert: Int, of experts: Int) throws {
    guard expert >= experts else { return }
    throw SettingsError(
      key,
      "the network has \(experts) \(experts == 1 ? "expert" : "experts"); expected "
        + (experts == 1 ? "0" : "0 to \(experts - 1)") + ", found \(expert)")
  }
}

extension LossInputs {
  /// What one of the experts gives to a formula.
  var ofOneExpert: LossInputs {
    LossInputs(
      experts: 1, classCounts: classCounts, views: views, mixes: mixes, epochs: epochs,
      cosineScale: cosineScale, featureWidth: featureWidth)
  }
}
