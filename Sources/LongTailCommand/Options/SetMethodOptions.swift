import ArgumentParser
import Calibration

/// Which score and rule prediction sets are made with.
struct SetMethodOptions: ParsableArguments {
  @Option(help: "What orders the classes of a sample; longtail list scores shows them.")
  var score = LeastAmbiguousScore.name

  @Option(help: "How thresholds are made; longtail list rules shows them.")
  var rule = SplitRule.name

  /// What was asked for, with options that belong together.
  /// - Throws: `UnknownName` for a score, rule or setting that there is not, `ValidationError` for options that do not
  ///   go with the rule.
  func method(_ options: SetOptions) throws -> SetMethod {
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
