import ArrayFiles
import Calibration
import Foundation

/// The class prior that a model's scores are corrected to: what is known of the samples it will meet.
public enum TargetPrior: Sendable, Equatable {
  /// Every class the same.
  case uniform
  /// The class shares of the very samples that are measured.
  case matching
  /// The true class shares of a shifted test list (SADE, BalPoE).
  case shifted(ShiftedTestDistribution)
  /// One share a class with sum one, and the file they come from.
  case shares([Double], file: String)
  /// A file with a share or a count a class, which may name the classes: it is read for those of the samples.
  case file(String)

  /// - Parameter text: `uniform`, `matching`, `forward-R`, `backward-R`, or the path of a file with a number a
  ///   class (a JSON array, or an array file): shares with sum one, or counts.
  /// - Throws: ``DatasetProblem`` for a word that is none of these and no file; `FileProblem` for a file that
  ///   cannot be read or whose numbers are neither.
  public init(_ text: String) throws {
    switch text {
    case "uniform": self = .uniform
    case "matching": self = .matching
    case _ where text.hasPrefix("forward-") || text.hasPrefix("backward-"):
      guard let distribution = try? ShiftedTestDistribution(text) else { throw Self.unknown(text) }
      self = .shifted(distribution)
    case _ where ClassShares.isFile(text):
      try ClassShares.check(text)
      self = .file(text)
    default: throw Self.unknown(text)
    }
  }

  private static func unknown(_ text: String) -> DatasetProblem {
    DatasetProblem(
      "prior “\(text)”; expected uniform, matching, estimated, forward-R or backward-R with R ≥ 1, or a file with a "
        + "share or count a class, and no file of that name is there")
  }

  /// - Parameters:
  ///   - measured: the samples that scores are corrected for.
  ///   - test: the test samples that a shifted list is chosen from.
  ///   - trainingCounts: training samples of each class; they rank the classes of a shifted list.
  /// - Returns: one share a class, with sum one.
  /// - Throws: `FileProblem` or ``DatasetProblem`` for another number of classes, and for a class with share 0
  ///   that has samples: they could never be recognised.
  public func shares(
    measured: LabelledSamples, test: TestSet, trainingCounts: [Int]
  ) throws -> [Double] {
    try read(measured: measured, test: test, trainingCounts: trainingCounts).shares
  }

  /// As ``shares(measured:test:trainingCounts:)``, with what the reader should know of how a file was understood.
  func read(
    measured: LabelledSamples, test: TestSet, trainingCounts: [Int]
  ) throws -> (shares: [Double], notes: [String]) {
    let classes = measured.classes
    let shares: [Double]
    var notes: [String] = []
    switch self {
    case .uniform: shares = [Double](repeating: 1 / Double(classes), count: classes)
    case .matching: shares = Self.shares(ofCounts: measured.classCounts)
    case .shifted(let distribution):
      let positions = distribution.positions(in: test, trainingCounts: trainingCounts)
      shares = Self.shares(ofCounts: test.samples.selecting(positions).classCounts)
    case .shares(let given, let file):
      guard given.count == classes else {
        throw FileProblem(file, "\(given.count) shares for \(classes) classes")
      }
      shares = given
    case .file(let path):
      (shares, notes) = try ClassShares.read(
        path,
        for: KnownClasses(count: classes, names: measured.classNames, owner: "the samples measured")
      )
    }
    for (label, count) in measured.classCounts.enumerated() where shares[label] == 0 && count > 0 {
      throw DatasetProblem(
        "the prior \(self) gives class \(label) (\(measured.classNames[label])) the share 0, but "
          + "\(count) of the samples measured \(count == 1 ? "belongs" : "belong") to it; give it a "
          + "share, or measure on samples without it")
    }
    return (shares, notes)
  }

  private static func shares(ofCounts counts: [Int]) -> [Double] {
    let total = Double(counts.reduce(0, +))
    return counts.map { Double($0) / total }
  }
}

extension TargetPrior: CustomStringConvertible {
  public var description: String {
    switch self {
    case .uniform: "uniform"
    case .matching: "matching"
    case .shifted(let distribution): distribution.description
    case .shares(_, let file), .file(let file): file
    }
  }
}
