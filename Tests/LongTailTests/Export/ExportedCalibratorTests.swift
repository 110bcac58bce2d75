import ArrayFiles
import Calibration
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
    "group-temperature", "venn-abers",
  ]

  @Test(arguments: exported)
  func `a fitted calibrator gives the same probabilities`(name: String) throws {
    try expectSame(#require(Calibrators.all.first { $0.name == name }).init())
  }

  @Test func `so does a temperature with a share of the uniform distribution`() throws {
    var method = TemperatureScaling()
    method.laplace = true
    try expectSame(method)
  }

  @Test(arguments: ["top-label-spline", "gaussian-process"])
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
    let builder = GraphBuilder(
      input: ModelGraph.Port("logits", extents: [Self.classes]))
    builder.output(
      calibrator.export(builder.input, in: builder),
      as: ModelGraph.Port("probabilities", extents: [Self.classes]))
    let test = Self.predictions(2, samples: 50).logits
    let input = Tensor(test.values.map(Double.init), shape: [50, Self.classes]).to(.float32)
    let found = try #require(
      try GraphInterpreter(builder.graph, path: "graph").outputs(for: input)["probabilities"])
    let expected = calibrator(test).values
    let largest = zip(found.doubles, expected).map { abs($0 - $1) }.max() ?? 1
    #expect(largest < 2e-5)
  }
}
