public import ArgumentParser
import Calibration
public import LongTail

extension ExportedInput: ExpressibleByArgument {}

/// What an exported network takes and gives.
struct ExportOptions: ParsableArguments {
  @Option(help: "The calibrator; what the run chose when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(
    help: ArgumentHelp(
      "Correct the probabilities to a class prior: uniform, forward-R, backward-R, or a file with a share or count a class.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Option(
    help: "What the file takes: uint8-nhwc, uint8-nchw, or float32-nchw that is normalised already."
  )
  var input: ExportedInput = .bytes

  @Flag(help: "Give the logits of each expert too.")
  var expertLogits = false

  @Flag(help: "Give the features too.")
  var features = false

  @Option(
    help: ArgumentHelp(
      "Give the prediction sets of this file of longtail sets fit too, for the same calibrator.",
      valueName: "file"), transform: PathArgument.path)
  var sets: String?

  /// - Throws: `ValidationError` for a word that is no prior.
  func check() throws { try PriorOption.check(prior, option: "--prior") }

  /// - Parameter trained: the network; a prior's file may name its classes.
  /// - Returns: how the file is made.
  /// - Throws: `FileProblem` for a prior's file that is wrong, or names other classes.
  func options(for trained: TrainedModel) throws -> RunExport.Options {
    var options = RunExport.Options()
    options.input = input
    options.hasExpertLogits = expertLogits
    options.hasFeatures = features
    options.sets = sets
    options.prior = try prior.map {
      try PriorOption.testPrior($0, option: "--prior", for: trained.known)
    }
    return options
  }
}
