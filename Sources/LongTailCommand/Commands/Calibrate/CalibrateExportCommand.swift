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

  @OptionGroup var replacing: OverwriteOption

  func run() throws {
    try replacing.check(output)
    let content = try CalibratorFile.read(calibrator)
    try checkInput(content)
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

  /// The function that is written takes logits as they are.
  private func checkInput(_ content: CalibratorFile.Content) throws(FileProblem) {
    guard let input = content.input else { return }
    guard input.kind == .logits else {
      throw FileProblem(
        calibrator,
        "it was fitted to probabilities, and the function that is written takes logits; fit it to logits"
      )
    }
    guard input.shift == nil || !content.fitted.dependsOnOffset else {
      throw FileProblem(
        calibrator,
        "it was fitted to logits so far from zero that a number was taken off them, which the function that "
          + "is written does not do; fit it to logits near zero")
    }
  }
}
