import Torch

extension LossFunction {
  public func make(for site: StageSite) -> any Objective { StatelessObjective(self) }
}

/// A formula of outputs and labels as an objective: asked for each set of labels of each batch.
final class StatelessObjective<Loss: LossFunction>: Objective {
  private let formula: Loss

  init(_ formula: Loss) {
    self.formula = formula
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    var outputs = step.outputs[0]
    var total: Tensor?
    var parts: [(name: String, perSample: Tensor)] = []
    for (branch, batch) in step.batches.enumerated() {
      outputs.teacherLogits = step.companions.teacher?.logits(batch.inputs)
      for (place, target) in batch.targets.enumerated() {
        let values = formula(
          outputs, target.labels, step.context(branch: branch, target: place))
        func weighted(_ value: Tensor) -> Tensor {
          step.weighted(target.weight.scaling(value), branch: branch, target: place)
        }
        let own = weighted(values.perSample)
        total = total.map { $0 + own } ?? own
        parts += values.parts.map { ($0.name, weighted($0.perSample.detached())) }
      }
    }
    guard let total else { preconditionFailure("a step without labels") }
    return LossValues(total, parts: parts)
  }
}
