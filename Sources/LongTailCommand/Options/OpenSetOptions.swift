import ArgumentParser
import LongTail
import RunReports

/// Whether a run is measured on samples of classes that are none of its own.
struct OpenSetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Samples of classes that are none of the run's, such as image-folder:DIR: how well it rejects them, and the F-measure of its answers.",
      valueName: "source"))
  var openSet: String?

  @Option(
    help: ArgumentHelp(
      "With --open-set: the least probability that is answered, from 0 to 1; 0.1 unless given.",
      valueName: "probability"))
  var openThreshold: Double?

  /// The threshold of the paper that introduced the measure.
  private static let published = 0.1

  /// Finds out whether the options belong together and with the others.
  /// - Throws: `ValidationError`, `UnknownName`.
  func check(with samples: ConditionOptions, _ experts: ExpertReportOptions) throws {
    guard openSet != nil || openThreshold == nil else {
      throw ValidationError("--open-threshold says which answers count; it needs --open-set")
    }
    if let openThreshold, !(0...1 ~= openThreshold) {
      throw ValidationError(
        "--open-threshold: expected a number from 0 to 1, found \(openThreshold)")
    }
    guard let openSet else { return }
    guard !experts.experts else {
      throw ValidationError("--open-set measures the ensemble, --experts each expert; expected one")
    }
    guard !(samples.testDistribution?.contains(",") ?? false) else {
      throw ValidationError("--open-set measures beside one --test-distribution, not several")
    }
    guard samples.data.count <= 1 else {
      throw ValidationError("--open-set measures beside one --data, not several")
    }
    guard samples.prior != PriorOption.estimated else {
      throw ValidationError(
        "--prior estimated is of samples of known classes; --open-set adds others")
    }
    _ = try Datasets.type(named: DataSettings(source: openSet).sourceName)
  }

  /// The figures through every calibrator; `nil` where nobody asked.
  /// - Throws: as `FinishedRun.openSet`.
  func table(
    of run: FinishedRun, on samples: ConditionOptions, under conditions: [EvaluationConditions]
  ) throws -> Table? {
    guard let openSet, let condition = conditions.first,
      let known = try samples.predictions(of: run, under: condition).first
    else { return nil }
    let told = run.remarks.count
    let results = try run.openSet(
      openSet, threshold: openThreshold ?? Self.published, known: known)
    Remarks.print(Array(run.remarks.dropFirst(told)))
    return Table(openSet: results)
  }
}
