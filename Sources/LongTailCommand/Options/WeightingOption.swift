import ArgumentParser
import Calibration
import Foundation
import LongTail

/// How much each validation sample counts in a fit.
struct WeightingOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "uniform: each sample counts the same (the default); class-balanced: each class counts the same; or a file with a share or count for each class, the class distribution to aim at.",
      valueName: "weights"), transform: PathArgument.path)
  var weights: String?

  /// - Throws: `UnknownName` for another word, `FileProblem` for a file that is no class distribution.
  private func weighting() throws -> SampleWeighting? {
    switch weights {
    case nil: return nil
    case "uniform": return .samples
    case "class-balanced": return .classes
    case let path?:
      guard path.contains(".") || path.contains("/") else {
        throw UnknownName("weighting", path, known: ["uniform", "class-balanced", "FILE.json"])
      }
      return .prior(try ClassShares.read(path))
    }
  }

  /// The method with this weighting. One that has none, because it weighs samples itself, is left as it
  /// is, or refused when it is the one asked for.
  func applied<Method: CalibrationMethod>(to method: Method, isRequired: Bool) throws -> Method {
    guard let weighting = try weighting() else { return method }
    guard let weighted = try method.weighted(by: weighting) else {
      guard isRequired, weighting != .samples else { return method }
      throw ValidationError(
        "--weights: \(Method.name) weighs the samples itself; leave the option out")
    }
    return weighted
  }
}
