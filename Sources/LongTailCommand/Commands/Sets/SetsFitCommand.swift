import ArgumentParser
import Calibration
import RunReports

/// `longtail sets fit`
struct SetsFitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract:
      "Make the thresholds of prediction sets from held-out predictions and write them as JSON.",
    discussion: """
      Examples:
        longtail sets fit --score lac --rule split --alpha 0.1 --validation DIR --output sets.json
        longtail sets fit --score pas --rule interpolated --set tau=0.99 --alpha 0.1 --validation DIR \\
          --class-counts counts.json --calibrator temperature.json --output sets.json
        longtail sets fit --rule label-shift --prior uniform --validation DIR --output sets.json
      """)

  @Option(help: "What orders the classes of a sample; longtail list scores shows them.")
  var score = LeastAmbiguousScore.name

  @Option(help: "How thresholds are made; longtail list rules shows them.")
  var rule = SplitRule.name

  @Option(
    help: "Folder with predictions on samples that the model was not trained on.",
    transform: PathArgument.path)
  var validation: String

  @OptionGroup var options: SetOptions

  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    try replacing.check(output)
    let method = try method()
    let opened = try options.source.open(validation)
    let facts = try options.facts(
      classes: opened.rows.classes, counts: opened.classCounts, names: opened.input.classNames,
      of: validation)
    var predictor = try method.fitted(
      to: opened.rows, labels: opened.labels, facts: facts, calibrator: opened.identity)
    predictor.combination = opened.combination
    predictor.classNames = opened.input.classNames
    Remarks.warn(predictor.warnings)
    try SetPredictorFile.write(predictor, to: output)
    Remarks.print([predictor.guarantee])
    try StandardOutput.print(
      SetTable.fitted(
        predictor, score: score, rule: rule, calibrator: options.source.calibrator, output: output
      ).text(format))
  }

  /// What was asked for, with options that belong together.
  private func method() throws -> SetMethod {
    guard options.prior != SetOptions.estimated else {
      throw ValidationError(
        "--prior estimated needs samples without labels; estimate it first: longtail prior estimate "
          + "--validation DIR --logits FILE --output prior.json, then --prior prior.json")
    }
    let changed = try options.changed(
      [SetScores.type(named: score)], [SetRules.type(named: rule)])
    let isShifted = changed.rules[0].guarantee == .targetPrior
    guard isShifted == (options.prior != nil) else {
      throw ValidationError(
        isShifted
          ? "--rule \(rule) needs --prior, the class distribution to aim at, such as --prior uniform"
          : "--prior is for --rule \(LabelShiftRule.name); \(rule) makes no use of it")
    }
    guard options.groups == nil || rule == GroupConditionalRule.name else {
      throw ValidationError(
        "--groups is for --rule \(GroupConditionalRule.name); \(rule) makes no use of it")
    }
    return SetMethod(
      score: changed.scores[0], rule: changed.rules[0], alpha: options.alpha,
      emptySets: options.emptySets, seed: UInt64(options.seed))
  }
}
