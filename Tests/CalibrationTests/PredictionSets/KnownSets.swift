import ArrayFiles
import TestSupport
import Testing

@testable import Calibration

/// Real probabilities on which figures of prediction sets are known: calibration and test samples.
struct KnownSets {
  let calibration: Probabilities
  let calibrationLabels: [Int]
  let test: Probabilities
  let testLabels: [Int]
  let facts: ClassFacts

  /// CIFAR-10-LT: long-tailed calibration samples, a balanced test set.
  static func longTailed(prior: [Double]? = nil) throws -> KnownSets {
    let validation = try RealPredictions.longTailed("validation")
    let test = try RealPredictions.longTailed("test")
    let training = try RealPredictions.longTailed("train")
    return KnownSets(
      calibration: softmax(validation.logits), calibrationLabels: validation.labels,
      test: softmax(test.logits), testLabels: test.labels,
      facts: ClassFacts(trainingCounts: training.labelCounts, targetPrior: prior))
  }

  static func hundred(_ network: String) throws -> (PredictionRows, [Int]) {
    let folder = (RealPredictions.folder ?? "") + "/cifar100-netcal/"
    let rows = try PredictionRows(folder + network + "_test_probs.npy", kind: .probabilities)
    let labels = try PredictionArrays.labels(
      folder + "test_labels.npy", samples: rows.samples, classes: rows.classes)
    return (rows, labels)
  }

  /// CIFAR-100: the first half calibrates, the second tests.
  static func hundred() throws -> KnownSets {
    let (rows, labels) = try hundred("wideresnet-16-4")
    return KnownSets(
      calibration: try rows.probabilities(0..<5000), calibrationLabels: Array(labels[..<5000]),
      test: try rows.probabilities(5000..<10000), testLabels: Array(labels[5000...]),
      facts: ClassFacts())
  }

  private struct Rows: Decodable {
    let validation: [Int]
    let test: [Int]
    let class_counts: [Int]
  }

  /// A long-tailed resample of CIFAR-100: 1,051 calibration samples, 5,000 balanced test samples.
  static func longTailedHundred(prior: [Double]? = nil) throws -> KnownSets {
    let (rows, labels) = try hundred("densenet-bc-100")
    let all = try rows.probabilities(0..<rows.samples)
    let chosen = try fixture("Calibration/resample_rows", as: Rows.self)
    func part(_ rows: [Int]) -> Probabilities {
      Probabilities(rows.flatMap { all.row($0) }, classes: all.classes)
    }
    return KnownSets(
      calibration: part(chosen.validation), calibrationLabels: chosen.validation.map { labels[$0] },
      test: part(chosen.test), testLabels: chosen.test.map { labels[$0] },
      facts: ClassFacts(trainingCounts: chosen.class_counts, targetPrior: prior))
  }

  struct Result {
    let predictor: SetPredictor
    let card: SetScorecard

    var coverage: Double { card.coverage.share ?? .nan }
    var macro: Double { card.macroCoverage ?? .nan }
    var size: Double { card.sizes.mean ?? .nan }
  }

  /// Fits to the calibration samples and measures on the test samples, with the random numbers of the known
  /// figures.
  func result(
    _ score: any SetScore, _ rule: any SetRule = SplitRule(), alpha: Double
  ) throws -> Result {
    let method = SetMethod(score: score, rule: rule, alpha: alpha)
    let scores = try method.scores(
      ProbabilityRows(calibration), labels: calibrationLabels, facts: facts,
      draws: .golden(place: 0))
    let predictor = try method.fitted(to: scores)
    let outcomes = try SetOutcomes.of(
      [predictor], ProbabilityRows(test), labels: testLabels,
      draws: .golden(place: calibrationLabels.count))
    return Result(
      predictor: predictor,
      card: SetScorecard(
        outcomes[0], labels: testLabels, predictor: predictor, groups: facts.groups))
  }

  /// Figures of one score and rule, as far as they are known.
  struct Figures: Sendable {
    var threshold: Double?
    /// Of the first classes.
    var thresholds: [Double] = []
    let coverage: Double
    var macro: Double?
    let size: Double
  }

  /// Thresholds to the printed digits, coverages and sizes exactly to the printed ones.
  func check(
    _ score: any SetScore, _ rule: any SetRule = SplitRule(), alpha: Double, _ known: Figures,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try result(score, rule, alpha: alpha)
    let thresholds = result.predictor.thresholds
    func near(_ found: Double, _ expected: Double, _ tolerance: Double, _ what: String) {
      #expect(
        abs(found - expected) <= tolerance, "\(what): \(found), not \(expected)",
        sourceLocation: sourceLocation)
    }
    if let threshold = known.threshold { near(thresholds[0], threshold, 5.1e-9, "threshold") }
    for (label, threshold) in known.thresholds.enumerated() {
      near(thresholds[label], threshold, 5.1e-9, "threshold of class \(label)")
    }
    near(result.coverage, known.coverage, 1e-9, "coverage")
    if let macro = known.macro { near(result.macro, macro, 5.1e-6, "macro coverage") }
    near(result.size, known.size, 5.1e-5, "mean size")
  }
}
