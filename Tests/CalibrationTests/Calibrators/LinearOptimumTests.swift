import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Optima of the linear calibrators.
struct LinearOptimumTests {
  /// Mean cross-entropy of these probabilities.
  private func loss(_ calibrator: some Calibrator, _ predictions: Predictions) -> Double {
    LikelihoodScores(calibrator(predictions.logits), labels: predictions.labels)
      .negativeLogLikelihood ?? .infinity
  }

  @Test
  func `vector scaling: the loss with its penalty rises whichever parameter is moved`() throws {
    var random = SeededNumbers(seed: 100)
    let predictions = random.predictions(samples: 200, classes: 3)
    let penalty = 1e-3
    let fitted = try VectorScaling(penalty: penalty).fitted(to: predictions)
    func objective(_ parameters: [Double]) -> Double {
      let factors = Array(parameters.prefix(3))
      let offsets = Array(parameters.suffix(3))
      let ofPenalty =
        factors.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } + offsets.reduce(0) { $0 + $1 * $1 }
      return loss(
        VectorCalibrator(factors: factors, offsets: offsets, warnings: []), predictions)
        + penalty * ofPenalty
    }
    expectStationary(fitted.factors + fitted.offsets, objective)
    #expect(fitted.warnings.isEmpty)
  }

  @Test
  func `matrix scaling with ODIR: the penalised loss rises whichever parameter is moved`() throws {
    var random = SeededNumbers(seed: 101)
    let predictions = random.predictions(samples: 200, classes: 3)
    let penalty = OffDiagonalPenalty(offDiagonal: 0.1, offset: 0.2)
    let fitted = try MatrixScaling(penalty: .offDiagonal(penalty)).fitted(to: predictions)
    let quadratic = try penalty.quadratic(classes: 3)
    func objective(_ parameters: [Double]) -> Double {
      let rows = (0..<3).map { Array(parameters[$0 * 3..<$0 * 3 + 3]) }
      let calibrator = MatrixCalibrator(
        input: .logits, matrix: rows, offsets: Array(parameters.suffix(3)), warnings: [])
      return parameters.indices.reduce(loss(calibrator, predictions)) { sum, index in
        let shift = parameters[index] - quadratic.centre[index]
        return sum + quadratic.strengths[index] * shift * shift
      }
    }
    expectStationary(fitted.matrix.flatMap { $0 } + fitted.offsets, objective)
  }

  /// A convex function is smallest where every slope is zero.
  private func expectStationary(
    _ point: [Double], _ objective: ([Double]) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for index in point.indices {
      var above = point
      var below = point
      above[index] += 1e-4
      below[index] -= 1e-4
      let slope = (objective(above) - objective(below)) / 2e-4
      #expect(abs(slope) < 1e-6, "parameter \(index)", sourceLocation: sourceLocation)
    }
  }

  @Test
  func `class-wise temperatures stay within their bounds, and one at a bound is named`() throws {
    // Separable: every temperature wants to be as low as it can.
    let predictions = Predictions(
      logits: Logits([5, 0, 0, 0, 4, 0, 0, 0, 3], classes: 3), labels: [0, 1, 2])
    let fitted = try ClassWiseTemperatureScaling().fitted(to: predictions)
    #expect(fitted.temperatures.allSatisfy { $0 >= 0.05 && $0 <= 5 })
    var method = VectorScaling(penalty: 0)
    let unbounded = try method.fitted(to: predictions)
    #expect(unbounded.factors.allSatisfy { abs($0) <= 1000 })
    method.penalty = -1
    #expect(throws: CalibrationError.self) { try method.fitted(to: predictions) }
  }

  @Test
  func `a class without validation samples is named, and keeps a probability above zero`() throws {
    var random = SeededNumbers(seed: 102)
    var predictions = random.predictions(samples: 200, classes: 4)
    predictions.labels = predictions.labels.map { $0 == 2 ? 1 : $0 }
    for method in [VectorScaling(), MatrixScaling(), BetaCalibration()]
      as [any CalibrationMethod]
    {
      let calibrator = try method.fitted(to: predictions)
      #expect(calibrator.warnings.first?.hasPrefix("no validation sample of class 2") == true)
      let values = calibrator(predictions.logits).values
      #expect(values.allSatisfy { $0.isFinite && $0 >= 0 })
      #expect(values.indices.contains { $0 % 4 == 2 && values[$0] > 1e-6 })
    }
  }

  @Test
  func `beta calibration is the identity's neighbour with few samples, and never falls`() throws {
    var random = SeededNumbers(seed: 103)
    let predictions = random.predictions(samples: 500, classes: 3)
    let fitted = try BetaCalibration().fitted(to: predictions)
    for map in fitted.maps {
      #expect(map.a >= 0 && map.b >= 0)
      let values = (1..<100).map { map(Double($0) / 100) }
      #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
    }
    let few = try BetaCalibration(shrinkage: 1e6).fitted(to: predictions)
    #expect(few.maps.allSatisfy { abs($0(0.3) - 0.3) < 0.01 })
  }

  @Test func `a matrix with more parameters than samples can tell is refused without a penalty`() {
    var random = SeededNumbers(seed: 104)
    let predictions = random.predictions(samples: 5, classes: 10)
    #expect(
      throws: CalibrationError.notFitted(
        "110 parameters for 5 validation samples; at most 10 a sample are fitted")
    ) { try MatrixScaling(penalty: .published).fitted(to: predictions) }
    // With the penalty that grows with the parameters a sample there is no need to refuse.
    #expect(throws: Never.self) { try MatrixScaling().fitted(to: predictions) }
  }

  @Test func `calibrator files whose lists do not fit together are refused`() throws {
    let vector = VectorCalibrator(factors: [1, 1, 1], offsets: [0, 0], warnings: [])
    let data = try CalibratorFile.data(vector, method: VectorScaling())
    #expect(throws: FileProblem("c.json", at: "calibrator.offsets", "2 offsets for 3 classes")) {
      try CalibratorFile.read(data, from: "c.json")
    }
    let isotonic = IsotonicCalibrator(
      temperature: 1, maps: [IsotonicMap(inputs: [0, 1], outputs: [0])], precision: .float64,
      classes: 3, warnings: [])
    let other = try CalibratorFile.data(isotonic, method: IsotonicRegression())
    #expect(throws: FileProblem.self) { try CalibratorFile.read(other, from: "c.json") }
  }
}
