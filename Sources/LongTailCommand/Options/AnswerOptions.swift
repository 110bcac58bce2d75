import ArgumentParser
import Calibration
import Foundation
import LongTail
import RunReports

/// What becomes of a run's calibrated probabilities for new samples: another class prior, and sets of classes.
struct AnswerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Correct the probabilities to a class prior: uniform, forward-R, backward-R (by training images), a file with a share or count a class, or estimated: from these pictures themselves, without labels.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Flag(
    help: "Learn from these pictures themselves, without labels, what each expert should count.")
  var learnExpertWeights = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Show for each picture, instead of the --top classes, a set of classes that misses the true one in at most this share of cases, such as 0.1.",
      valueName: "share"))
  var alpha: Double?

  @Option(
    help:
      "With --alpha: what orders the classes of a picture, \(LeastAmbiguousScore.name) when not given; longtail list scores shows them."
  )
  var score: String?

  @Option(
    help:
      "With --alpha: how thresholds are made, \(SplitRule.name) when not given, \(LabelShiftRule.name) with --prior; longtail list rules shows them."
  )
  var rule: String?

  static let estimated = "estimated"

  func validate() throws {
    if let alpha { try AllowedShare.check(alpha, "--alpha") }
    guard !learnExpertWeights || prior == nil && alpha == nil else {
      throw ValidationError(
        "--learn-expert-weights adapts to these pictures; \(prior == nil ? "--alpha" : "--prior") is for the run's own weights"
      )
    }
    for (value, option) in [(score, "--score"), (rule, "--rule")]
    where value != nil && alpha == nil {
      throw ValidationError("\(option) is for prediction sets; it needs --alpha")
    }
    try PriorOption.check(prior, option: "--prior")
  }

  /// How sets are made; `nil` without `--alpha`.
  /// - Throws: `UnknownName` for a score or rule that there is not, `ValidationError` for a rule that does not
  ///   go with the prior.
  func method() throws -> SetMethod? {
    guard let alpha else { return nil }
    let usual = prior == nil ? SplitRule.name : LabelShiftRule.name
    let rule = try SetRules.type(named: self.rule ?? usual).init()
    guard (rule.guarantee == .targetPrior) == (prior != nil) else {
      throw ValidationError(
        prior == nil
          ? "--rule \(type(of: rule).name) needs --prior, the class distribution to aim at"
          : "with --prior, sets are made by --rule \(LabelShiftRule.name); \(type(of: rule).name) makes no use of it"
      )
    }
    return SetMethod(
      score: try SetScores.type(named: score ?? LeastAmbiguousScore.name).init(), rule: rule,
      alpha: alpha, emptySets: .top1)
  }

  /// - Parameters:
  ///   - model: the run's.
  ///   - calibrator: of the run.
  ///   - samples: new ones.
  ///   - method: how sets are made; `nil` for none.
  ///   - execution: how the network is asked.
  /// - Returns: what to show.
  /// - Throws: `FileProblem` for a run that held nothing out and files that are wrong, `CalibrationError` for
  ///   a prior that does not fit and too few held-out samples.
  func answers(
    of model: TrainedModel, calibrator: TrainedModel.ChosenCalibrator?,
    on samples: LabelledSamples, method: SetMethod?, execution: Execution
  ) throws -> ClassAnswers {
    let learned =
      learnExpertWeights
      ? try model.learnedExpertWeights(for: samples, execution: execution) : nil
    Remarks.print(learned.map { [$0.sentence] } ?? [])
    let probabilities = try model.probabilities(
      of: samples, calibration: calibrator?.fitted, execution: execution,
      expertWeights: learned?.shares)
    var corrected = probabilities
    var target: [Double]?
    if prior == Self.estimated {
      let found = try model.correctedToOwnPrior(probabilities, calibrator: calibrator)
      Remarks.print([found.sentence])
      Remarks.warn(found.doubts)
      corrected = found.probabilities
      target = found.estimate.prior
    } else if let prior {
      let shares = try PriorOption.testPrior(prior, option: "--prior", for: model.known).shares(
        classes: probabilities.classes, trainingCounts: model.description.publishedCounts)
      corrected = try model.correction(to: shares)(probabilities)
      target = shares
    }
    guard let method else { return ClassAnswers(probabilities: corrected) }
    Remarks.warn(AllowedShare.warnings(alpha: method.alpha))
    let predictor = try model.setPredictor(method, calibrator: calibrator, targetPrior: target)
    Remarks.print([predictor.guarantee])
    if calibrator != nil {
      Remarks.print([
        "the calibrator was fitted to the samples that the sets are made from; --calibrator none keeps the "
          + "two apart"
      ])
    }
    Remarks.warn(predictor.warnings)
    return ClassAnswers(probabilities: corrected, sets: try predictor.sets(for: probabilities))
  }
}
