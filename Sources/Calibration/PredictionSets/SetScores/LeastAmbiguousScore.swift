/// 1 − p (Sadinle et al., 2019): the smallest sets for a coverage over all samples. Some may be empty.
public struct LeastAmbiguousScore: SetScore, Equatable {
  public static let name = "lac"
  public static let summary = "1 - p: the smallest sets for a coverage over all samples (THR)"

  public init() {}

  public func highest(classes: Int) -> Double { 1 }

  public func score(of label: Int, in row: ScoredRow) -> Double { 1 - row[label] }
}
