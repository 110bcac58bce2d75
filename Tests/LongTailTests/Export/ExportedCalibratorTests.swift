import ArrayFiles
import Calibration
import Foundation
import ModelExport
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Fitted calibrators as operators of a graph give what they give themselves.
struct ExportedCalibratorTests {
  private static let classes = 4

  private static func predictions(_ seed: UInt64, samples: Int = 400) -> Predictions {
    var random = CounterBasedGenerator(seed: seed, stream: 0)
    let labels = (0..<samples).map { _ in min(classes - 1, Int(random.uniform() * 4)) }
    let logits = labels.flatMap { label in
      (0..<classes).map { Float(2 * random.normal() + ($0 == label ? 2 : 0)) }
    }
    return Predictions(logits: Logits(logits, classes: classes), labels: labels)
  }

  private static let exported = [
    "temperature", "class-wise-temperature", "vector", "matrix", "dirichlet",
    "bcts", "svs", "sms", "ensemble-temperature", "beta", "isotonic", "isotonic-one-vs-all",
    "temperature-isotonic",
    "temperature-isotonic-one-vs-all", "histogram-binning",
    "group-temperature", "venn-abers", "top-label-spline",
  ]

  @Test(arguments: exported)
  func `a fitted calibrator gives the same probabilities`(name: String) throws {
    try expectSame(#require(Calibrators.all.first { $0.name == name }).init())
  }

  @Test(arguments: ["isotonic", "temperature-isotonic"])
  func `one map for all classes keeps the answer in float32`(name: String) throws {
    // Few samples make long steps, on which several classes of an unsure row lie.
    let method = try #require(Calibrators.all.first { $0.name == name }).init()
    let fitted = try method.fitted(to: Self.predictions(3, samples: 60)) as any Calibrator
    let calibrator = try #require(fitted as? any ExportableCalibrator)
    let sure = Self.predictions(4, samples: 1500).logits
    let test = Logits(sure.values.map { $0 / 2 }, classes: Self.classes)
    let found = try output(of: calibrator, test).map { Float($0) }
    func answers(_ values: [Float]) -> [Int] {
      stride(from: 0, to: values.count, by: Self.classes).map { start in
        (1..<Self.classes).reduce(0) { values[start + $1] > values[start + $0] ? $1 : $0 }
      }
    }
    #expect(answers(found) == answers(test.values))
    // Without a unit of the last place some rows would have two answers.
    let rounded = calibrator(test).values.map { Float($0) }
    #expect(answers(rounded) != answers(test.values))
    for start in stride(from: 0, to: found.count, by: Self.classes) {
      #expect(abs(found[start..<start + Self.classes].reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func `so does a temperature with a share of the uniform distribution`() throws {
    var method = TemperatureScaling()
    method.laplace = true
    try expectSame(method)
  }

  @Test func `a spline that keeps the answer gives the same probabilities`() throws {
    try expectSame(TopLabelSpline(keepsAnswer: true))
  }

  @Test(arguments: [false, true])
  func `confidences that float32 cannot tell from 1 are looked up where they lie`(
    keepsAnswer: Bool
  ) throws {
    let knots = [0.5, 1 - 1e-4, 1 - 1e-8, 1 - 2e-8, 1 - 1e-12].sorted()
    let tree: [String: Any] = [
      "temperature": 1, "confidences": knots, "values": [0.3, 0.9, 0.5, 0.8, 0.6],
      "keepsAnswer": keepsAnswer, "classes": 3, "warnings": [String](),
    ]
    let calibrator = try JSONDecoder().decode(
      TopLabelCalibrator.self, from: JSONSerialization.data(withJSONObject: tree))
    // The answer is so far ahead; from 708 on the calibrator takes the others for equal.
    let gaps: [Float] = [0.05, 0.1, 1, 5, 9, 12, 17.9, 18.1, 18.4, 22, 26, 30, 60, 200, 700, 720]
    let logits = gaps.flatMap { gap -> [Float] in [3 - gap, 3, 3 - gap - 1.5] }
    try expectSame(calibrator, Logits(logits, classes: 3))
  }

  @Test func `steep pieces of a map keep their digits`() throws {
    // Knots that are one or no float apart, just below 1.
    let knots = [0.2, 1 - 3e-7, 1 - 2.999e-7, 1 - 1e-7, 1]
    let heights = [0.1, 0.4, 0.6, 0.7, 0.8]
    let table = LookupTable([LookupTable.straightPieces(knots, heights)], classes: 2)
    let builder = GraphBuilder(input: ModelGraph.Port("x", extents: [2]))
    builder.output(
      table.export(builder.input, in: builder), as: ModelGraph.Port("y", extents: [2]))
    let inputs: [Double] = [0, 0.2, 0.6, 0.999, 0.9999997, 0.9999998, 0.99999994, 1]
    let found = try #require(
      try GraphInterpreter(builder.graph, path: "graph").outputs(
        for: Tensor(inputs, shape: [4, 2]).to(.float32))["y"]
    ).doubles
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(abs(found[2] - (0.1 + 0.3 * 0.4 / 0.7999997)) < 1e-6)
    #expect(found[0] == found[1] && found[5] >= 0.6 && found[5] <= 0.7)
    #expect(abs(found[7] - 0.8) < 1e-6)
  }

  @Test(arguments: ["gaussian-process"])
  func `one that is no graph says why`(name: String) throws {
    let method = try #require(Calibrators.all.first { $0.name == name }).init()
    let fitted = try method.fitted(to: Self.predictions(1, samples: 120)) as any Calibrator
    #expect(!(fitted is any ExportableCalibrator))
    let builder = GraphBuilder(input: ModelGraph.Port("logits", extents: [Self.classes]))
    let outputs = ExportedOutputs(
      logits: builder.input, expertLogits: [], features: builder.input)
    let error = #expect(throws: FileProblem.self) {
      try ExportedNetwork.probabilities(
        outputs, calibrator: (name, .combined(fitted, nil)), run: "run", in: builder)
    }
    let reason = try #require(fitted as? any UnexportableCalibrator).reason
    #expect(error?.problem.contains(reason) == true)
  }

  private func expectSame(_ method: any CalibrationMethod) throws {
    let calibrator = try #require(
      try method.fitted(to: Self.predictions(1)) as? any ExportableCalibrator)
    try expectSame(calibrator, Self.predictions(2, samples: 50).logits)
  }

  private func expectSame(_ calibrator: any ExportableCalibrator, _ test: Logits) throws {
    let expected = calibrator(test).values
    let found = try output(of: calibrator, test)
    let largest = zip(found, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(largest < 2e-5)
  }

  /// The graph's probabilities.
  private func output(
    of calibrator: any ExportableCalibrator, _ test: Logits
  ) throws -> [Double] {
    let classes = test.classes
    let builder = GraphBuilder(input: ModelGraph.Port("logits", extents: [classes]))
    builder.output(
      calibrator.export(builder.input, in: builder),
      as: ModelGraph.Port("probabilities", extents: [classes]))
    let input = Tensor(test.values.map(Double.init), shape: [test.samples, classes]).to(.float32)
    return try #require(
      try GraphInterpreter(builder.graph, path: "graph").outputs(for: input)["probabilities"]
    ).doubles
  }
}
