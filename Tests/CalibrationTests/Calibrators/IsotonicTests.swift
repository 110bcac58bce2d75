import CalibrationTesting
import Testing

@testable import Calibration

/// Isotonic calibration.
struct IsotonicTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `single precision agrees with the reference on CIFAR-10-LT`() throws {
    // Chen and Su, CVPR 2023, the authors' program: its rows without temperature are in single precision.
    let validation = try RealPredictions.longTailed("validation")
    var pooled = IsotonicRegression()
    pooled.precision = .float32
    try ReferenceFigures(
      0.024277, 0.319051, 0.013096, 0.013058, 0.019394, 0.204517, 0.439180, 0.8586
    ).check(pooled.fitted(to: validation), tolerance: 2e-6)
    var separate = IsotonicOneVersusAll()
    separate.precision = .float32
    try ReferenceFigures(
      0.022961, 0.189173, 0.013264, 0.012830, 0.020586, 0.206857, 0.568913, 0.8609
    ).check(separate.fitted(to: validation), tolerance: 2e-6)
  }

  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `double precision agrees with the reference on CIFAR-10-LT`() throws {
    let validation = try RealPredictions.longTailed("validation")
    let test = try RealPredictions.longTailed("test")
    // Chen and Su, CVPR 2023, the authors' program: its rows with temperature, and its last paragraph.
    try ReferenceFigures(
      0.020366, 0.089929, 0.013241, 0.012979, 0.015869, 0.205200, 0.536159, 0.8636
    ).check(TemperatureIsotonicOneVersusAll().fitted(to: validation), tolerance: 2e-6)
    try ReferenceFigures(
      0.018067, 0.062967, 0.013175, 0.013108, 0.013333, 0.203292, 0.443589, 0.8610
    ).check(TemperatureIsotonic().fitted(to: validation), tolerance: 2e-6)
    let pooled = try IsotonicRegression().fitted(to: validation)
    let first = try FigureTable(of: Measures.recorded, pooled(test.logits), labels: test.labels)
    #expect(abs((first["ece"] ?? 0) - 0.024332) < 2e-6)
    #expect(first["accuracy"] == 0.8610)
    let separate = try IsotonicOneVersusAll().fitted(to: validation)
    let second = try FigureTable(of: Measures.recorded, separate(test.logits), labels: test.labels)
    #expect(abs((second["ece"] ?? 0) - 0.023061) < 2e-6)
    #expect(second["accuracy"] == 0.8612)
  }

  // All keys are gone through once a range: few samples where ranges are short.
  @Test(
    arguments: [(1, 60), (7, 200), (100, 1000), (3999, 1000)], [Precision.float64, .float32])
  func `the pooled map is the same however many values are in memory at once`(
    size: (mostKeys: Int, samples: Int), precision: Precision
  ) {
    var random = SeededNumbers(seed: 31)
    var predictions = random.predictions(samples: size.samples, classes: 4)
    // Some rows are there several times.
    let rows = Array(0..<size.samples) + [3, 3, 3, 17]
    predictions = predictions.selecting(rows)
    let outcomes = PooledOutcomes(predictions, temperature: 0.3, precision: precision)
    for resolution in [1e-15, 1e-6, 0.01] {
      let whole = outcomes.map(resolution: resolution)
      #expect(whole.inputs.count > 3)
      #expect(outcomes.map(resolution: resolution, mostKeys: size.mostKeys) == whole)
    }
  }

  @Test func `the map is the least-squares fit, as a slow min-max formula gives it`() {
    var random = SeededNumbers(seed: 30)
    for count in [1, 2, 5, 40] {
      let inputs = (0..<count).map { Double($0) / 50 + 0.01 }
      let outputs = inputs.map { _ in Double(Int.random(in: 0...1, using: &random)) }
      let weights = inputs.map { _ in Double.random(in: 0.2...3, using: &random) }
      let map = IsotonicMap(fitting: inputs, to: outputs, weights: weights, resolution: 1e-15)
      for index in 0..<count {
        // max over starts of min over ends of the weighted mean.
        let value =
          (0...index).map { start in
            (index..<count).map { end in
              let mass = weights[start...end].reduce(0, +)
              return zip(outputs[start...end], weights[start...end]).reduce(0) { $0 + $1.0 * $1.1 }
                / mass
            }.min() ?? 0
          }.max() ?? 0
        #expect(abs(map(inputs[index]) - value) < 1e-12)
      }
    }
  }

  @Test func `equal inputs are one point with their mean, whatever order they come in`() {
    for outputs in [[1.0, 0, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]] {
      let map = IsotonicMap(
        fitting: [0.5, 0.5, 0.5, 0.5], to: outputs, weights: [1, 1, 1, 1], resolution: 1e-15)
      #expect(map.inputs == [0.5])
      #expect(map.outputs == [0.5])
      #expect(map(0.1) == 0.5 && map(0.9) == 0.5)
    }
  }

  @Test(arguments: [900, 120_000], [1e-15, 1e-4])
  func `outcomes of equal weight give the map of the general fit, whole and in parts`(
    count: Int, resolution: Double
  ) {
    var random = SeededNumbers(seed: 34)
    let inputs = (0..<count).map { index in
      index % 3 == 0 ? 0.125 : Double.random(in: 0...1, using: &random)
    }
    let outcomes = inputs.map { Double.random(in: 0...1, using: &random) < $0 }
    var keys = zip(inputs, outcomes).map { OutcomeKeys.key($0, isTrue: $1) }
    let fast = keys.withUnsafeMutableBufferPointer {
      IsotonicMap(fittingOutcomes: $0, resolution: resolution)
    }
    let general = IsotonicMap(
      fitting: inputs, to: outcomes.map { $0 ? 1 : 0 },
      weights: inputs.map { _ in 1 }, resolution: resolution)
    #expect(fast == general)
  }

  @Test func `between knots the map is linear, outside constant`() {
    let map = IsotonicMap(inputs: [0.2, 0.6], outputs: [0.1, 0.5])
    #expect(map(0) == 0.1)
    #expect(abs(map(0.4) - 0.3) < 1e-15)
    #expect(map(1) == 0.5)
  }

  @Test func `sorting by digits gives the order of a comparison sort, stable`() {
    var random = SeededNumbers(seed: 31)
    let values = (0..<5000).map { index -> Double in
      index % 7 == 0 ? 0.25 : Double.random(in: 0...1, using: &random) * 1e-3
    }
    let expected = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    #expect(RadixOrder.ascending(values).map { Int($0) } == expected)
    #expect(RadixOrder.ascending([0.3, -0.0, 0.0]).map { Int($0) } == [1, 2, 0])
  }

  @Test func `the pooled map keeps the predicted class in double precision`() throws {
    var random = SeededNumbers(seed: 32)
    let predictions = random.predictions(samples: 400, classes: 5)
    for name in ["isotonic", "temperature-isotonic"] {
      let calibrator = try Calibrators.type(named: name).init().fitted(to: predictions)
      #expect(
        TopLabels(calibrator(predictions.logits)).predicted
          == TopLabels(softmax(predictions.logits)).predicted)
    }
  }

  @Test func `a class without validation samples keeps its probabilities, with a warning`() throws {
    var random = SeededNumbers(seed: 33)
    var predictions = random.predictions(samples: 200, classes: 4)
    predictions.labels = predictions.labels.map { $0 == 2 ? 1 : $0 }
    let calibrator = try IsotonicOneVersusAll().fitted(to: predictions)
    #expect(calibrator.warnings.first?.hasPrefix("no validation sample of class 2:") == true)
    #expect(calibrator.maps[2](0.37) == 0.37)
    #expect(try IsotonicRegression().fitted(to: predictions).warnings.isEmpty)
  }
}
