import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// `longtail sets apply`
struct SetsApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Turn logits or probabilities into prediction sets.",
    discussion: """
      Writes the whole file, or none. As .csv: a line a sample with its row, the size of its set, whether it
      has no answer, and the classes by number from 0, the most probable first; in the last column by name, where
      they have names. As .npy: uint8, [samples, classes], 1 for what is
      in the set. Sets belong to the calibrator that they were fitted with: the same file must be given.

      Examples:
        longtail sets apply --sets sets.json --logits new.npy --output sets.csv
        longtail sets apply --sets sets.json --calibrator temperature.json --logits new.npy --output sets.npy
      """)

  @OptionGroup var rows: SetRowOptions

  @Option(help: "The .csv or .npy file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func validate() throws {
    try rows.file.check()
    try WrittenArray.check(output, isOneOf: .csv, .npy)
  }

  func run() throws {
    try replacing.check(output, besides: [rows.sets, rows.file.path, rows.source.calibrator])
    try replacing.check(output)
    let predictor = try SetPredictorFile.read(rows.sets)
    Remarks.warn(AllowedShare.warnings(alpha: predictor.alpha, in: "\(rows.sets): alpha"))
    let opened = try rows.open(for: predictor)
    let sets = SetOutput(path: output, predictor: predictor)
    Remarks.print([sets.orderNote(for: opened)])
    let stop = StopRequest()
    try sets.write(opened) { stop.isRequested }
    try StandardOutput.print(output)
  }
}
