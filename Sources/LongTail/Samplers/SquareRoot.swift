/// Class c is drawn with probability ∝ √n_c (Kang et al., 2020), a sample of it uniformly, both with
/// replacement.
public struct SquareRoot: Sampler {
  public static let name = "square-root"
  public static let summary = "a class by the root of its count"

  public init() {}

  public var priorExponent: Double { 0.5 }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let counts = ClassMembers(labels: labels, classes: classes).counts
    let weights = counts.map { Double($0).squareRoot() }
    return independentDraws(labels: labels, weights: weights, seed: seed, epoch: epoch)
  }
}
