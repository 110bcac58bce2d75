internal import Calibration
internal import Foundation

/// Which samples of a balanced data set make the long-tailed one: the selection of the published
/// CIFAR-LT data sets (Cao et al., 2019), bit for bit.
public struct LongTailSplit: Sendable, Codable, Equatable {
  /// How the class counts fall.
  public enum Profile: String, Sendable, Codable, CaseIterable {
    /// n_c = ⌊n₀ · φ^(c/(C−1))⌋
    case exponential
    /// The first half of the classes ⌊n₀⌋, the rest ⌊n₀·φ⌋.
    case step
    /// ⌊n₀⌋ for all.
    case none
    /// n_c = ⌊n₀ · φ^((C−1−c)/(C−1))⌋
    case reverse
  }

  /// Which samples of a class are kept.
  public enum Variant: String, Sendable, Codable, CaseIterable {
    /// The first n_c after a shuffle with a generator of its own (MiSLAS, BalPoE, RIDE, BBN, LDAM, SADE).
    case shuffled
    /// The first n_c in file order (SHIKE).
    case first
  }

  /// How the class counts fall; exponentially in the published data sets.
  public var profile: Profile
  /// Largest class count over the smallest that is aimed at.
  public var imbalanceFactor: ImbalanceFactor
  /// Which samples of a class are kept.
  public var variant: Variant
  /// Seed of the shuffle, independent of the run's seed; the published selections use 0.
  public var shuffleSeed: UInt32

  public init(
    imbalanceFactor: ImbalanceFactor, profile: Profile = .exponential,
    variant: Variant = .shuffled, shuffleSeed: UInt32 = 0
  ) {
    self.profile = profile
    self.imbalanceFactor = imbalanceFactor
    self.variant = variant
    self.shuffleSeed = shuffleSeed
  }

  /// Samples wanted of each class.
  /// - Parameters:
  ///   - largest: n₀, the samples of the largest class.
  ///   - classes: number of classes, at least 2.
  /// - Returns: one count a class.
  public func counts(largest: Double, classes: Int) -> [Int] {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    let ratio = imbalanceFactor.reciprocal
    return (0..<classes).map { index in
      let position = Double(index) / Double(classes - 1)
      let share: Double =
        switch profile {
        case .exponential: pow(ratio, position)
        case .step: index < classes / 2 ? 1 : ratio
        case .none: 1
        case .reverse: pow(ratio, Double(classes - 1 - index) / Double(classes - 1))
        }
      return Int((largest * share).rounded(.towardZero))
    }
  }

  /// The positions that are kept, class after class in ascending label order, as in the published data sets.
  ///
  /// n₀ is the mean class count of a balanced data set; of another one (MNIST) the count of the class
  /// that the profile wants largest, and no class gives more than it has.
  /// - Parameters:
  ///   - labels: class of each sample in the original order.
  ///   - classes: number of classes, at least 2.
  /// - Returns: positions in `labels`.
  public func positions(labels: [Int], classes: Int) -> [Int] {
    var members = [[Int]](repeating: [], count: classes)
    for (position, label) in labels.enumerated() { members[label].append(position) }
    let isBalanced = members.allSatisfy { $0.count == members[0].count }
    let largest =
      isBalanced
      ? Double(labels.count) / Double(classes)
      : Double(members[profile == .reverse ? classes - 1 : 0].count)
    let wanted = counts(largest: largest, classes: classes)
    var random = MersenneTwister(seed: shuffleSeed)
    return members.indices.flatMap { label in
      // One generator for all classes, not seeded anew between them.
      if variant == .shuffled { random.shuffle(&members[label]) }
      return members[label].prefix(wanted[label])
    }
  }
}
