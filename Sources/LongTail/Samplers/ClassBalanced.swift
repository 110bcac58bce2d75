import Torch

/// Every class is equally likely at each draw; within it, samples come from a shuffled cycle
/// (the "balanced" loader of RIDE and BalPoE).
public struct ClassBalanced: Sampler {
  public static let name = "class-balanced"
  public static let summary = "a random class at each draw, all equally likely"

  public init() {}

  public var priorExponent: Double { 0 }

  public func order(
    labels: [Int], classes: Int, seed: UInt64, epoch: Int, epochs: Int
  ) -> [Int] {
    let weights = [Double](repeating: 1, count: classes)
    return cyclicDraws(labels: labels, weights: weights, seed: seed, epoch: epoch)
  }
}

/// As many draws as there are samples: a class by its weight, then the next of its shuffled cycle.
/// The cycles start anew each epoch.
func cyclicDraws(labels: [Int], weights: [Double], seed: UInt64, epoch: Int) -> [Int] {
  let members = ClassMembers(labels: labels, classes: weights.count)
  let distribution = ClassDistribution(weights: weights)
  var random = CounterBasedGenerator(seed: seed, purpose: .sampler, epoch: epoch)
  var cycles = members.ofClass.enumerated().map { label, positions in
    ShuffledCycle(
      positions,
      random: CounterBasedGenerator(
        seed: seed, purpose: .samplerItems, epoch: epoch, position: label))
  }
  return labels.indices.map { _ in cycles[distribution.draw(using: &random)].next() }
}

/// As many draws as there are samples: a class by its weight, then any of its samples, with replacement.
func independentDraws(labels: [Int], weights: [Double], seed: UInt64, epoch: Int) -> [Int] {
  let members = ClassMembers(labels: labels, classes: weights.count)
  let distribution = ClassDistribution(weights: weights)
  var random = CounterBasedGenerator(seed: seed, purpose: .sampler, epoch: epoch)
  return labels.indices.map { _ in
    let positions = members.ofClass[distribution.draw(using: &random)]
    return positions[random.integer(below: positions.count)]
  }
}
