import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Numbers of a calibrator file that no fit gives.
struct `A calibrator from elsewhere` {
  private func read(_ method: String, _ settings: String, _ calibrator: String) throws
    -> CalibratorFile.Content
  {
    let text = """
      {"format": "longtail calibrator", "version": 1, "method": "\(method)", "classes": 2,
       "settings": \(settings), "calibrator": \(calibrator)}
      """
    return try CalibratorFile.read(Data(text.utf8), from: "c.json")
  }

  /// The file of a fitted calibrator, with another number at a key.
  private func changed(_ name: String, _ path: String, to value: String) throws -> Data {
    var random = SeededNumbers(seed: 7)
    var predictions = random.predictions(samples: 300, classes: 3)
    predictions.features = predictions.logits.centredFeatures
    func data(_ method: some CalibrationMethod) throws -> Data {
      try CalibratorFile.data(method.fitted(to: predictions), method: method)
    }
    let whole = try data(Calibrators.type(named: name).init())
    let tree = try JSONSerialization.jsonObject(with: whole)
    let keys = path.split(separator: ".").map(String.init)
    let new = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
    return try JSONSerialization.data(withJSONObject: setting(tree, keys[...], to: new))
  }

  private func setting(_ tree: Any, _ keys: ArraySlice<String>, to value: Any) throws -> Any {
    guard let key = keys.first else { return value }
    if var list = tree as? [Any] {
      let index = try #require(Int(key))
      list[index] = try setting(list[index], keys.dropFirst(), to: value)
      return list
    }
    var object = try #require(tree as? [String: Any])
    object[key] = try setting(try #require(object[key], "\(key)"), keys.dropFirst(), to: value)
    return object
  }

  @Test(arguments: [
    ("temperature", "temperature", ["1e308", "0", "-1", "1e-300", "\"nan\"", "\"inf\""]),
    ("temperature", "uniformShare", ["-0.1", "1.5", "\"nan\""]),
    ("group-temperature", "temperatures.1", ["0", "1e308"]),
    ("group-temperature", "groups.0", ["3", "-1"]),
    ("top-label-spline", "temperature", ["0"]), ("top-label-spline", "confidences.0", ["-1", "2"]),
    ("top-label-spline", "values.0", ["-0.5", "1.5", "\"nan\""]),
    ("top-label-spline", "values", ["[0.5]"]), ("top-label-spline", "confidences", ["[]"]),
    ("venn-abers", "maps.0.lower.0", ["-1", "2", "1", "\"nan\""]),
    ("venn-abers", "maps.1.upper", ["[]"]), ("venn-abers", "maps.1.upper.0", ["0"]),
    ("venn-abers", "maps.2.upperEdges.0", ["7", "\"nan\""]),
    ("bcts", "temperature", ["0", "\"inf\""]), ("bcts", "offsets.1", ["\"nan\"", "1e18"]),
    ("svs", "uniformShare", ["0", "2"]), ("svs", "factors.0", ["1e300"]),
    ("svs", "offsets", ["[1, 2]"]), ("sms", "couplings.1", ["[1, 2]"]),
    ("sms", "couplings.0.1", ["\"nan\""]), ("sms", "couplings.2.2", ["0.5"]),
    ("sms", "couplings", ["[[0, 0, 0]]"]), ("sms", "temperature", ["-1"]),
    ("knowledge-transfer", "temperature", ["1e308", "0", "-2", "\"nan\""]),
    ("ensemble-temperature", "temperature", ["1e308", "0"]),
    ("ensemble-temperature", "shares", ["[1, 1]", "[0.5, 0.4, 0.3]"]),
    ("ensemble-temperature", "shares.0", ["-0.1", "1.5", "\"nan\""]),
    ("class-wise-temperature", "temperatures.1", ["0", "-1", "1e308", "\"nan\""]),
    ("isotonic", "temperature", ["0", "1e308"]),
    ("isotonic", "maps.0.outputs.0", ["-0.1", "2", "\"nan\"", "1"]),
    ("isotonic", "maps.0.inputs.1", ["-0.5", "1.5", "0"]),
    ("isotonic", "maps.0.outputs", ["[]", "[0.5]"]),
    ("isotonic-one-vs-all", "maps.2.outputs.0", ["-1", "\"inf\""]),
    ("isotonic-one-vs-all", "maps", ["[]"]),
    ("temperature-isotonic", "temperature", ["-1"]),
    ("temperature-isotonic-one-vs-all", "maps.1.inputs.0", ["7"]),
    ("histogram-binning", "maps.0.values.3", ["-0.2", "1.2", "\"nan\""]),
    ("histogram-binning", "maps.1.upperEdges.4", ["0", "2", "\"nan\""]),
    ("histogram-binning", "maps.1.values", ["[0.5]"]),
    ("scaling-binning", "maps.0.slope", ["\"nan\"", "1e300"]),
    ("scaling-binning", "maps.0.intercept", ["\"inf\""]),
    ("scaling-binning", "maps.2.steps.values.0", ["-1", "3"]),
    ("vector", "factors.1", ["\"nan\"", "1e300"]),
    ("vector", "offsets", ["[1, 2]"]), ("vector", "offsets.0", ["\"-inf\""]),
    ("matrix", "matrix.1", ["[1, 2]"]), ("matrix", "matrix.2.0", ["\"nan\"", "1e200"]),
    ("matrix", "matrix", ["[[1, 2, 3]]"]), ("dirichlet", "offsets.2", ["1e18"]),
    ("beta", "maps.0.a", ["-1", "\"nan\""]), ("beta", "maps.1.b", ["-0.1"]),
    ("beta", "maps.2.c", ["1e300"]),
    ("gaussian-process", "process.lengthscale", ["0", "-1", "1e300"]),
    ("gaussian-process", "process.noise", ["-1"]), ("gaussian-process", "process.variance", ["-1"]),
    ("gaussian-process", "process.deviations.0", ["-1"]),
    ("gaussian-process", "process.means", ["[1]"]),
    ("gaussian-process", "process.inducingInputs.0", ["\"nan\""]),
  ])
  func `is refused by key`(method: String, path: String, values: [String]) throws {
    for value in values {
      let data = try changed(method, "calibrator." + path, to: value)
      #expect("\(method) \(path) \(value)") {
        try CalibratorFile.read(data, from: "c.json")
      } throws: { error in
        // A list of another length is the fault of the list, a number of its place or of the next one.
        let parents = path.split(separator: ".").prefix { Int($0) == nil || path.hasPrefix("maps") }
        return "\(error)".hasPrefix("c.json, calibrator.\(parents.first ?? "")")
      }
    }
    let same = try changed(method, "classes", to: "3")
    #expect(throws: Never.self) { try CalibratorFile.read(same, from: "c.json") }
  }

