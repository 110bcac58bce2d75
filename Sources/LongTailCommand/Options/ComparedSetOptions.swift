import ArgumentParser
import Calibration
import RunReports

/// Which scores and rules are compared.
struct ComparedSetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The scores; lac, pas and aps when not given; all for all. longtail list scores shows them.",
      valueName: "a,b,…"))
  var scores: String?

  @Option(
    help: ArgumentHelp(
      "The rules; split, class-conditional, group-conditional and interpolated when not given, and label-shift with --prior; all for all. longtail list rules shows them.",
      valueName: "a,b,…"))
  var rules: String?

  @OptionGroup var options: SetOptions

  /// What is compared, on samples of which nothing is known yet.
  /// - Throws: `UnknownName` for a score, rule or setting that there is not, `ValidationError` for lists and values
  ///   that do not fit.
  func comparison() throws -> SetComparison {
    let chosen = try options.changed(try scoreTypes(), try ruleTypes())
    var comparison = SetComparison(
      scores: chosen.scores, rules: chosen.rules, alpha: options.alpha)
    comparison.emptySets = options.emptySets
    comparison.seed = UInt64(options.seed)
    return comparison
  }

  /// What is known of the classes; tells what was found where the prior is estimated.
  /// - Parameters:
  ///   - validation: what the sets are made from.
  ///   - test: what they are measured on, and the prior is estimated of.
  ///   - path: the folder of `test`.
  ///   - quietly: whether nothing is told.
  /// - Returns: the facts that scores and rules go by.
  /// - Throws: `FileProblem` when a file is wrong, or the prior cannot be estimated; `CalibrationError` where a
  ///   prior does not fit.
  func facts(
    _ validation: LabelledProbabilities, _ test: LabelledProbabilities, in path: String,
    quietly: Bool
  ) throws -> ClassFacts {
    var facts = try options.facts(
      classes: test.rows.classes, counts: test.classCounts ?? validation.classCounts,
      names: test.input.classNames ?? validation.input.classNames, of: path, quietly: quietly)
    guard options.prior == SetOptions.estimated else { return facts }
    let estimate = try validation.estimatedPrior(of: test, in: path)
    if !quietly { Remarks.tell(estimate) }
    facts.targetPrior = estimate.prior
    return facts
  }

  private func scoreTypes() throws -> [any SetScore.Type] {
    guard scores != "all" else { return SetScores.all }
    let names =
      try scores.map { try NameList.names($0, option: "--scores") } ?? ["lac", "pas", "aps"]
    return try names.map { try SetScores.type(named: $0) }
  }

  private func ruleTypes() throws -> [any SetRule.Type] {
    guard rules != "all" else { return SetRules.all }
    let shifted = options.prior == nil ? [] : [LabelShiftRule.name]
    let names =
      try rules.map { try NameList.names($0, option: "--rules") }
      ?? ["split", "class-conditional", "group-conditional", "interpolated"] + shifted
    guard options.prior == nil || names.contains(LabelShiftRule.name) else {
      throw ValidationError(
        "--prior is for the rule \(LabelShiftRule.name), which is not among --rules")
    }
    return try names.map { try SetRules.type(named: $0) }
  }
}
