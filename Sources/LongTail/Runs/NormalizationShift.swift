/// How far the running statistics of one batch norm have moved, averaged over its channels.
public struct NormalizationShift: Sendable, Equatable {
  /// The layer's path: `layer1.0.bn1`.
  public let layer: String
  /// Mean of |μ′ − μ| / σ.
  public let mean: Double
  /// Mean of |σ′ / σ − 1|.
  public let deviation: Double

  /// Of statistics before and after, one a channel; a variance counts as at least 1e-5, as in the layer.
  init(
    layer: String, means: (before: [Double], after: [Double]),
    variances: (before: [Double], after: [Double])
  ) {
    let floor = 1e-5
    let deviations = variances.before.map { ($0 + floor).squareRoot() }
    let channels = Double(max(1, deviations.count))
    self.layer = layer
    mean =
      zip(zip(means.before, means.after), deviations)
      .reduce(0) { $0 + abs($1.0.1 - $1.0.0) / $1.1 } / channels
    deviation =
      zip(variances.after, deviations)
      .reduce(0) { $0 + abs(($1.0 + floor).squareRoot() / $1.1 - 1) } / channels
  }
}
