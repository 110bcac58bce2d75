import Torch

extension ExpertOutputs {
  /// What the router makes of it: the mean over the experts that each sample is shown to, from the first on
  /// while the decision is positive. Equal to asking only those experts; `nil` without a router.
  public var routed: RoutedOutputs? {
    guard let routing else { return nil }
    let stops = routing.detached().lessOrEqual(to: 0).to(logits.dtype)
    let goesOn = stops.cumulativeSum(axis: 1).equal(to: 0).to(logits.dtype)
    let asked = Tensor.concatenated(
      [goesOn.narrowed(axis: 1, from: 0, count: 1) * 0 + 1, goesOn], axis: 1)
    let counts = asked.sum(axis: 1, keepingAxis: true)
    let sum = (logits * asked.unsqueezed(axis: 2)).sum(axis: 1)
    return RoutedOutputs(
      logits: sum / counts, expertsUsed: counts.doubles.map { Int($0.rounded()) })
  }
}
