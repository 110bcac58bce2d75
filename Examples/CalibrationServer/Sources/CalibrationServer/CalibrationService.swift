import Calibration
import Foundation

/// Answers logits with calibrated probabilities.
struct CalibrationService {
  /// One line that is asked.
  private struct Question: Decodable {
    let logits: [Float]
  }

  /// One line that is answered: probabilities, or what is wrong with the question.
  private struct Answer: Encodable {
    var probabilities: [Double]?
    var error: String?
  }

  /// A line with the label that was right.
  private struct Example: Decodable {
    let logits: [Float]
    let label: Int
  }

  private let calibrator: any Calibrator

  /// - Parameter path: what ``fit(_:to:)`` or `longtail calibrate fit` has written.
  /// - Throws: `FileProblem` for a file that is no calibrator.
  init(_ path: String) throws {
    calibrator = try CalibratorFile.read(path).calibrator
  }

  /// The answer to a line of JSON, as a line of JSON.
  func answer(_ line: String) throws -> String {
    var answer = Answer()
    do {
      let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
      let logits = Logits(question.logits, classes: max(question.logits.count, 1))
      answer.probabilities = try calibrator.probabilities(for: logits).values
    } catch {
      answer.error = "\(error)"
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(answer), as: UTF8.self)
  }

  /// Fits a temperature to held-out lines with labels, and writes it.
  /// - Throws: `CalibrationError` for lines that it cannot be fitted to, what is wrong with the files.
  static func fit(_ lines: String, to path: String) throws {
    let text = try String(contentsOfFile: lines, encoding: .utf8)
    let examples = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Example.self, from: Data($0.utf8))
    }
    guard let classes = examples.first?.logits.count, classes > 0,
      examples.allSatisfy({ $0.logits.count == classes && (0..<classes).contains($0.label) })
    else { throw Problem(description: "\(lines): lines of one number of logits are needed") }
    let validation = Predictions(
      logits: Logits(examples.flatMap(\.logits), classes: classes), labels: examples.map(\.label))
    let method = TemperatureScaling()
    try CalibratorFile.write(method.fitted(to: validation), method: method, to: path)
  }

  private struct Problem: Error, CustomStringConvertible {
    let description: String
  }
}
