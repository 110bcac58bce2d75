import Calibration
import Foundation

/// How often the 95 % intervals of estimated class shares hold the true ones, and how far the estimates are off;
/// prints the page Documentation/prior-intervals.md.
///
/// Ends with status 1 when the intervals of a case do so in less than 93 % of classes and repeats.
@main
struct PriorSimulation {
  static let repeats = 200
  static let draws = 200

  static func main() throws {
    var isGood = true
    var rows: [String] = []
    for world in [World(classes: 10, seed: 1), World(classes: 50, seed: 2)] {
      for source in World.Shares.allCases where source != .backward {
        for target in World.Shares.allCases {
          for samples in [500, 2000] {
            let outcome = try Outcome.of(world, source, target, samples: samples)
            if outcome.covered < 0.93 { isGood = false }
            let covered = String(
              format: outcome.covered < 0.93 ? "**%.1f**" : "%.1f", 100 * outcome.covered)
            rows.append(
              "| \(world.classes) | \(source.rawValue) | \(target.rawValue) | \(samples) | \(covered) | "
                + String(
                  format: "%.1f | %.2f | %.3f | %.3f | %.3f | %.0f |", 100 * outcome.worst,
                  100 * outcome.width, outcome.distance, outcome.plainDistance,
                  outcome.sourceDistance, 100 * outcome.applied))
          }
        }
      }
    }
    print(page(rows))
    exit(isGood ? 0 : 1)
  }

  private static func page(_ rows: [String]) -> String {
    """
    # How often the intervals of class shares are right

        make simulation-priors

    writes this page. Each class is a Gaussian, and an over-confident model (its exact logits times 1.7) sees
    \(World.labelled) labelled rows of a source distribution and unlabelled rows of another one. \(repeats)
    times, both are drawn, a temperature is fitted, and the class shares of the unlabelled rows are estimated by
    `em-map` with the intervals of \(draws) draws and 20 refits of calibrator and source prior. Shares
    fall from the first class to the last by a factor of 50 (`forward-50`), rise by it (`backward-50`), or
    are all the same.

    *Held* is in how many percent of classes and repeats the interval held the true share; figures below 93
    would be bold, and the target would fail. *Worst class* is the same of the class with the fewest; with
    \(repeats) repeats it scatters by some 2 points. *Width* is the mean one, in points. *L1* is Σ |estimate −
    truth| of `em-map`, of `em` without the pull towards the source, and of the source prior itself.
    *Applied*: how often the test of a shift gave p < 0.05, in percent.

    | classes | source | rows' shares | rows | held | worst class | width | L1 em-map | L1 em | L1 source | applied |
    |---|---|---|---|---|---|---|---|---|---|---|
    \(rows.joined(separator: "\n"))
    """
  }
}

/// What the repeats of one case came to.
struct Outcome {
  var covered = 0.0
  var worst = 1.0
  var width = 0.0
  var distance = 0.0
  var plainDistance = 0.0
  var sourceDistance = 0.0
  var applied = 0.0

  static func of(
    _ world: World, _ source: World.Shares, _ target: World.Shares, samples: Int
  ) throws -> Outcome {
    let truth = target.of(world.classes)
    let prior = source.of(world.classes)
    var outcome = Outcome()
    var held = [Double](repeating: 0, count: world.classes)
    let share = 1 / Double(PriorSimulation.repeats)
    for index in 0..<PriorSimulation.repeats {
      var random = SeededNumbers(seed: UInt64(1_000_000 * samples + index))
      let validation = world.draw(World.labelled, shares: prior, source: prior, &random)
      let rows = world.draw(samples, shares: truth, source: prior, &random)
      let evidence = try PriorEvidence(
        fittedTo: validation, method: TemperatureScaling(), rows: rows.logits)
      var estimation = PriorEstimation()
      estimation.resamples = PriorSimulation.draws
      estimation.refits = 20
      estimation.seed = UInt64(index)
      let found = try estimation.estimate(evidence)
      estimation.estimator = MaximumLikelihoodPrior()
      estimation.resamples = 0
      let plain = try estimation.estimate(evidence)
      for label in truth.indices {
        guard let lower = found.lower?[label], let upper = found.upper?[label] else { continue }
        if lower <= truth[label], truth[label] <= upper { held[label] += share }
        outcome.width += (upper - lower) * share / Double(world.classes)
      }
      func distance(_ shares: [Double]) -> Double {
        zip(shares, truth).reduce(0) { $0 + abs($1.0 - $1.1) } * share
      }
      outcome.distance += distance(found.estimate)
      outcome.plainDistance += distance(plain.estimate)
      outcome.sourceDistance += distance(found.sourcePrior)
      outcome.applied += found.isApplied ? share : 0
    }
    outcome.covered = held.reduce(0, +) / Double(world.classes)
    outcome.worst = held.min() ?? 0
    return outcome
  }
}
