import ArgumentParser
import Calibration

/// Options that name a file with rows without labels: logits, or probabilities instead.
protocol RowOptions: ParsableArguments {
  /// The file, where it holds logits.
  var logits: String? { get }
  /// The file, where it holds probabilities.
  var probabilities: String? { get }
}

extension RowOptions {
  /// The file that was named.
  var rowsPath: String { logits ?? probabilities ?? "" }

  /// What the numbers in it are.
  var kind: PredictionRows.Kind { logits == nil ? .probabilities : .logits }

  /// - Throws: `ValidationError` unless one of the two is given.
  func checkRows() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
  }
}