  @Test func `names the place of the number`() {
    #expect {
      try read(
        "temperature", #"{"lowerBound": 0.05, "upperBound": 5, "weighting": "samples"}"#,
        #"{"temperature": 1e308, "classes": 2, "warnings": []}"#)
    } throws: {
      "\($0)"
        == "c.json, calibrator.temperature: 1e+308; a number from 1e-09 to 1000000000.0 was expected"
    }
  }

  @Test func `gives an error instead of numbers that are none`() throws {
    // Each number is within its range; their product is not.
    let vector = VectorCalibrator(factors: [1e9, -1e9], offsets: [1e9, 0], warnings: [])
    #expect(vector.flaw == nil)
    let huge = Logits([.greatestFiniteMagnitude, .greatestFiniteMagnitude], classes: 2)
    #expect(try vector.probabilities(for: huge).values == [1, 0])
    let odd = MatrixCalibrator(
      input: .logits, matrix: [[.infinity, 0], [0, 1]], offsets: [0, 0], warnings: [])
    #expect(odd.flaw?.key == "matrix.0.0")
    #expect {
      try odd.probabilities(for: Logits([0, 1, 1, 1], classes: 2))
    } throws: {
      guard case CalibrationError.notProbabilities(_, row: 0) = $0 else { return false }
      return true
    }
  }

  @Test func `knows what it was fitted to`() throws {
    let calibrator = VectorCalibrator(factors: [1, 2], offsets: [0, 1], warnings: [])
    for kind in [PredictionRows.Kind.logits, .probabilities] {
      let input = InputDescription(kind: kind, classNames: ["a", "b"])
      let data = try CalibratorFile.data(calibrator, method: VectorScaling(), input: input)
      #expect(try CalibratorFile.read(data, from: "c.json").input == input)
    }
    let old = try CalibratorFile.data(calibrator, method: VectorScaling())
    #expect(try CalibratorFile.read(old, from: "c.json").input == nil)
    let names = InputDescription(kind: .logits, classNames: ["a"])
    let short = try CalibratorFile.data(calibrator, method: VectorScaling(), input: names)
    #expect { try CalibratorFile.read(short, from: "c.json") } throws: {
      "\($0)" == "c.json, input.classNames: 1 names for 2 classes"
    }
  }
}
