import CalibrationTesting
import Testing

@testable import Calibration

/// Probabilities as the float32 of files.
struct SinglePrecisionTests {
  /// The first place of the largest.
  private func answers(_ values: [Float], classes: Int) -> [Int] {
    stride(from: 0, to: values.count, by: classes).map { start in
      (1..<classes).reduce(0) { values[start + $1] > values[start + $0] ? $1 : $0 }
    }
  }

  @Test func `rounding takes the answer from no class, and moves nothing else`() {
    let near = 0.4 + 1e-12
    let values = [
      0.4, near, 1 - 0.4 - near,  // float32 tells the first two not apart
      near, 0.4, 1 - 0.4 - near,  // the first one is the answer as it is
      0.2, 0.3, 0.5,
      0.25, 0.25, 0.5,
      1, 0, 0,
    ]
    let found = Probabilities(values, classes: 3).singlePrecision
    var expected = values.map { Float($0) }
    #expect(expected[0] == expected[1])
    expected[1] = expected[0].nextUp
    #expect(found == expected)
    #expect(answers(found, classes: 3) == [1, 0, 2, 2, 0])
  }

  @Test func `values that are float32 already stay, and so do those of no row`() {
    let floats: [Float] = [0.5, 0.5, 0.1, 0.9]
    let probabilities = Probabilities(unscaled: Logits(floats, classes: 2))
    #expect(probabilities.singlePrecision == floats)
    #expect(Probabilities([], classes: 2).singlePrecision == [])
  }

  @Test(arguments: ["isotonic", "temperature-isotonic"], [3, 20])
  func `one increasing map keeps the answer, in double precision and in float32`(
    name: String, classes: Int
  ) throws {
    var random = SeededNumbers(seed: 35)
    let validation = random.predictions(samples: 120, classes: classes, temperature: 0.3)
    let logits = random.predictions(samples: 3000, classes: classes, temperature: 0.3).logits
    let calibrator = try Calibrators.type(named: name).init().fitted(to: validation)
    let probabilities = calibrator(logits)
    let expected = answers(logits.values, classes: classes)
    #expect(TopLabels(probabilities).predicted == expected)
    let written = probabilities.singlePrecision
    #expect(answers(written, classes: classes) == expected)
    // Plain rounding does not, and the difference is one unit in the last place.
    let rounded = probabilities.values.map { Float($0) }
    #expect(answers(rounded, classes: classes) != expected)
    #expect(zip(written, rounded).allSatisfy { $0 == $1 || $0 == $1.nextUp })
    for start in stride(from: 0, to: written.count, by: classes) {
      let sum = written[start..<start + classes].reduce(0) { $0 + Double($1) }
      #expect(abs(sum - 1) < 1e-6)
    }
  }

  @Test func `classes that the map has at 1, where nothing can be added, keep their order`() {
    let map = IsotonicMap(inputs: [0.3, 0.35], outputs: [0, 1])
    func calibrator(_ precision: Precision, maps: Int = 1) -> IsotonicCalibrator {
      IsotonicCalibrator(
        temperature: 1, maps: [IsotonicMap](repeating: map, count: maps), precision: precision,
        classes: 3, warnings: [])
    }
    let logits = Logits([1, 1.1, -1, 1.1, 1, -1], classes: 3)
    let probabilities = calibrator(.float64)(logits)
    #expect(TopLabels(probabilities).predicted == [1, 0])
    #expect(probabilities.values[1] == probabilities.values[0].nextUp)
    #expect(probabilities.values[3] == probabilities.values[4])
    // The published code's rounding and maps of their own promise nothing.
    #expect(TopLabels(calibrator(.float32)(logits)).predicted == [0, 0])
    #expect(TopLabels(calibrator(.float64, maps: 3)(logits)).predicted == [0, 0])
  }
}
