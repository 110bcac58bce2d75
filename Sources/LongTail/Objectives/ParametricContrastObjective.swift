import Torch

/// Parametric contrast at work: its projection head, the head's slow copy where keys come from one, and the keys.
///
/// The order of a step is MoCo's (He et al., CVPR 2020): the slow copies move, keys are made, the loss sees the keys
/// of the steps before, and the new ones go into the queue.
final class ParametricContrastObjective: Objective {
  private let settings: ParametricContrast
  private let head: PerceptronHead
  private let slow: PerceptronHead?
  private let momentum: Double
  private let queue: KeyQueue
  /// log π, `[classes]`
  private let prior: Tensor
  private var latest: (keys: Tensor, progress: StageProgress)?

  init(_ settings: ParametricContrast, for site: StageSite) {
    self.settings = settings
    let width = site.model.featureWidth
    let isMomentum = settings.form == .momentum
    head = PerceptronHead(
      [width, width] + (isMomentum ? [] : [width]) + [settings.dimension],
      normalizes: isMomentum, at: site.root / "projection")
    slow = isMomentum ? PerceptronHead(copyOf: head, at: site.root / "slow") : nil
    momentum = site.momentum ?? 0
    queue = KeyQueue(
      capacity: settings.queue, dimension: settings.dimension, at: site.root / "queue")
    prior = logarithmicPrior(site.classCounts, device: site.device)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let first = head(step.outputs[0].meanFeatures)
    let own: [ExpertOutputs]
    let second: Tensor
    if slow != nil {
      own = [step.outputs[0]]
      second = keys(of: step) ?? keys(of: step, slowly: step.companions.momentumCopy)
    } else {
      own = step.outputs
      second = head(step.outputs[1].meanFeatures)
      if keys(of: step) == nil { latest = (second.detached(), step.progress) }
    }
    let labels = step.labels
    let views = own.count
    let logits = Tensor.concatenated(own.map(\.combinedLogits), axis: 0)
    let values = settings.values(
      logits: logits + prior.to(logits.dtype),
      anchors: views == 1 ? first : Tensor.concatenated([first, second], axis: 0),
      labels: views == 1 ? labels : Tensor.concatenated([labels, labels], axis: 0),
      entries: ParametricContrast.Entries(
        values: Tensor.concatenated([first, second, queue.keys.to(first.dtype)], axis: 0),
        labels: Tensor.concatenated([labels, labels, queue.labels], axis: 0))
    ).reshaped([views, labels.count]).mean(axis: 0)
    return LossValues(step.weighted(values, labels: labels))
  }

  /// The keys of a step, which stay the same when it is asked for a second gradient.
  private func keys(of step: ObjectiveStep) -> Tensor? {
    latest.flatMap { $0.progress == step.progress ? $0.keys : nil }
  }

  private func keys(of step: ObjectiveStep, slowly copy: MomentumNetwork?) -> Tensor {
    guard let copy, let slow, let view = step.streams[0].views.last else {
      preconditionFailure("keys without a slow copy of the network")
    }
    let keys = withoutGradients {
      slow.follow(head, momentum: momentum)
      return slow(copy.outputs(view).meanFeatures).detached()
    }
    latest = (keys, step.progress)
    return keys
  }

  func finish(_ step: ObjectiveStep) {
    guard let latest else { return }
    queue.add(latest.keys, labels: step.labels)
    self.latest = nil
  }
}
