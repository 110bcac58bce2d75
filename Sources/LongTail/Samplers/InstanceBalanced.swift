import Torch

/// Every sample once an epoch, in random order.
public struct InstanceBalanced: Sampler {
  public static let name = "instance-balanced"
  public static let summary = "every sample once an epoch, shuffled"

  public init() {}

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    var random = CounterBasedGenerator(seed: seed, purpose: .sampler, epoch: epoch)
    return random.permutation(of: labels.count)
  }
}
