import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

/// `longtail prior estimate`
struct PriorEstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimate the class shares of rows without labels, with intervals.",
    discussion: """
      Probabilities are calibrated first: with a calibrator that is given, or one that is fitted to the
      validation predictions (bcts; temperature where a class has fewer than 10 of them). The file that
      --output writes can be given wherever a class prior is read.

      Examples:
        longtail prior estimate --validation DIR --logits unlabelled.npy --output prior.json
        longtail prior estimate --validation DIR --calibrator calibrator.json --logits unlabelled.npy
        longtail prior estimate --validation DIR --logits monday.npy --state world.safetensors \\
          --fail-if "last_shift_p<0.01"
      """)

  @Option(
    help: "Folder with labelled predictions of the world that the model comes from.",
    transform: PathArgument.path)
  var validation: String

  @Option(
    help: ArgumentHelp(
      "Logits without labels, [samples, classes]: .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for one array of several.",
      valueName: "file"), transform: PathArgument.path)
  var logits: String?

  @Option(
    help: ArgumentHelp("Probabilities instead, likewise.", valueName: "file"),
    transform: PathArgument.path)
  var probabilities: String?

  @Option(
    help: ArgumentHelp(
      "The file that longtail calibrate fit has written, for the same validation set.",
      valueName: "file"), transform: PathArgument.path)
  var calibrator: String?

  @Option(
    help:
      "Or the calibrator to fit here: longtail list calibrators shows them, none takes the probabilities as they are."
  )
  var method: String?

  @OptionGroup(title: "Experts") var rule: CombinationOption

  @OptionGroup(title: "Tables") var tables: TableOptions

  @OptionGroup(title: "Estimate") var options: PriorOptions

  @OptionGroup(title: "Output") var output: PriorOutputOptions

  @Option(
    help: ArgumentHelp(
      "Keep the rows in this file, added to those that are in it: the estimate is of all of them.",
      valueName: "file"), transform: PathArgument.path)
  var state: String?

  func validate() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
    guard calibrator == nil || method == nil else {
      throw ValidationError("--calibrator and --method exclude each other; give one of them")
    }
  }

  func run() throws {
    let estimation = try options.estimation()
    try output.check()
    let earlier = try state.flatMap {
      FileManager.default.fileExists(atPath: $0) ? try PriorEvidence.read($0) : nil
    }
    let batch = try evidence()
    var all = batch
    if let state, let earlier {
      do { all = try earlier.merging(batch) } catch let error as CalibrationError {
        throw FileProblem(state, error.description)
      }
      Remarks.print([
        "\(state): \(batch.samples) rows are added to \(earlier.samples) of \(earlier.batches.count) "
          + (earlier.batches.count == 1 ? "batch" : "batches")
      ])
    }
    Remarks.warn(all.calibrator.warnings)
    let estimate = try estimation.estimate(all)
    if let state { try all.write(to: state) }
    try output.write(
      estimate,
      files: [("validation", validation), ("rows", logits ?? probabilities ?? "")])
  }

  private func evidence() throws -> PriorEvidence {
    let files = try PriorFiles(
      validation: validation, rows: logits ?? probabilities ?? "",
      kind: logits == nil ? .probabilities : .logits, calibrator: calibrator,
      combination: try rule.combination(), choice: try tables.choice())
    let (labelled, rows) = (files.labelled, files.rows)
    Remarks.print(labelled.notes + labelled.remarks + rows.notes)
    Remarks.warn(labelled.warnings + rows.warnings + labelled.coverageWarnings)
    return try files.evidence(fitting: method)
  }
}
