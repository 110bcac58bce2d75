import Calibration
import Foundation
import Repeats

/// How often the 95 % intervals hold the value of the population; prints the page Documentation/intervals.md.
///
/// Ends with status 1 when one of them does so in less than 93 % of the repeats, or the debiased error of a
/// calibrated model is further from 0 than 0.2 points, or the coverage of prediction sets does not lie in its 95 %
/// band in 94 to 96 % of the repeats.
@main
struct IntervalSimulation {
  static let repeats = 2000

  static func main() throws {
    var isGood = true
    var rows: [String] = []
    for shape in Population.Shape.allCases {
      for gap in [0, 2, 5, 10] where gap > 0 || shape != .mixed {
        let population = Population(gap: Double(gap) / 100, shape: shape, seed: 1)
        let truth = population.figures
        for samples in [200, 1000, 5000] {
          let outcome = Outcome.of(population, truth, samples: samples, repeats: repeats)
          if outcome.shares.contains(where: { $0 < 0.93 }) { isGood = false }
          let shown = outcome.shares.map {
            String(format: $0 < 0.93 ? "**%.1f**" : "%.1f", 100 * $0)
          }
          let name =
            gap > 0 ? shape.rawValue : shape == .sharp ? "calibrated and sharp" : "calibrated"
          rows.append(
            "| \(name) | \(gap) | \(samples) | \(shown.joined(separator: " | ")) | "
              + String(format: "%.1f – %.1f |", 100 * outcome.lower, 100 * outcome.upper))
        }
      }
    }
    let debiased = Outcome.debiased(
      Population(gap: 0, shape: .over, seed: 1), samples: 300, repeats: repeats)
    if abs(debiased.mean) > 0.002 { isGood = false }
    let sets = try SetCoverage.section(repeats: repeats)
    if !sets.isGood { isGood = false }
    print(page(rows, debiased) + "\n\n" + sets.text)
    exit(isGood ? 0 : 1)
  }

  private static func page(
    _ rows: [String], _ debiased: (mean: Double, error: Double, plain: Double)
  ) -> String {
    """
    # How often the intervals are right

        make simulation

    writes this page. A population of \(Population.rows) rows over \(Population.classes) classes says
    how often each class is the label of each row; \(repeats) times, samples are drawn from it and 95 %
    intervals computed. The table shows in how many percent of the repeats the interval held the
    population's value of the same figure: of the expected calibration error in 15 bins of equal width, of
    the accuracy, and of the mean negative log-likelihood. The last column is the mean interval of the
    calibration error, in percent. Figures below 93 % would be bold, and the target would fail.

    | model | gap, points | samples | ECE | accuracy | NLL | mean interval of ECE |
    |---|---|---|---|---|---|---|
    \(rows.joined(separator: "\n"))

    The error of a calibrated model lies at 0, the end of what is possible: no interval can have it inside
    and end on either side of it. There the interval begins at 0 unless the error found is larger than the
    bias of the plain estimate and 1.96 standard deviations together; it then holds 0 nearly always, which
    is more than 95 % promise. The bias is not subtracted from the upper end, so that small true errors are
    not excluded: with few samples the interval is wide on that side.

    ## The debiased error

    The debiased error is the plain one less what a calibrated model with the same confidences shows by
    chance. Of a calibrated model with 300 samples it averages
    \(String(format: "%.3f ± %.3f", 100 * debiased.mean, 100 * debiased.error)) points over \(repeats)
    repeats (wanted: within 0.2 of 0), while the plain error averages
    \(String(format: "%.2f", 100 * debiased.plain)) points.
    """
  }
}

/// What the repeats of one case came to.
struct Outcome {
  /// Shares of repeats in which the intervals of ECE, accuracy and NLL held the population's value.
  var shares = [0.0, 0, 0]
  /// Mean ends of the interval of ECE.
  var lower = 0.0
  var upper = 0.0

  static func of(
    _ population: Population, _ truth: Population.Figures, samples: Int, repeats: Int
  ) -> Outcome {
    let parts = Repeats.concurrently(repeats) { index -> Outcome in
      var random = SeededNumbers(seed: UInt64(1_000_000 * samples + index))
      let (probabilities, labels) = population.draw(samples, &random)
      let top = TopLabels(probabilities)
      let error = ConfidenceIntervals.expectedError(
        ReliabilityBins(probabilities, labels: labels))
      let accuracy = ConfidenceIntervals.share(
        hits: top.correct(labels).count { $0 }, of: samples)
      let values = probabilities.values
      let likelihood = ConfidenceIntervals.mean(
        labels.indices.map { -log(values[$0 * Population.classes + labels[$0]]) })
      func held(_ interval: Interval?, _ value: Double) -> Double {
        interval?.contains(value) == true ? 1 : 0
      }
      return Outcome(
        shares: [
          held(error, truth.expectedError), held(accuracy, truth.accuracy),
          held(likelihood, truth.likelihood),
        ], lower: error?.lower ?? .nan, upper: error?.upper ?? .nan)
    }
    var mean = Outcome()
    for part in parts {
      for index in 0..<3 { mean.shares[index] += part.shares[index] / Double(repeats) }
      mean.lower += part.lower / Double(repeats)
      mean.upper += part.upper / Double(repeats)
    }
    return mean
  }

  /// Mean of the debiased error with its standard error, and of the plain error.
  static func debiased(
    _ population: Population, samples: Int, repeats: Int
  ) -> (mean: Double, error: Double, plain: Double) {
    let parts = Repeats.concurrently(repeats) { index -> (Double, Double) in
      var random = SeededNumbers(seed: UInt64(9_000_000_000 + index))
      let (probabilities, labels) = population.draw(samples, &random)
      let plain = ReliabilityBins(probabilities, labels: labels).expectedError
      let null = NullBand(
        confidences: TopLabels(probabilities).confidences, seed: UInt64(index))
      return (plain - null.mean, plain)
    }
    let count = Double(repeats)
    let mean = parts.reduce(0) { $0 + $1.0 } / count
    let variance = parts.reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) } / (count - 1)
    return (mean, (variance / count).squareRoot(), parts.reduce(0) { $0 + $1.1 } / count)
  }
}
