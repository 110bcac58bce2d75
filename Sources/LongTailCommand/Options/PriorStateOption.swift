import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

/// The file that keeps the rows of every estimate, from one time to the next.
struct PriorStateOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep the rows in this file, added to those that are in it: the estimate is of all of them.",
      valueName: "file"), transform: PathArgument.path)
  var state: String?

  /// The rows of the times before; `nil` where there is no file yet.
  /// - Throws: `FileProblem` for a file that is no state.
  func earlier() throws -> PriorEvidence? {
    guard let state, FileManager.default.fileExists(atPath: state) else { return nil }
    return try PriorEvidence.read(state)
  }

  /// The rows of the times before with these, which it tells.
  /// - Throws: `FileProblem` where they do not go together.
  func adding(_ batch: PriorEvidence, to earlier: PriorEvidence?) throws -> PriorEvidence {
    guard let state, let earlier else { return batch }
    let all: PriorEvidence
    do { all = try earlier.merging(batch) } catch let error as CalibrationError {
      throw FileProblem(state, error.description)
    }
    Remarks.print([
      "\(state): \(batch.samples) rows are added to \(earlier.samples) of \(earlier.batches.count) "
        + (earlier.batches.count == 1 ? "batch" : "batches")
    ])
    return all
  }

  /// Writes the file, if one was named.
  /// - Throws: `FileProblem` when it cannot be written.
  func write(_ evidence: PriorEvidence) throws {
    if let state { try evidence.write(to: state) }
  }
}
