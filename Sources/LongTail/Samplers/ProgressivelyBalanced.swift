/// From instance-balanced to class-balanced over the epochs (Kang et al., 2020): class c is drawn with
/// probability (1 − s)·n_c/N + s/C, a sample of it from a shuffled cycle.
public struct ProgressivelyBalanced: Sampler {
  public static let name = "progressively-balanced"
  public static let summary = "from instance-balanced to class-balanced over the epochs"

  /// The share s in epoch t of T.
  public enum Form: String, Sendable, Codable {
    /// s = t / (T − 1): the last epoch is class-balanced, as in the authors' code.
    case code
    /// s = t / T, as in the paper.
    case paper
  }

  /// Whether the last epoch is class-balanced, as in the authors' code, or the one after it would be.
  public var form = Form.code

  public init() {}

  public init(form: Form) {
    self.form = form
  }

  public var priorExponent: Double { 0 }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let counts = ClassMembers(labels: labels, classes: classes).counts
    let steps = form == .code ? epochs - 1 : epochs
    let share = steps < 1 ? 0 : min(1, Double(epoch) / Double(steps))
    let weights = counts.map {
      (1 - share) * Double($0) / Double(labels.count) + share / Double(classes)
    }
    return cyclicDraws(labels: labels, weights: weights, seed: seed, epoch: epoch)
  }
}
