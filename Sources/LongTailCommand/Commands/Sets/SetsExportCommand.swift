import ArgumentParser
import ArrayFiles
import Calibration

/// `longtail sets export`
struct SetsExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write fitted prediction sets as source code that depends on nothing.",
    discussion: """
      The type in the file has a function from the probabilities of one sample to the classes in its set. What
      longtail calibrate export writes gives those probabilities.

      Example:
        longtail sets export --sets sets.json --language swift --output PredictionSet.swift
      """)

  @Option(help: "The file that longtail sets fit has written.", transform: PathArgument.path)
  var sets: String

  @Option(help: "swift.")
  var language: CalibrateExportCommand.Language = .swift

  @Option(help: "Name of the type in the file.")
  var name = "PredictionSet"

  @OptionGroup var file: OutputFileOptions

  func run() throws {
    try file.check()
    let predictor = try SetPredictorFile.read(sets)
    Remarks.warn(AllowedShare.warnings(alpha: predictor.alpha, in: "\(sets): alpha"))
    let source: String
    do {
      source = try SwiftExport.source(of: predictor, name: name)
    } catch CalibrationError.invalidSetting(let what) {
      throw ValidationError("--name: \(what)")
    } catch {
      throw FileProblem(sets, error.description)
    }
    try file.write(source)
  }
}
