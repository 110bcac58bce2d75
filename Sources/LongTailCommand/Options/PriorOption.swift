import ArrayFiles
import Calibration
import Foundation
import LongTail

/// A class prior as the command line names it.
struct PriorOption {
  /// One share a class, ≥ 0, with sum one.
  let shares: [Double]

  /// - Parameters:
  ///   - text: `uniform`, `forward-R`, `backward-R` (the true shares of that test list), or a JSON file
  ///     with a number a class.
  /// - Throws: `FileProblem` for a file that does not fit; what the distribution finds wrong.
  init(_ text: String, run: FinishedRun) throws {
    let classes = run.data.test.samples.classes
    var weights: [Double]
    if text.hasSuffix(".json") {
      guard let data = FileManager.default.contents(atPath: text) else {
        throw FileProblem(text, "cannot be read; expected a JSON array with a number a class")
      }
      guard let values = try? JSONDecoder().decode([Double].self, from: data) else {
        throw FileProblem(text, "is no JSON array of numbers; expected one number a class")
      }
      guard values.count == classes else {
        throw FileProblem(text, "has \(values.count) numbers; the model has \(classes) classes")
      }
      guard values.allSatisfy({ $0 >= 0 && $0.isFinite }), values.contains(where: { $0 > 0 }) else {
        throw FileProblem(text, "a prior needs numbers of at least 0, not all of them 0")
      }
      weights = values
    } else {
      let distribution = try ShiftedTestDistribution(text)
      let positions = distribution.positions(
        in: run.data.test, trainingCounts: run.data.publishedCounts)
      weights = run.data.test.samples.selecting(positions).classCounts.map(Double.init)
    }
    let total = weights.reduce(0, +)
    for index in weights.indices { weights[index] /= total }
    shares = weights
  }

  /// Scores under this prior instead of the one that the model was trained for: z + log π_test, and
  /// − log π_train where the model aims at the training prior (METHODS-core 5.5).
  func corrected(_ logits: Logits, run: FinishedRun) -> Logits {
    let counts = run.data.training.samples.classCounts
    let total = Double(counts.reduce(0, +))
    let offsets = shares.indices.map { index -> Float in
      let own = run.recipe.targetsUniformPrior ? 0 : log(Double(counts[index]) / total)
      return Float(log(shares[index]) - own)
    }
    let classes = logits.classes
    return Logits(
      logits.values.enumerated().map { $1 + offsets[$0 % classes] }, classes: classes)
  }
}
