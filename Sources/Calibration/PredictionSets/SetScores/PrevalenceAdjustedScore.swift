/// −p / π with π the class's share of the training images (Ding, Fermanian and Salmon, 2025): the best
/// coverage of the average class for a size of sets, without calibration samples of every class.
///
/// For models that were trained under this π: of one that was trained on balanced data it makes the sets of
/// rare classes too large.
public struct PrevalenceAdjustedScore: SetScore, Equatable {
  public static let name = "pas"
  public static let summary = "-p / training share: small sets for the average class's coverage"

  public init() {}

  public var needsPrior: Bool { true }

  public func highest(classes: Int) -> Double { 0 }

  public func score(of label: Int, in row: ScoredRow) -> Double {
    -row[label] / row.share(of: label)
  }
}
