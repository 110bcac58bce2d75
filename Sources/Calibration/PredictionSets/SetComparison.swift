/// Prediction sets beside each other: every score with every rule, fitted to one set of samples and measured on
/// another.
public struct SetComparison: Sendable {
  /// What is compared; every score is combined with every rule.
  public var scores: [any SetScore]
  /// How thresholds are made of the scores.
  public var rules: [any SetRule]
  /// The share of sets that may miss the true class, in (0, 1).
  public var alpha: Double
  /// What becomes of sets without a class.
  public var emptySets = EmptySets.keep
  /// Of the random numbers of randomised scores.
  public var seed: UInt64 = 0
  /// What is known of the classes: scores and rules that need more than there is are skipped.
  public var facts: ClassFacts
  /// What the probabilities come from; the predictors belong to it.
  public var calibrator = CalibratorIdentity.none
  /// Other shares of misses at which sizes and coverages are measured as well, for curves.
  public var curveLevels: [Double] = []

  public init(
    scores: [any SetScore], rules: [any SetRule], alpha: Double, facts: ClassFacts = ClassFacts()
  ) {
    self.scores = scores
    self.rules = rules
    self.alpha = alpha
    self.facts = facts
  }

  /// - Parameters:
  ///   - calibration: samples that neither the model nor its calibrator has seen, with their labels.
  ///   - test: samples to measure on, with their labels.
  /// - Returns: one entry for each score and rule, the rules of the first score first. What cannot be made is
  ///   an entry with its reason.
  /// - Throws: `FileProblem` when files are wrong; ``CalibrationError`` for an α that cannot be, for too few
  ///   calibration samples, and where test and calibration samples differ in their classes.
  public func run(
    calibration: (rows: ProbabilityRows, labels: [Int]),
    test: (rows: ProbabilityRows, labels: [Int])
  ) throws -> [ComparedSets] {
    guard alpha > 0, alpha < 1 else {
      throw CalibrationError.invalidSetting(
        "alpha: \(alpha); a number between 0 and 1 was expected")
    }
    guard calibration.rows.classes == test.rows.classes else {
      throw CalibrationError.setClassesDiffer(
        predictor: calibration.rows.classes, data: test.rows.classes)
    }
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    guard calibration.labels.count >= least else {
      throw CalibrationError.notFitted(
        "\(calibration.labels.count) calibration samples; at least \(least) are needed for α = \(alpha)"
      )
    }
    return try scores.flatMap { try entries(of: $0, calibration, test) }
  }

  private func entries(
    of score: any SetScore, _ calibration: (rows: ProbabilityRows, labels: [Int]),
    _ test: (rows: ProbabilityRows, labels: [Int])
  ) throws -> [ComparedSets] {
    let name = type(of: score).name
    let scores: CalibrationScores
    do {
      let method = SetMethod(score: score, alpha: alpha, seed: seed)
      scores = try method.scores(
        calibration.rows, labels: calibration.labels, facts: facts,
        withRanks: rules.contains { $0.needsRanks })
    } catch let error as CalibrationError {
      return rules.map { ComparedSets(name, type(of: $0).name, alpha, skipped: "\(error)") }
    }
    var entries: [ComparedSets] = []
    // All that was fitted, in order: for each entry the predictor, then those of its curve.
    var predictors: [SetPredictor] = []
    var places: [Int: Range<Int>] = [:]
    for rule in rules {
      let ruleName = type(of: rule).name
      do {
        let begin = predictors.count
        let predictor = try method(score, rule, alpha).fitted(to: scores, calibrator: calibrator)
        predictors.append(predictor)
        for level in curveLevels {
          // A level for which there are too few samples has no point on the curve.
          guard let other = try? method(score, rule, level).fitted(to: scores) else { continue }
          predictors.append(other)
        }
        places[entries.count] = begin..<predictors.count
        entries.append(ComparedSets(name, ruleName, predictor))
      } catch {
        entries.append(ComparedSets(name, ruleName, alpha, skipped: "\(error)"))
      }
    }
    let outcomes = try SetOutcomes.of(predictors, test.rows, labels: test.labels)
    for (entry, range) in places {
      let cards = range.map {
        SetScorecard(
          outcomes[$0], labels: test.labels, predictor: predictors[$0], groups: facts.groups)
      }
      entries[entry].complete(cards[0], curve: Array(cards.dropFirst()), outcomes[range.lowerBound])
    }
    return entries
  }

  private func method(_ score: any SetScore, _ rule: any SetRule, _ alpha: Double) -> SetMethod {
    SetMethod(score: score, rule: rule, alpha: alpha, emptySets: emptySets, seed: seed)
  }
}
