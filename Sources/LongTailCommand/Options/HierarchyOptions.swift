import ArgumentParser
import Calibration
import LongTail
import RunReports

/// Coarser classes, and how sure an answer has to be.
struct HierarchyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Coarser classes: a table (.csv, .tsv) with the class and its nodes from fine to coarse, all columns or those after a colon (taxa.csv:family,order), or JSON {\"rose\": \"flower\", …}. The finest level that is sure enough answers.",
      valueName: "file"), transform: PathArgument.path)
  var hierarchy: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "With --hierarchy: answer from this probability on; 0.8 when not given.",
      valueName: "probability"))
  var confidence: Double?

  @Flag(help: "With --hierarchy: answer nothing but nodes above the most probable class.")
  var consistent = false

  static let usualConfidence = 0.8

  func validate() throws {
    if let confidence, !(confidence >= 0 && confidence <= 1) {
      throw ValidationError("--confidence is \(confidence); a number from 0 to 1 is needed")
    }
    guard hierarchy == nil else { return }
    if confidence != nil { throw ValidationError("--confidence needs --hierarchy") }
    if consistent { throw ValidationError("--consistent needs --hierarchy") }
  }

  /// How a run's answers are given; `nil` without a hierarchy.
  var request: BackOffRequest? {
    hierarchy.map {
      BackOffRequest(
        file: $0, threshold: confidence ?? Self.usualConfidence, isConsistent: consistent)
    }
  }

  /// - Throws: `ValidationError` for two forms of answers at once.
  func check(besides answer: AnswerOptions) throws {
    guard hierarchy == nil || answer.alpha == nil else {
      throw ValidationError(
        "--alpha answers with a set of classes, --hierarchy with one node; say one of them")
    }
  }

  /// The answers as a table: of nodes where there is a hierarchy, of classes otherwise.
  static func table(
    _ backOff: BackOff?, _ answers: ClassAnswers, of pictures: NewPictures, _ calibrator: String?,
    top: Int
  ) throws -> Table {
    guard let backOff else { return answers.table(of: pictures, calibrator: calibrator, top: top) }
    return try LevelAnswers(answers.probabilities, backOff)
      .table(of: pictures, calibrator: calibrator)
  }
}
