internal import Calibration

/// A test set with another class prior than the balanced one (SADE, BalPoE): uniform, long-tailed like
/// the training set (`forward-50`) or the other way round (`backward-50`).
public enum ShiftedTestDistribution: Sendable, Equatable, CustomStringConvertible {
  case uniform
  /// The most frequent training class stays whole; the rarest is cut to 1/factor.
  case forward(ImbalanceFactor)
  /// The rarest training class stays whole; the most frequent is cut to 1/factor.
  case backward(ImbalanceFactor)

  /// - Parameter text: `uniform`, `forward-R` or `backward-R` with a factor R ≥ 1.
  /// - Throws: ``DatasetProblem`` for anything else.
  public init(_ text: String) throws {
    let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
    if parts == ["uniform"] {
      self = .uniform
      return
    }
    guard parts.count == 2, let value = Double(parts[1]), value >= 1, value.isFinite,
      ["forward", "backward"].contains(parts[0])
    else {
      throw DatasetProblem(
        "test distribution “\(text)”; expected uniform, forward-R or backward-R with R ≥ 1, such as backward-50"
      )
    }
    let factor = try ImbalanceFactor(value)
    self = parts[0] == "forward" ? .forward(factor) : .backward(factor)
  }

  public var description: String {
    switch self {
    case .uniform: "uniform"
    case .forward(let factor): "forward-\(factor.shortValue)"
    case .backward(let factor): "backward-\(factor.shortValue)"
    }
  }

  /// Positions in the test set that make up this distribution.
  ///
  /// Each class is shuffled with seed 0, as in ``LongTailSplit``, and its first
  /// ⌊n₀ · R^(−rank/(C−1))⌋ samples are taken, n₀ being the mean test count of a class.
  /// - Parameters:
  ///   - test: the samples to choose from.
  ///   - trainingCounts: training samples of each class; they rank the classes.
  /// - Returns: positions in `test.samples`, class after class.
  public func positions(in test: TestSet, trainingCounts: [Int]) -> [Int] {
    let samples = test.samples
    precondition(
      trainingCounts.count == samples.classes,
      "\(trainingCounts.count) training counts for \(samples.classes) classes")
    let split: LongTailSplit
    switch self {
    case .uniform: return Array(samples.labels.indices)
    case .forward(let factor): split = LongTailSplit(imbalanceFactor: factor)
    case .backward(let factor): split = LongTailSplit(imbalanceFactor: factor, profile: .reverse)
    }
    let ranked = trainingCounts.indices.sorted {
      (-trainingCounts[$0], $0) < (-trainingCounts[$1], $1)
    }
    let wantedByRank = split.counts(
      largest: Double(samples.count) / Double(samples.classes), classes: samples.classes)
    var wanted = [Int](repeating: 0, count: samples.classes)
    for (rank, label) in ranked.enumerated() { wanted[label] = wantedByRank[rank] }
    var members = [[Int]](repeating: [], count: samples.classes)
    for (position, label) in samples.labels.enumerated() { members[label].append(position) }
    var random = MersenneTwister(seed: split.shuffleSeed)
    return members.indices.flatMap { label in
      random.shuffle(&members[label])
      return members[label].prefix(wanted[label])
    }
  }
}
