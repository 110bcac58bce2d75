import Foundation

/// A class distribution that a set of predictions is measured under: each sample counts by what its class
/// has there over what it has in the set.
public enum TestPrior: Sendable, Equatable {
  case uniform
  /// Long-tailed as the training set: the share of a class falls exponentially with its rank by training
  /// count, from 1 to 1 / factor (SADE and BalPoE sample their test sets so).
  case forward(Double)
  /// The same the other way round: the rarest training class is the most frequent.
  case backward(Double)
  /// One share or count a class, in class order.
  case shares([Double])

  /// - Parameter text: `uniform`, `forward-R` or `backward-R` with a factor R ≥ 1; anything else is the
  ///   path of a file with a number a class (a JSON array, or an array file): shares with sum one, or counts, in
  ///   class order.
  /// - Throws: `FileProblem` when the file cannot be read, its numbers are neither, or it names its classes, which
  ///   nobody compares here; ``CalibrationError/invalidSetting(_:)`` for a word that is none of these.
  public init(_ text: String) throws { self = try Self.read(text, for: nil).prior }

  /// As ``init(_:)``, for classes that are known: names in a file are held against theirs.
  /// - Parameters:
  ///   - text: a word or a file.
  ///   - classes: `nil` where nobody knows them.
  /// - Returns: the distribution, and what the reader should know of how a file was understood.
  /// - Throws: as ``init(_:)``, and `FileProblem` for a file of other classes.
  package static func read(
    _ text: String, for classes: KnownClasses?
  ) throws -> (prior: TestPrior, notes: [String]) {
    if let word = try TestPrior(word: text) { return (word, []) }
    guard ClassShares.isFile(text) else {
      throw CalibrationError.invalidSetting(
        "the prior “\(text)” is none of uniform, forward-R, backward-R (such as backward-50), "
          + "and no file of that name is there")
    }
    let found = try ClassShares.read(text, for: classes)
    return (.shares(found.shares), found.notes)
  }

  /// `nil` for a text that is no word for a distribution.
  private init?(word text: String) throws(CalibrationError) {
    let parts = text.split(separator: "-", maxSplits: 1).map(String.init)
    if text == "uniform" {
      self = .uniform
    } else if parts.count == 2, ["forward", "backward"].contains(parts[0]),
      let factor = Double(parts[1])
    {
      guard factor >= 1, factor.isFinite else {
        throw CalibrationError.invalidSetting(
          "the prior “\(text)”: the factor is \(parts[1]), 1 or more is needed")
      }
      self = parts[0] == "forward" ? .forward(factor) : .backward(factor)
    } else {
      return nil
    }
  }

  /// - Parameters:
  ///   - classes: how many there are.
  ///   - trainingCounts: training images per class, for the priors that go by them.
  /// - Returns: one share a class, with sum 1.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` without the counts that are needed, or for shares
  ///   that do not fit the classes.
  public func shares(
    classes: Int, trainingCounts: [Int]?
  ) throws(CalibrationError) -> [Double] {
    let relative: [Double]
    switch self {
    case .uniform: relative = [Double](repeating: 1, count: classes)
    case .shares(let given):
      guard given.count == classes else {
        throw .invalidSetting("the test prior has \(given.count) shares for \(classes) classes")
      }
      relative = given
    case .forward(let factor), .backward(let factor):
      guard let trainingCounts, trainingCounts.count == classes else {
        throw .invalidSetting(
          "a forward or backward test prior ranks classes by their training images: "
            + "class counts are needed")
      }
      let ranked = trainingCounts.indices.sorted {
        (trainingCounts[$1], $0) < (trainingCounts[$0], $1)
      }
      var shares = [Double](repeating: 0, count: classes)
      for (rank, label) in ranked.enumerated() {
        let place = Double(rank) / Double(max(classes - 1, 1))
        let exponent = if case .forward = self { place } else { 1 - place }
        shares[label] = pow(factor, -exponent)
      }
      relative = shares
    }
    let total = relative.compensatedSum()
    guard total > 0 else { throw .invalidSetting("the test prior has no class with a share") }
    return relative.map { $0 / total }
  }

  /// How much a sample of each class counts, so that all samples have mean 1.
  /// - Parameters:
  ///   - shares: one a class.
  ///   - labels: those of the samples.
  /// - Returns: one weight a class, 0 for one without samples.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` when no class with a share has samples.
  static func classWeights(
    _ shares: [Double], labels: [Int]
  ) throws(CalibrationError) -> [Double] {
    let counts = labels.reduce(into: [Int](repeating: 0, count: shares.count)) { $0[$1] += 1 }
    let reached = shares.indices.filter { counts[$0] > 0 }.map { shares[$0] }.compensatedSum()
    guard reached > 0 else {
      throw .invalidSetting("no class that the test prior has is among the labels")
    }
    return shares.indices.map {
      counts[$0] == 0 ? 0 : shares[$0] / reached * Double(labels.count) / Double(counts[$0])
    }
  }
}
