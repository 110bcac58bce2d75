import Torch

/// Sums that stay on the device until somebody wants to read them, so that no step waits for it.
struct PendingTotals {
  private let device: Device
  private var samples = 0
  private var loss: Tensor?
  private var correct: Tensor?
  private var parts: [String: Tensor] = [:]

  init(device: Device) {
    self.device = device
  }

  mutating func add(loss perSample: Tensor, samples count: Int) {
    withoutGradients {
      let sum = perSample.detached().to(.float64).sum()
      loss = loss.map { $0 + sum } ?? sum
    }
    samples += count
  }

  mutating func add(parts new: [(name: String, perSample: Tensor)], weight: MixingWeight) {
    withoutGradients {
      for part in new {
        let sum = weight.scaling(part.perSample.detached()).to(.float64).sum()
        parts[part.name] = parts[part.name].map { $0 + sum } ?? sum
      }
    }
  }

  mutating func add(correct outputs: ExpertOutputs, labels: Tensor, weight: MixingWeight) {
    withoutGradients {
      let right = outputs.combinedLogits.detached().argMax(axis: 1).equal(to: labels).to(.float64)
      let sum = weight.scaling(right).sum()
      correct = correct.map { $0 + sum } ?? sum
    }
  }

  mutating func settle(into totals: inout EpochTotals) {
    totals.samples += samples
    totals.loss += loss?.item() ?? 0
    totals.correct += correct?.item() ?? 0
    for (name, sum) in parts { totals.parts[name, default: 0] += sum.item() }
    samples = 0
    loss = nil
    correct = nil
    parts = [:]
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
}
