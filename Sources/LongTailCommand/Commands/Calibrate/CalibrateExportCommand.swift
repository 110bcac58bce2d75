import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

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

  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  func run() throws {
    let content = try CalibratorFile.read(calibrator)
    let source: String
    do {
      source = try SwiftExport.source(of: content.fitted.single, name: name)
    } catch CalibrationError.invalidSetting(let what) {
      throw ValidationError("--name: \(what)")
    } catch {
      throw FileProblem(calibrator, "\(type(of: content.method).name): \(error)")
    }
    try AtomicFile.write(Data(source.utf8), to: output)
    try StandardOutput.print(output)
  }
}
