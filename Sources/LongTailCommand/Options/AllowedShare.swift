import ArgumentParser
import Foundation

/// Shares of what may go wrong, such as `--alpha`: their range, and a doubt where one may have been meant for what must go
/// right.
enum AllowedShare {
  /// - Throws: `ValidationError` for a share that is not between 0 and 1.
  static func check(_ share: Double, _ option: String) throws(ValidationError) {
    guard share > 0, share < 1 else {
      throw ValidationError("\(option) is \(share); a number between 0 and 1 is needed")
    }
  }

  /// Says of a large share of misses how little it promises.
  /// - Parameters:
  ///   - alpha: the share of prediction sets that may miss the true class.
  ///   - place: where it was said.
  /// - Returns: a line; none for one half and less.
  static func warnings(alpha: Double, in place: String = "--alpha") -> [String] {
    guard alpha > 0.5 else { return [] }
    return [
      "\(place) \(alpha) is the share of sets that may miss the true class: only \(percent(1 - alpha)) coverage is "
        + "guaranteed; \(String(format: "%.4g", 1 - alpha)) guarantees \(percent(alpha))"
    ]
  }

  /// Likewise of answers that may be wrong, and of the chance that this promise fails.
  static func warnings(risk: Double, delta: Double) -> [String] {
    var warnings: [String] = []
    if risk > 0.5 {
      warnings.append(
        "--risk \(risk) is the share of answers that may be wrong: only \(percent(1 - risk)) of them are promised to be "
          + "right; \(String(format: "%.4g", 1 - risk)) promises \(percent(risk))")
    }
    if delta > 0.5 {
      warnings.append(
        "--delta \(delta) is the chance that the promise fails: it holds with the chance \(percent(1 - delta)) only; "
          + "\(String(format: "%.4g", 1 - delta)) makes it hold with \(percent(delta))")
    }
    return warnings
  }

  private static func percent(_ share: Double) -> String { String(format: "%.4g %%", share * 100) }
}
