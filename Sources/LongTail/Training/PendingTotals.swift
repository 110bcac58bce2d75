import Torch

/// Sums that stay on the device until somebody wants to read them, so that no step waits for it.
///
/// They stay apart until then: added up step by step, they give the same bits whenever they are read.
struct PendingTotals {
  private var samples = 0
  private var losses: [Tensor] = []
  private var correct: [Tensor] = []
  private var parts: [String: [Tensor]] = [:]

  /// Adds a step: the loss, its parts, and how many samples the network's first view got right.
  mutating func add(_ values: LossValues, of step: ObjectiveStep) {
    withoutGradients {
      losses.append(values.perSample.detached().to(.float64).sum())
      for part in values.parts {
        parts[part.name, default: []].append(part.perSample.detached().to(.float64).sum())
      }
    }
    for batch in step.batches {
      for target in batch.targets {
        add(
          correct: step.outputs[0], labels: target.labels,
          weight: target.weight.divided(by: step.batches.count))
      }
    }
    samples += step.labels.count
  }

  private mutating func add(correct outputs: ExpertOutputs, labels: Tensor, weight: MixingWeight) {
    withoutGradients {
      let right = outputs.combinedLogits.detached().argMax(axis: 1).equal(to: labels).to(.float64)
      correct.append(weight.scaling(right).sum())
    }
  }

  mutating func settle(into totals: inout EpochTotals) {
    totals.samples += samples
    for value in values(losses) { totals.loss += value }
    for value in values(correct) { totals.correct += value }
    for (name, sums) in parts {
      for value in values(sums) { totals.parts[name, default: 0] += value }
    }
    self = PendingTotals()
  }

  /// One transfer for all.
  private func values(_ scalars: [Tensor]) -> [Double] {
    scalars.isEmpty ? [] : Tensor.stacked(scalars).doubles
  }
}

extension MixingWeight {
  /// Per-sample values times this weight: `[batch]`.
  func scaling(_ values: Tensor) -> Tensor {
    switch self {
    case .whole(let weight): weight == 1 ? values : values * weight
    case .perSample(let weights): values * weights.to(values.dtype)
    }
  }
  /// This weight as a part of `count` equal ones.
  func divided(by count: Int) -> MixingWeight {
    switch self {
    case .whole(let weight): .whole(weight / Double(count))
    case .perSample(let weights): count == 1 ? self : .perSample(weights / Double(count))
    }
  }
}
