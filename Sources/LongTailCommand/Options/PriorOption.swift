import ArgumentParser
import Calibration
import LongTail

/// Options that name a class prior. A word that stands for none is wrong usage; a file that cannot be read is
/// not.
enum PriorOption {
  /// The word for a prior that is found in the samples themselves, where a command can.
  static let estimated = "estimated"

  /// Finds a wrong word before anything is read; files are left for later.
  /// - Throws: `ValidationError` that names the option.
  static func check(_ text: String?, option: String) throws {
    guard let text, text != estimated, !ClassShares.isFile(text) else { return }
    _ = try testPrior(text, option: option, for: nil)
  }

  /// The class distribution that predictions are brought to; tells how a file with it was understood.
  /// - Parameters:
  ///   - text: what was given.
  ///   - option: where.
  ///   - classes: of the predictions.
  ///   - quietly: whether nothing is told.
  /// - Returns: the distribution.
  /// - Throws: `ValidationError` that names the option; `FileProblem` for a file that is wrong, or names other classes.
  static func testPrior(
    _ text: String, option: String, for classes: KnownClasses?, quietly: Bool = false
  ) throws -> TestPrior {
    do {
      let found = try TestPrior.read(text, for: classes)
      if !quietly { Remarks.print(found.notes) }
      return found.prior
    } catch CalibrationError.invalidSetting(let what) {
      throw ValidationError("\(option): \(what)")
    }
  }

  /// The prior that the scores of a run are corrected to.
  /// - Throws: as ``testPrior(_:option:)``.
  static func targetPrior(_ text: String, option: String) throws -> TargetPrior {
    do { return try TargetPrior(text) } catch let problem as DatasetProblem {
      throw ValidationError("\(option): \(problem)")
    }
  }

  /// - Throws: `ValidationError` for a prior that goes by class counts which nobody gave.
  static func requireCounts(
    _ counts: [Int]?, for prior: TestPrior?, option: String, giving: String
  ) throws {
    switch prior {
    case .forward where counts == nil, .backward where counts == nil:
      throw ValidationError(
        "\(option): forward and backward priors rank classes by their training images; class counts are "
          + "needed (\(giving))")
    default: return
    }
  }
}
