import Calibration
import Foundation
import Repeats

/// How often the coverage of prediction sets lies where it should, over draws of the calibration samples.
///
/// A sample of class c has the probability 1 − u^(c + 1) for its class, with u even in (0, 1), and shares the rest
/// among the others. So 1 − p of the class is at most q with the chance q^(1 / (c + 1)): the coverage of every
/// threshold is known exactly, in every class.
struct SetCoverage {
  static let classes = 4
  /// Shares of the classes where one threshold is made of all samples.
  static let shares = [0.6, 0.25, 0.1, 0.05]
  static let alpha = 0.1

  /// Shares of repeats in which the coverage lies in the 95 % band of its beta distribution.
  let marginal: Double
  let ofClasses: Double
  /// Mean coverage over repeats, and over classes.
  let meanMarginal: Double
  let meanOfClasses: Double

  /// One threshold of `samples` samples, and thresholds of classes with as many each.
  static func of(samples: Int, repeats: Int) throws -> SetCoverage {
    let rank = ConformalQuantile.rank(samples: samples, alpha: alpha)
    guard let band = CoverageBand.ofThreshold(samples: samples, rank: rank) else {
      return SetCoverage(marginal: .nan, ofClasses: .nan, meanMarginal: .nan, meanOfClasses: .nan)
    }
    let parts = try Repeats.concurrently(repeats) { index in
      Result {
        var random = SeededNumbers(seed: UInt64(3_000_000 * samples + index))
        let all = (0..<samples).map { _ in drawn(&random) }
        let each = (0..<classes).flatMap { label in [Int](repeating: label, count: samples) }
        return (
          try coverages(SplitRule(), labels: all, &random),
          try coverages(ClassConditionalRule(), labels: each, &random)
        )
      }
    }.map { try $0.get() }
    let count = Double(repeats)
    let marginals = parts.map { part in
      zip(part.0, shares).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let own = parts.flatMap(\.1)
    return SetCoverage(
      marginal: Double(marginals.count { band.contains($0) }) / count,
      ofClasses: Double(own.count { band.contains($0) }) / Double(own.count),
      meanMarginal: marginals.reduce(0, +) / count,
      meanOfClasses: own.reduce(0, +) / Double(own.count))
  }

  private static func drawn(_ random: inout SeededNumbers) -> Int {
    var rest = random.uniform()
    for (label, share) in shares.enumerated() {
      rest -= share
      if rest < 0 { return label }
    }
    return classes - 1
  }

  /// The coverage of each class by thresholds that are made of samples of these classes.
  private static func coverages(
    _ rule: any SetRule, labels: [Int], _ random: inout SeededNumbers
  ) throws -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(labels.count * classes)
    for label in labels {
      let missing = pow(random.uniform(), Double(label + 1))
      for other in 0..<classes {
        values.append(other == label ? 1 - missing : missing / Double(classes - 1))
      }
    }
    let predictor = try SetMethod(rule: rule, alpha: alpha).fitted(
      to: ProbabilityRows(Probabilities(values, classes: classes)), labels: labels)
    return (0..<classes).map { label in
      pow(min(max(predictor.threshold(of: label), 0), 1), 1 / Double(label + 1))
    }
  }
}

extension SetCoverage {
  /// The section of the page, and whether all lies within a point of 95 %.
  static func section(repeats: Int) throws -> (text: String, isGood: Bool) {
    var rows: [String] = []
    var isGood = true
    for samples in [100, 1000, 10_000] {
      let found = try of(samples: samples, repeats: repeats)
      let shown = [found.marginal, found.ofClasses].map { share in
        let isNear = abs(share - 0.95) <= 0.01
        isGood = isGood && isNear
        return String(format: isNear ? "%.1f" : "**%.1f**", 100 * share)
      }
      rows.append(
        "| \(samples) | \(shown[0]) | \(String(format: "%.2f", 100 * found.meanMarginal)) | \(shown[1]) "
          + "| \(String(format: "%.2f", 100 * found.meanOfClasses)) |")
    }
    let text = """
      ## The coverage of prediction sets

      The coverage of a threshold that is the k-th lowest of n scores is drawn from Beta(k, n + 1 − k) with the
      calibration samples. The table shows in how many percent of \(repeats) repeats the coverage, which is known
      exactly here, lay in the middle 95 % of that distribution, and its mean, in percent; 90 % were asked for.
      The rule `split` makes one threshold of n samples of \(classes) classes whose scores differ, the rule
      `class-conditional` a threshold for each class of n samples each. Figures further than a point from 95
      would be bold, and the target would fail.

      | n | split: in the band | mean coverage | class-conditional: in the band | mean coverage |
      |---|---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
    return (text, isGood)
  }
}
