import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

/// `longtail prior merge`
struct PriorMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put states of `longtail prior estimate --state` together and estimate the whole.",
    discussion: """
      The estimate is that of one batch with all rows, exactly, when the files are
      given in the order of their rows.

      Examples:
        longtail prior merge monday.safetensors tuesday.safetensors --output prior.json
        longtail prior merge days/*.safetensors --state week.safetensors
      """)

  @Argument(help: "Files that --state wrote.", transform: PathArgument.path)
  var states: [String]

  @OptionGroup(title: "Estimate") var options: PriorOptions

  @OptionGroup(title: "Output") var output: PriorOutputOptions

  @Option(
    help: ArgumentHelp(
      "Write the whole as one state; it may replace a state.", valueName: "file"),
    transform: PathArgument.path)
  var state: String?

  func run() throws {
    let estimation = try options.estimation()
    try output.check()
    if let state, FileManager.default.fileExists(atPath: state) {
      do { _ = try PriorEvidence.read(state) } catch {
        throw FileProblem(state, "is there already and is no state of longtail prior")
      }
    }
    guard let merged = try PriorEvidence.merging(states) else {
      throw ValidationError("name the states to merge")
    }
    let estimate = try estimation.estimate(merged)
    if let state { try merged.write(to: state) }
    try output.write(estimate, files: states.map { ("state", $0) })
  }
}
