import Calibration
import Foundation

/// Times the calibration library on arrays of the benchmark and prints one object of JSON.
///
///     CalibrationSpeed wide|narrow FOLDER
///
/// `wide` reads logits.npy, probabilities.npy and labels.npy of a million samples and 100 classes and
/// measures the error and the temperature beside a plain pass; `narrow` reads logits.npy and labels.npy of
/// 10 classes and fits the two isotonic maps. Medians of seven, in turns, after a first time that does not
/// count.
@main
struct CalibrationSpeed {
  static func main() throws {
    guard CommandLine.arguments.count == 3 else {
      throw Usage(description: "usage: CalibrationSpeed wide|narrow FOLDER")
    }
    let folder = CommandLine.arguments[2]
    var figures = Figures()
    switch CommandLine.arguments[1] {
    case "wide": try measureWide(folder, &figures)
    case "narrow": try measureNarrow(folder, &figures)
    default: throw Usage(description: "usage: CalibrationSpeed wide|narrow FOLDER")
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    print(String(decoding: try encoder.encode(figures.medians), as: UTF8.self))
  }

  private static func measureWide(_ folder: String, _ figures: inout Figures) throws {
    let bytes = try Data(
      contentsOf: URL(fileURLWithPath: folder + "/probabilities.npy"), options: .alwaysMapped)
    let logits = try PredictionArrays.logits(folder + "/logits.npy")
    let labels = try PredictionArrays.labels(
      folder + "/labels.npy", samples: logits.samples, classes: logits.classes)
    let predictions = Predictions(logits: logits, labels: labels)
    for turn in 0..<8 {
      var total: Float = 0
      figures.measure("pass_seconds", turn) { total = sum(bytes) }
      figures.values["pass_total"] = [Double(total)]
      var probabilities: Probabilities?
      try figures.measure("read_probabilities_seconds", turn) {
        probabilities = try PredictionArrays.probabilities(folder + "/probabilities.npy")
      }
      guard let probabilities else { continue }
      var error = 0.0
      figures.measure("error_seconds", turn) {
        error = ReliabilityBins(probabilities, labels: labels).expectedError
      }
      figures.values["error"] = [error]
      var temperature = 0.0
      try figures.measure("temperature_seconds", turn) {
        temperature = try TemperatureScaling().fitted(to: predictions).temperature
      }
      figures.values["temperature"] = [temperature]
    }
  }

  private static func measureNarrow(_ folder: String, _ figures: inout Figures) throws {
    let logits = try PredictionArrays.logits(folder + "/logits.npy")
    let predictions = Predictions(
      logits: logits,
      labels: try PredictionArrays.labels(
        folder + "/labels.npy", samples: logits.samples, classes: logits.classes))
    for turn in 0..<8 {
      try figures.measure("isotonic_seconds", turn) {
        _ = try IsotonicRegression().fitted(to: predictions)
      }
      try figures.measure("isotonic_one_versus_all_seconds", turn) {
        _ = try IsotonicOneVersusAll().fitted(to: predictions)
      }
    }
  }

  /// One thread, vectors of sixteen: what it costs to look at every number once.
  private static func sum(_ bytes: Data) -> Float {
    bytes.withUnsafeBytes { raw in
      // What precedes the numbers in these files is 128 bytes long.
      let size = MemoryLayout<SIMD16<Float>>.size
      var first = SIMD16<Float>.zero
      var second = SIMD16<Float>.zero
      for place in stride(from: 128, to: raw.count - 2 * size + 1, by: 2 * size) {
        first += raw.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self)
        second += raw.loadUnaligned(fromByteOffset: place + size, as: SIMD16<Float>.self)
      }
      return (first + second).sum()
    }
  }

  private struct Usage: Error, CustomStringConvertible {
    let description: String
  }

  /// What was measured, by name.
  private struct Figures {
    var values: [String: [Double]] = [:]

    var medians: [String: Double] {
      values.mapValues { $0.sorted()[$0.count / 2] }
    }

    mutating func measure(_ name: String, _ turn: Int, _ body: () throws -> Void) rethrows {
      let begin = ContinuousClock.now
      try body()
      let time = ContinuousClock.now - begin
      let seconds =
        Double(time.components.seconds) + 1e-18 * Double(time.components.attoseconds)
      if turn > 0 { values[name, default: []].append(seconds) }
    }
  }
}
