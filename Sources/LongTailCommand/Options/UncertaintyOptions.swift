import ArgumentParser
import Calibration

/// Where it is said how unsure answers are, by another account than their probabilities.
struct UncertaintyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How unsure each answer is [samples], the larger, the less sure, such as an entropy or what evidence leaves open: answers are also ranked by it (uncertainty_auroc, uncertainty_aurc). A folder's array uncertainty is taken without the option.",
      valueName: "file"), transform: PathArgument.path)
  var uncertainty: String?

  @Option(
    help: ArgumentHelp(
      "The same from numbers that are larger where answers are surer, such as a strength, a margin or the largest logit.",
      valueName: "file"), transform: PathArgument.path)
  var confidence: String?

  /// Names of the options given.
  var given: [String] {
    (uncertainty == nil ? [] : ["--uncertainty"]) + (confidence == nil ? [] : ["--confidence"])
  }

  /// `nil` where none was named.
  var file: UncertaintyFile? {
    uncertainty.map { .uncertainty($0) } ?? confidence.map { .confidence($0) }
  }

  func validate() throws {
    guard given.count < 2 else {
      throw ValidationError("only one of --uncertainty and --confidence can be given")
    }
  }
}
