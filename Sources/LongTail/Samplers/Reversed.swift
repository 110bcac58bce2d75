/// The rarer a class, the more often it is drawn: probability ∝ 1 / n_c, a sample of it uniformly, both
/// with replacement (BBN, Zhou et al., 2020).
public struct Reversed: Sampler {
  public static let name = "reversed"
  public static let summary = "a class by the inverse of its count"

  public init() {}

  public var priorExponent: Double { -1 }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let counts = ClassMembers(labels: labels, classes: classes).counts
    let weights = counts.map { 1 / Double($0) }
    return independentDraws(labels: labels, weights: weights, seed: seed, epoch: epoch)
  }
}
