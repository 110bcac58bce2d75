extension Tensor {
  /// Whole samples set to 0 with probability `rate`, in [0, 1), the others scaled by `1 / (1 − rate)`: what a residual
  /// branch gives in training (Huang et al., ECCV 2016).
  public func stochasticDepth(
    _ rate: Double, using generator: inout CounterBasedGenerator
  ) -> Tensor {
    precondition((0..<1).contains(rate), "stochastic depth of rate \(rate) is not in [0, 1)")
    guard rate > 0 else { return self }
    let scale = 1 / (1 - rate)
    let kept = (0..<shape[0]).map { _ in generator.uniform() < rate ? 0 : scale }
    let one = [shape[0]] + [Int](repeating: 1, count: rank - 1)
    return self * Tensor(kept, shape: one).to(dtype).to(device)
  }
}
