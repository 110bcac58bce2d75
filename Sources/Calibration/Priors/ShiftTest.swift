/// Whether rows are predicted as other classes than labelled rows of the source are: Pearson's χ² of the
/// two lists of predicted classes.
///
/// Classes are put together, the rarest first, until every expected count is at least five.
public struct ShiftTest: Sendable, Equatable, Codable {
  /// χ²
  public let statistic: Double
  /// Of the χ² distribution: one fewer than the classes that were left after rare ones were put together.
  public let degreesOfFreedom: Int
  /// How often chance alone gives a statistic as large.
  public let pValue: Double

  static let leastExpected = 5.0

  init(statistic: Double, degreesOfFreedom: Int, pValue: Double) {
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    self.pValue = pValue
  }

  /// Rows of the source and of the target that are predicted as one class, or as several put together.
  private struct Cell {
    var source: Double
    var target: Double
    var sum: Double { source + target }
  }

  /// `nil` when there are too few rows for two classes with expected counts of five.
  /// - Parameters:
  ///   - source: labelled rows predicted as each class.
  ///   - target: rows without labels, likewise.
  public init?(source: [Int], target: [Int]) {
    let ofSource = Double(source.reduce(0, +))
    let ofTarget = Double(target.reduce(0, +))
    guard ofSource > 0, ofTarget > 0 else { return nil }
    let cells = Self.merged(
      zip(source, target).map { Cell(source: Double($0), target: Double($1)) },
      leastSum: Self.leastExpected * (ofSource + ofTarget) / min(ofSource, ofTarget))
    guard cells.count > 1 else { return nil }
    var statistic = CompensatedSum()
    for cell in cells {
      let share = cell.sum / (ofSource + ofTarget)
      for (count, expected) in [
        (cell.source, share * ofSource), (cell.target, share * ofTarget),
      ] {
        let gap: Double = count - expected
        statistic += gap * gap / expected
      }
    }
    self.statistic = statistic.value
    degreesOfFreedom = cells.count - 1
    pValue = ChiSquared.upperTail(statistic.value, degreesOfFreedom: degreesOfFreedom)
  }

  /// The two rarest ones together, until none is too small.
  private static func merged(_ all: [Cell], leastSum: Double) -> [Cell] {
    var cells = all.filter { $0.sum > 0 }.sorted { $0.sum > $1.sum }
    while cells.count > 1, let rarest = cells.last, rarest.sum < leastSum {
      cells.removeLast()
      let next = cells.removeLast()
      let both = Cell(
        source: rarest.source + next.source, target: rarest.target + next.target)
      cells.insert(both, at: cells.firstIndex { $0.sum < both.sum } ?? cells.count)
    }
    return cells
  }
}
