import ArgumentParser
import Calibration

/// How the help of a command describes the rows that it takes.
protocol RowDescription {
  /// Rows of logits.
  static var logits: String { get }
  /// Rows of probabilities instead.
  static var probabilities: String { get }
}

/// The file with rows without labels: logits, or probabilities instead.
struct RowFileOptions<Rows: RowDescription>: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "\(Rows.logits): .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for one array of several.",
      valueName: "file"), transform: PathArgument.path)
  var logits: String?

  @Option(
    help: ArgumentHelp("\(Rows.probabilities).", valueName: "file"),
    transform: PathArgument.path)
  var probabilities: String?

  /// The file that was named.
  var path: String { logits ?? probabilities ?? "" }

  /// What the numbers in it are.
  var kind: PredictionRows.Kind { logits == nil ? .probabilities : .logits }

  /// - Throws: `ValidationError` unless one of the two is given.
  func check() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
  }
}
