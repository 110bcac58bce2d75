import Foundation
import Torch

/// The learned rates at work.
final class MetaSamplingObjective: Objective {
  private let settings: MetaSampling
  private let inner: any Objective
  private let model: ExpertModel
  private let seed: UInt64
  private let rates: ClassSampleRates
  private let adam: ScoreAdam
  /// The draw of the step that is to come, and the derivative of its meta loss by v.
  private var drawn: (at: StageProgress, draw: ClassSampleRates.Draw)?
  private var slope: Tensor?

  init(_ settings: MetaSampling, for site: StageSite) {
    self.settings = settings
    inner = settings.labelLoss.formula.make(for: site)
    model = site.model
    seed = site.seed
    let scores = site.root.buffer("scores", [site.classes], fill: 0, dtype: .float64)
    scores.assignInPlace(
      Tensor(
        ClassSampleRates.firstScores(classCounts: site.classCounts, power: settings.power),
        device: site.device))
    rates = ClassSampleRates(scores: scores, labels: Tensor(site.labels, device: site.device))
    adam = ScoreAdam(of: scores, at: site.root)
  }

  func chosenSamples(_ count: Int, at progress: StageProgress) -> [Int] {
    draw(count, at: progress).places
  }

  /// The draw of a step, which follows from the seed, the step and v.
  private func draw(_ count: Int, at progress: StageProgress) -> ClassSampleRates.Draw {
    if let drawn, drawn.at == progress { return drawn.draw }
    var random = CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.objective.rawValue, UInt64(progress.epoch),
      UInt64(progress.step))
    let draw = withoutGradients { rates.draw(count, using: &random) }
    drawn = (progress, draw)
    return draw
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let values = inner.loss(step)
    guard let balanced = step.furtherStreams(settings.furtherStreams).first else {
      preconditionFailure("a step without its balanced batch")
    }
    let (meta, derivative) = metaStep(step, balanced)
    slope = derivative.matmul(draw(step.labels.count, at: step.progress).slopes)
    let shown = meta.to(values.perSample.dtype).expanded(to: values.perSample.shape)
    return LossValues(values.perSample, parts: values.parts + [("meta", shown)])
  }

  /// The balanced batch's cross-entropy after a step of the classifier, and its derivatives by the indicators of the
  /// step's samples, `[1, batch]` in float64.
  private func metaStep(
    _ step: ObjectiveStep, _ balanced: StreamBatch
  ) -> (loss: Tensor, derivatives: Tensor) {
    let names = ["classifier.weight", "classifier.bias"]
    let leaves = names.map { name in
      guard let own = model.store.parameters.first(where: { $0.name == name }) else {
        preconditionFailure("a network without \(name)")
      }
      return own.tensor.requiringGradient()
    }
    let features = step.outputs[0].meanFeatures.detached().to(leaves[0].dtype)
    let indicators = Tensor.ones(
      [features.shape[0]], dtype: leaves[0].dtype, device: features.device
    ).requiringGradient()
    let outputs = ExpertOutputs(
      logits: features.linear(weight: leaves[0], bias: leaves[1]).unsqueezed(axis: 1),
      features: features.unsqueezed(axis: 1))
    let losses = settings.labelLoss.formula(outputs, step.labels, step.context()).perSample
    let weighted = step.weighted(losses, labels: step.labels) * indicators
    let gradients = weighted.mean().derivatives(by: leaves, keepingHistory: true)
    let ahead = zip(names, gradients).map { step.lookAhead(of: $0, along: $1) }
    let seen = step.outputs(of: balanced.inputs).meanFeatures.detached().to(leaves[0].dtype)
    let loss = expertLogLosses(
      seen.linear(weight: ahead[0], bias: ahead[1]).unsqueezed(axis: 1), balanced.labels
    ).mean()
    let derivatives = loss.derivatives(by: [indicators])[0]
    return (loss.detached(), derivatives.to(.float64).unsqueezed(axis: 0))
  }

  func finish(_ step: ObjectiveStep) {
    guard let slope else { return }
    adam.move(along: slope.flattened(), rate: settings.rate)
    self.slope = nil
    drawn = nil
  }
}

/// Adam (Kingma, Ba, ICLR 2015, algorithm 1) for a buffer, with the usual β and ε; what it remembers lies in buffers
/// beside it.
private struct ScoreAdam {
  private let scores: Tensor
  private let mean: Tensor
  private let square: Tensor
  private let steps: Tensor

  private static let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8)

  init(of scores: Tensor, at root: ParameterPath) {
    self.scores = scores
    mean = root.buffer("mean", scores.shape, fill: 0, dtype: .float64)
    square = root.buffer("square", scores.shape, fill: 0, dtype: .float64)
    steps = root.buffer("steps", [], fill: 0, dtype: .float64)
  }

  func move(along gradient: Tensor, rate: Double) {
    mean.multiplyInPlace(Self.beta1)
    mean.addInPlace(gradient, factor: 1 - Self.beta1)
    square.multiplyInPlace(Self.beta2)
    square.addInPlace(gradient.square(), factor: 1 - Self.beta2)
    steps.addInPlace(1)
    let corrected = mean / (1 - (steps * log(Self.beta1)).exp())
    let root = (square / (1 - (steps * log(Self.beta2)).exp())).sqrt()
    scores.addInPlace(corrected / (root + Self.epsilon), factor: -rate)
  }
}
