import Calibration
import Foundation

/// Times the fit of one calibrator, or the making of prediction sets, and prints one object of JSON.
///
///     SizeSpeed CALIBRATOR|class-conditional FOLDER
///
/// FOLDER/validation holds logits.npy and labels.npy; for sets it and FOLDER/test hold probabilities.npy and labels.npy.
/// The clock runs from mapped files to the fitted calibrator, or to the sets of all test samples.
@main
struct SizeSpeed {
  static func main() throws {
    guard CommandLine.arguments.count == 3 else {
      FileHandle.standardError.write(
        Data("usage: SizeSpeed CALIBRATOR|class-conditional FOLDER\n".utf8))
      exit(2)
    }
    let folder = CommandLine.arguments[2]
    let name = CommandLine.arguments[1]
    let figures =
      name == "class-conditional" ? try setFigures(folder) : try fitFigures(name, folder)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(figures), as: UTF8.self))
  }

  /// Seconds of the fit, and the mean −log p of the label that it reaches on the same samples.
  private static func fitFigures(_ name: String, _ folder: String) throws -> [String: Double] {
    let validation = try read(folder + "/validation")
    let method = try Calibrators.type(named: name).init()
    let begin = ContinuousClock.now
    let calibrator = try method.fitted(to: validation, training: nil)
    let seconds = seconds(since: begin)
    let classes = validation.logits.classes
    let size = max(1, (1 << 20) / classes)
    var likelihood = 0.0
    for start in stride(from: 0, to: validation.labels.count, by: size) {
      let part = validation.selecting(
        Array(start..<min(start + size, validation.labels.count)))
      let values = calibrator(part.logits).values
      for (row, label) in part.labels.enumerated() {
        likelihood -= log(values[row * classes + label])
      }
    }
    return [
      "seconds": seconds, "likelihood": likelihood / Double(validation.labels.count),
    ]
  }

  /// Seconds from the probabilities of both parts to the sets, with the sets' mean size and coverage.
  private static func setFigures(_ folder: String) throws -> [String: Double] {
    func rows(_ part: String) throws -> (rows: ProbabilityRows, labels: [Int]) {
      let rows = try PredictionRows(folder + "/\(part)/probabilities.npy", kind: .probabilities)
      let labels = try PredictionArrays.labels(
        folder + "/\(part)/labels.npy", samples: rows.samples, classes: rows.classes)
      return (try ProbabilityRows(rows), labels)
    }
    let validation = try rows("validation")
    let test = try rows("test")
    let begin = ContinuousClock.now
    let predictor = try SetMethod(rule: ClassConditionalRule(), alpha: 0.1).fitted(
      to: validation.rows, labels: validation.labels)
    var size = 0
    var covered = 0
    for range in test.rows.ranges {
      let sets = try predictor.sets(for: test.rows.probabilities(range))
      for sample in 0..<sets.samples {
        size += sets.size(sample)
        if sets.contains(test.labels[range.lowerBound + sample], in: sample) { covered += 1 }
      }
    }
    let seconds = seconds(since: begin)
    return [
      "seconds": seconds, "size": Double(size) / Double(test.labels.count),
      "coverage": Double(covered) / Double(test.labels.count),
    ]
  }

  private static func read(_ folder: String) throws -> Predictions {
    let logits = try PredictionArrays.logits(folder + "/logits.npy")
    return Predictions(
      logits: logits,
      labels: try PredictionArrays.labels(
        folder + "/labels.npy", samples: logits.samples, classes: logits.classes))
  }

  private static func seconds(since begin: ContinuousClock.Instant) -> Double {
    let time = ContinuousClock.now - begin
    return Double(time.components.seconds) + 1e-18 * Double(time.components.attoseconds)
  }
}
