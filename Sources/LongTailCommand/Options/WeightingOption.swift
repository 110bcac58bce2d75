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

  /// Finds out before the classes are known whether the weights can be had.
  /// - Throws: `UnknownName` for another word, `FileProblem` for a file that is no class distribution.
  func check() throws {
    if let path = try file() { try ClassShares.check(path) }
  }

  /// The weights; tells how a file with them was understood.
  /// - Parameters:
  ///   - classes: those that the weights are for.
  ///   - quietly: whether nothing is told.
  /// - Returns: `nil` without the option.
  /// - Throws: as ``check()``, and `FileProblem` for a file of other classes.
  func weighting(for classes: KnownClasses, quietly: Bool = false) throws -> SampleWeighting? {
    if let path = try file() {
      let found = try ClassShares.read(path, for: classes)
      if !quietly { Remarks.print(found.notes) }
      return .prior(found.shares)
    }
    return weights.map { $0 == "uniform" ? .samples : .classes }
  }

  /// `nil` for a word.
  private func file() throws -> String? {
    switch weights {
    case nil, "uniform", "class-balanced": return nil
    case let path?:
      guard path.contains(".") || path.contains("/") else {
        throw UnknownName("weighting", path, known: ["uniform", "class-balanced", "FILE.json"])
      }
      return path
    }
  }

  /// The method with this weighting. One that has none, because it weighs samples itself, is left as it
  /// is, or refused when it is the one asked for.
  static func applied<Method: CalibrationMethod>(
    _ weighting: SampleWeighting?, to method: Method, isRequired: Bool
  ) throws -> Method {
    guard let weighting else { return method }
    guard let weighted = try method.weighted(by: weighting) else {
      guard isRequired, weighting != .samples else { return method }
      throw ValidationError(
        "--weights: \(Method.name) weighs the samples itself; leave the option out")
    }
    return weighted
  }
}
