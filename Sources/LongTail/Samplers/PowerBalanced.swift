import Foundation

/// A sample of class c is drawn with probability ∝ n_c^−q, with replacement, so that its class is drawn ∝ n_c^(1 − q): the
/// weighted stream of GLMC (Du, Yang, Jia, Nan, Chen, Yang, CVPR 2023).
public struct PowerBalanced: Sampler {
  public static let name = "power-balanced"
  public static let summary = "a class by a power of its count"

  /// q, in [0, 10]: 0 is each sample alike, 1 each class alike.
  public var power = 0.5

  public init() {}

  public init(power: Double) {
    self.power = power
  }

  public var priorExponent: Double { 1 - power }

  public func validate() throws {
    try SettingsError.require("power", power, from: 0, to: 10)
  }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let counts = ClassMembers(labels: labels, classes: classes).counts
    let weights = counts.map { pow(Double($0), 1 - power) }
    return independentDraws(labels: labels, weights: weights, seed: seed, epoch: epoch)
  }
}
