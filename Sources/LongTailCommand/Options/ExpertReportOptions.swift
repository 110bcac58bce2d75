import ArgumentParser
import ArrayFiles
import LongTail
import RunReports

/// Whether the experts of a run are measured one by one.
struct ExpertReportOptions: ParsableArguments {
  @Flag(
    help:
      "What each expert is good at: its figures per group, the classes it is best at, disagreement."
  )
  var experts = false

  @Flag(help: "With --experts: the accuracy of each expert on every class, and the best.")
  var perClass = false

  /// Finds out whether the options belong together and with those of the samples.
  /// - Throws: `ValidationError` for the first that does not.
  func check(with samples: ConditionOptions) throws {
    guard !perClass || experts else {
      throw ValidationError("--per-class shows the experts of each class; it needs --experts")
    }
    guard !experts || !(samples.testDistribution?.contains(",") ?? false) else {
      throw ValidationError("--experts measures on one --test-distribution, not on several")
    }
    guard !experts || samples.data.count < 2 else {
      throw ValidationError("--experts measures on one --data, not on several")
    }
    guard !experts || samples.prior != PriorOption.estimated else {
      throw ValidationError(
        "--experts measures experts without calibrator; --prior estimated needs one")
    }
  }

  /// - Throws: `FileProblem` where experts are asked for, and the run has one.
  func check(_ run: FinishedRun, at path: String) throws(FileProblem) {
    if experts, run.recipe.model.experts < 2 {
      throw FileProblem(path, "its model has one expert; --experts needs a run with several")
    }
  }

  /// What the experts are good at; `nil` where nobody asked.
  /// - Throws: `CalibrationError` for predictions without experts.
  func report(
    of run: FinishedRun, under conditions: [EvaluationConditions], on samples: ConditionOptions,
    called name: String
  ) throws -> ExpertReportText? {
    guard experts, let condition = conditions.first else { return nil }
    guard conditions.count == 1 else {
      throw ValidationError(
        "--experts measures on one test set; \(samples.data.joined()) holds \(conditions.count)")
    }
    guard let first = try samples.predictions(of: run, under: condition).first else { return nil }
    return try ExpertReportText(
      first, of: run, called: name, split: samples.split, prior: samples.prior,
      showsClasses: perClass)
  }
}
