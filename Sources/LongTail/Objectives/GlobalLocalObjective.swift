import Torch

/// GLMC's loss at work: its two heads, and the pasted view. Its box follows from the seed and the step, so that the same
/// step asked again has the same.
final class GlobalLocalObjective: Objective {
  private let settings: GlobalLocalConsistency
  private let model: ExpertModel
  private let seed: UInt64
  private let projection: Linear
  private let prediction: Linear
  /// `[classes]`
  private let weights: Tensor

  init(_ settings: GlobalLocalConsistency, for site: StageSite) {
    self.settings = settings
    model = site.model
    seed = site.seed
    projection = Linear(
      site.model.featureWidth, settings.dimension, at: site.root / "projection")
    prediction = Linear(settings.dimension, settings.dimension, at: site.root / "prediction")
    weights = Tensor(settings.weights(classCounts: site.classCounts), device: site.device)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let second = model(pasted(step), .training)
    let views = [step.outputs[0], second].map { outputs in
      // Both classifiers have the same features.
      let features = outputs.features.selected(axis: 1, at: 0).to(projection.weight.dtype)
      let projected = projection(features)
      return GlobalLocalConsistency.Answers(
        logits: outputs.logits, projected: projected, predicted: prediction(projected))
    }
    let terms = settings.terms(views, targets: step.batches[0].targets, weights: weights)
    let place = Double(step.progress.epoch) / Double(max(1, step.progress.epochs))
    let share = 1 - place * place
    func weighted(_ values: Tensor) -> Tensor { step.weighted(values, labels: step.labels) }
    let plain = weighted(terms.plain * share)
    let labels = weighted(terms.weighted * (1 - share))
    let consistency = weighted(terms.consistency * settings.consistency)
    return LossValues(
      plain + labels + consistency,
      parts: [
        ("plain", plain.detached()), ("weighted", labels.detached()),
        ("consistency", consistency.detached()),
      ])
  }

  /// The second view with a box of the second stream's pictures in it, or mixed with them where they are none.
  private func pasted(_ step: ObjectiveStep) -> Tensor {
    guard step.streams.count > 1, let view = step.streams[0].views.last,
      case .whole(let share)? = step.batches[0].targets.first?.weight
    else { preconditionFailure("a batch that is not mixed with a second stream") }
    let partner = step.streams[1].inputs
    guard view.rank == 4 else { return view * share + partner * (1 - share) }
    var random = CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.objective.rawValue, UInt64(step.progress.epoch),
      UInt64(step.progress.step))
    let (height, width) = (view.shape[2], view.shape[3])
    let row = random.integer(below: height)
    let box = PastedBox(
      height: height, width: width, lambda: share,
      centre: (row, random.integer(below: width)), rounding: .up)
    return box.pasted(partner, into: view)
  }
}
