import ArrayFiles
import Calibration
import Foundation
import LongTail
import Reports

/// Turns finished runs into a report: reads what they left on disk, hands plain numbers to the page.
public enum RunReportWriter {
  /// Writes the page, and the per-class figures as CSV beside it; the charts also as SVG files of their
  /// own where a folder for them is named.
  /// - Parameters:
  ///   - paths: folders of runs.
  ///   - output: the page.
  ///   - title: of the page; by the runs when `nil`.
  ///   - pictures: the folder for the charts.
  ///   - levels: coarser classes to measure on as well; `nil` for none.
  ///   - showingPaths: shows whole paths, which tell of the machine and its owner.
  ///   - check: is called with the paths of files before they are written, and throws where one may not be
  ///     replaced; what is there is replaced without one.
  /// - Throws: `FileProblem` when a run is missing, unfinished or named twice, or the runs do not belong together; what
  ///   `check` throws. Then nothing is written.
  public static func write(
    runs paths: [String], to output: String, title: String? = nil, pictures: String? = nil,
    levels: BackOffRequest? = nil, showingPaths: Bool = false,
    check: ([String]) throws -> Void = { _ in }
  ) throws {
    let table = (output.hasSuffix(".html") ? String(output.dropLast(5)) : output) + "-classes.csv"
    try check([output, table])
    try requireDifferent(paths)
    let runs = try paths.map { try RecordedRun($0, showsPaths: showingPaths) }
    guard let first = runs.first else { return }
    for run in runs.dropFirst() where run.test.logits.classes != first.test.logits.classes {
      throw FileProblem(
        run.path,
        "has \(run.test.logits.classes) classes, \(first.path) has "
          + "\(first.test.logits.classes); a report compares runs on the same classes")
    }
    let names = names(of: runs)
    let report = RunReport(
      title: title ?? (runs.count == 1 ? names[0] : "Comparison of \(runs.count) runs"),
      dataset: try first.datasetFacts(),
      runs: try zip(runs, names).map { try $0.facts(name: $1, levels: levels) },
      notes: notes(runs) + lagNotes(runs, names) + chanceNotes(runs, names))
    let charts = try pictures.map { folder in
      let charts = report.pictures().map { (path: "\(folder)/\($0.name).svg", svg: $0.svg) }
      try check(charts.map(\.path))
      try Folder.make(folder)
      return charts
    }
    try AtomicFile.write(Data(report.html().utf8), to: output)
    try AtomicFile.write(Data(report.classCSV().utf8), to: table)
    for chart in charts ?? [] { try AtomicFile.write(Data(chart.svg.utf8), to: chart.path) }
  }

  /// - Throws: `FileProblem` for a run that is named twice, by whatever path: a comparison with itself says nothing.
  private static func requireDifferent(_ paths: [String]) throws(FileProblem) {
    var names: [String: String] = [:]
    for path in paths {
      let place = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
      if let other = names.updateValue(path, forKey: place) {
        throw FileProblem(path, "is the same run as \(other); name each once")
      }
    }
  }

  /// The method where that tells the runs apart, else method and seed, else the folder.
  private static func names(of runs: [RecordedRun]) -> [String] {
    let candidates: [(RecordedRun) -> String] = [
      { $0.recipe.method }, { "\($0.recipe.method), seed \($0.recipe.seed)" },
      { URL(fileURLWithPath: $0.path).lastPathComponent },
    ]
    let unique = candidates.first { Set(runs.map($0)).count == runs.count }
    return runs.map(unique ?? { $0.shown($0.path) })
  }

  /// Which runs learned nothing, and why that may be.
  private static func chanceNotes(_ runs: [RecordedRun], _ names: [String]) -> [String] {
    zip(runs, names).compactMap { run, name in
      run.evaluation.chance.map {
        let advice = $0.advice ?? []
        return "\(name): \($0.summary). Likely reasons: \($0.reasons.joined(separator: "; "))."
          + (advice.isEmpty ? "" : " To try: \(advice.joined(separator: "; ")).")
      }
    }
  }

  /// Which runs measured a network whose statistics are not those of its weights.
  private static func lagNotes(_ runs: [RecordedRun], _ names: [String]) -> [String] {
    zip(runs, names).compactMap { run, name in
      run.evaluation.statisticsLag.map {
        "\(name): \($0.summary). To try: \($0.advice.joined(separator: "; "))."
      }
    }
  }

  private static func notes(_ runs: [RecordedRun]) -> [String] {
    let splits = Set(runs.map { $0.data.split.sha256 })
    guard splits.count > 1 else { return [] }
    return [
      "These runs were trained on different selections of images; their figures differ for that "
        + "reason too."
    ]
  }
}
