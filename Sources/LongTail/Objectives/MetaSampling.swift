import Torch

/// How often each class is drawn is learned beside the classifier, from what a step does to a balanced batch (Ren, Yu,
/// Sheng, Ma, Zhao, Yi, Li, NeurIPS 2020, section 3.2: the meta sampler of BALMS).
///
/// A sample of class c is drawn with a probability ∝ `q_c = sigmoid(v_c)`. In each step
///
///     i_b = argmax_i (log q_{y_i} + g_bi)               the samples b of the step, g Gumbel noise
///     w′(s) = the optimizer's step of the classifier along ∇ 1/B Σ_b s_b L(z_b, y_b)
///     v ← Adam(v, ∇_v cross-entropy of w′(s(v)) on the balanced batch)
///
/// with L the loss of the labels, and s_b = 1 in value; its slope is that of the softmax behind the argmax at i_b (Jang,
/// Gu, Poole, ICLR 2017: straight through). Features are taken as they are. The balanced batch is a stream of the
/// stage's own. The classifier then takes the step of L on the same samples.
public struct MetaSampling: ObjectiveSettings {
  public static let name = "meta-sampling"
  public static let summary =
    "a loss of samples whose classes are drawn as a step on a balanced batch shows to be best"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// L, a formula of the labels; balanced softmax by default.
  public var labelLoss = Chosen<Losses>(BalancedSoftmax())
  /// Adam's rate, in [0, 1000]; 0 draws by the first q throughout.
  public var rate = 0.01
  /// p of the first q, `r_c / (min r + max r)` with `r_c = n_c^−p`, in [0, 10]; 0 makes all ½.
  public var power = 0.0

  public init() {}

  public init(
    _ labelLoss: some LossFunction = BalancedSoftmax(), rate: Double = 0.01, power: Double = 0
  ) {
    self.labelLoss = Chosen(labelLoss)
    self.rate = rate
    self.power = power
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }
  public var furtherPasses: Int { 1 }
  public var furtherStreams: Int { 1 }
  public var choosesSamples: Bool { true }

  public func make(for site: StageSite) -> any Objective { MetaSamplingObjective(self, for: site) }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  public func validate() throws {
    try SettingsError.require("rate", rate, from: 0, to: 1000)
    try SettingsError.require("power", power, from: 0, to: 10)
    try labelLoss.requireFormula(at: "labelLoss")
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and those that are drawn are of one class; set mixing=none")
    }
    guard inputs.hasLinearClassifier else {
      throw SettingsError(
        "",
        "looks a step of a linear classifier ahead; expected one expert and model.classifier=linear"
      )
    }
    guard inputs.looksAhead else {
      throw SettingsError(
        "", "the stage's optimizer cannot tell where a step leads before it is taken; expected sgd")
    }
    try within("labelLoss") { try labelLoss.formula.validate(for: inputs) }
  }
}
