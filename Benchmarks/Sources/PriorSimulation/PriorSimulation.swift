import Calibration
import Foundation

/// How often the 95 % intervals of estimated class shares hold the true ones, and how far the estimates are off;
/// prints the page Documentation/prior-intervals.md, and each row on standard error when it is there.
///
///     PriorSimulation [REPEATS]
///
/// Ends with status 1 when the intervals of `em-map` do so in less than 93 % of classes and repeats of a case.
@main
struct PriorSimulation {
  static let draws = 200
  static let refits = 20

  static func main() throws {
    guard let repeats = Int(CommandLine.arguments.dropFirst().first ?? "100"), repeats > 1 else {
      FileHandle.standardError.write(Data("usage: PriorSimulation [REPEATS], 2 or more\n".utf8))
      exit(2)
    }
    var isGood = true
    var rows: [String] = []
    for world in [World(classes: 10, seed: 1), World(classes: 50, seed: 2)] {
      for source in World.Shares.allCases where source != .backward {
        for target in World.Shares.allCases {
          for samples in [500, 2000] {
            let outcome = try Outcome(
              of: world, source, target, samples: samples, repeats: repeats)
            if outcome.covered < 0.93 { isGood = false }
            rows.append(
              noted(
                "| \(world.classes) | \(source.rawValue) | \(target.rawValue) | \(samples) | "
                  + "\(outcome.firstCells) | \(outcome.otherCells) |"))
          }
        }
      }
    }
    print(page(rows, others: try others(repeats: repeats), repeats: repeats))
    exit(isGood ? 0 : 1)
  }

  /// Rows of the estimators that rest on the confusion matrix, with 10 classes.
  private static func others(repeats: Int) throws -> [String] {
    let world = World(classes: 10, seed: 1)
    let estimators: [any PriorEstimator] = [
      SoftConfusionPrior(), HardConfusionPrior(), RegularizedConfusionPrior(),
    ]
    return try estimators.flatMap { estimator in
      try World.Shares.allCases.map { target in
        let outcome = try Outcome(
          of: world, .forward, target, samples: 2000, repeats: repeats, estimator: estimator)
        return noted(
          "| `\(type(of: estimator).name)` | \(target.rawValue) | \(outcome.firstCells) |")
      }
    }
  }

  private static func noted(_ row: String) -> String {
    FileHandle.standardError.write(Data((row + "\n").utf8))
    return row
  }

  private static func page(_ rows: [String], others: [String], repeats: Int) -> String {
    """
    # How often the intervals of class shares are right

        make simulation-priors

    writes this page. Each class is a Gaussian, and an over-confident model (its exact logits times 1.7) sees
    \(World.labelled) labelled rows of a source distribution and unlabelled rows of another one. \(repeats)
    times, both are drawn, a temperature is fitted, and the class shares of the unlabelled rows are estimated by
    `em-map` with the intervals of \(draws) draws and \(refits) refits of calibrator and source prior. Shares
    fall from the first class to the last by a factor of 50 (`forward-50`), rise by it (`backward-50`), or
    are all the same.

    *Held* is in how many percent of classes and repeats the interval held the true share, with its standard
    error over the repeats; figures below 93 would be bold, and the target would fail. *Worst class* is the
    same of the class with the fewest, where the share of one class has a standard error of
    \(String(format: "%.1f", 100 * classError(repeats))). *Width* is the mean one, in points. *L1* is
    Σ |estimate − truth| of `em-map`, of `em` without the pull towards the source, and of the source prior
    itself. *Applied*: how often the test of a shift gave p < 0.05, in percent.

    | classes | source | rows' shares | rows | held | worst class | width | L1 em-map | L1 em | L1 source | applied |
    |---|---|---|---|---|---|---|---|---|---|---|
    \(rows.joined(separator: "\n"))

    The other estimators, 10 classes, source `forward-50`, 2000 rows; the target does not fail for them. Where
    classes that are common among the rows have some 25 labelled rows only (`backward-50`), few of their
    confusions are seen, and one that no labelled row shows is in no draw: their intervals are too narrow there.

    | estimator | rows' shares | held | worst class | width | L1 |
    |---|---|---|---|---|---|
    \(others.joined(separator: "\n"))
    """
  }

  /// Standard error of the share of repeats in which an interval of 95 % holds.
  private static func classError(_ repeats: Int) -> Double {
    (0.95 * 0.05 / Double(repeats)).squareRoot()
  }
}
