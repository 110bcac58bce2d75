import ArrayFiles
import Calibration
import Foundation
import LongTail

/// One figure of a published table as it was measured with one seed: a row of a file of results.
struct CellResult: Equatable {
  var place: CellPlace
  /// In percent, as it is printed.
  var published: PublishedFigure
  /// Share of right answers, or of those of the column's group of classes, in [0, 1].
  var accuracy: Double
  /// In [0, 1]; `nil` for a group of classes.
  var calibrationError: Double?
  /// Mean accuracies of the classes of each group, in [0, 1]; without groups that have no class.
  var groups: [ShotGroup: Double]
  var run: RunResult
}

extension CellResult {
  /// The columns of a file, in their order. Published figures are in percent, measured ones fractions in [0, 1].
  static let columns = [
    "table", "row", "column", "seed", "published_accuracy_percent", "published_ece_percent",
    "accuracy", "ece", "many", "medium", "few", "epochs", "scale", "schedule", "augmentation",
    "selection", "held_out", "network", "parameters", "multiply_adds", "run", "starts_from",
    "identity", "images_per_second", "seconds",
    "peak_memory_bytes",
    "processor", "processors", "threads", "device", "version", "commit", "begun", "command",
  ]

  /// What stands in ``columns``; empty for what is not known.
  var fields: [String] {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return [
      place.table, place.row, place.column, "\(run.seed)", text(published.accuracy),
      text(published.calibrationError), text(accuracy), text(calibrationError),
      text(groups[.many]), text(groups[.medium]), text(groups[.few]),
      run.epochs.map(String.init).joined(separator: " + "), text(run.scale), run.schedule,
      run.augmentation, run.selection.rawValue, text(run.heldOut), run.network,
      run.parameters.map(String.init) ?? "", run.multiplyAdds.map(String.init) ?? "", run.name,
      run.startsFrom,
      run.identity, text(run.imagesPerSecond), text(run.seconds),
      run.peakMemory.map(String.init) ?? "",
      run.processor, "\(run.processors)", "\(run.threads)", run.device, run.version, run.commit,
      run.begun,
      run.command,
    ]
  }

  /// A row that was read.
  /// - Throws: `FileProblem` with the line and the column of a field that is not what it should be.
  init(_ row: ResultRow) throws(FileProblem) {
    place = try CellPlace(
      table: row.word("table"), row: row.word("row"), column: row.word("column"))
    published = try PublishedFigure(
      row.number("published_accuracy_percent"), row.number("published_ece_percent"))
    accuracy = try row.required("accuracy")
    calibrationError = try row.number("ece")
    groups = [:]
    for group in ShotGroup.allCases { groups[group] = try row.number(group.rawValue) }
    run = try RunResult(row)
  }
}

extension RunResult {
  fileprivate init(_ row: ResultRow) throws(FileProblem) {
    guard let selection = CheckpointSelection(rawValue: row["selection"]) else {
      throw row.problem("selection", "last, validation or test")
    }
    let epochs = row["epochs"].components(separatedBy: " + ").map { Int($0) }
    guard !epochs.contains(nil) else {
      throw row.problem("epochs", "numbers such as 200 + 10")
    }
    try self.init(
      name: row.word("run"), seed: row.count("seed"), epochs: epochs.compactMap { $0 },
      scale: row.required("scale"), schedule: row["schedule"],
      augmentation: row["augmentation"], selection: selection, heldOut: row.required("held_out"),
      network: row["network"], parameters: row.countIfKnown("parameters"),
      multiplyAdds: row.countIfKnown("multiply_adds"), startsFrom: row["starts_from"],
      identity: row.word("identity"), imagesPerSecond: row.number("images_per_second"),
      seconds: row.required("seconds"),
      peakMemory: row.countIfKnown("peak_memory_bytes"),
      processor: row["processor"],
      processors: row.count("processors"), threads: row.count("threads"), device: row["device"],
      version: row["version"], commit: row["commit"], begun: row["begun"],
      command: row["command"])
  }
}
