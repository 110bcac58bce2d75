import ArgumentParser
import ArrayFiles
import Calibration

/// `longtail calibrate export`
struct CalibrateExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a fitted calibrator as source code that depends on nothing.",
    discussion: """
      The type in the file has a function from the logits of one sample to its probabilities.

      Example:
        longtail calibrate export --calibrator calibrator.json --language swift --output Calibrator.swift
      """)

  /// What it can be written in.
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case swift
  }

  @Option(help: "The file that longtail calibrate fit has written.", transform: PathArgument.path)
  var calibrator: String

  @Option(help: "swift.")
  var language: Language = .swift

  @Option(help: "Name of the type in the file.")
  var name: String = "Calibrator"

  @OptionGroup var file: OutputFileOptions

  func run() throws {
    try file.check()
    let content = try CalibratorFile.read(calibrator)
    try content.requirePlainLogits(in: calibrator)
    let source: String
    do {
      source = try SwiftExport.source(of: content.fitted.single, name: name)
    } catch CalibrationError.invalidSetting(let what) {
      throw ValidationError("--name: \(what)")
    } catch {
      throw FileProblem(calibrator, "\(type(of: content.method).name): \(error)")
    }
    try file.write(source)
  }
}
