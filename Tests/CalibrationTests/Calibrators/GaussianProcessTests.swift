import CalibrationTesting
import Foundation
import Testing

@testable import Calibration

/// Gaussian-process calibration.
struct GaussianProcessTests {
  @Test(
    .enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"),
    .enabled(if: isOptimized, "takes a minute without optimisation: swift test -c release"),
    arguments: [
      // Chen and Su, CVPR 2023, the authors' program, percent.
      (GaussianProcessCalibration.Input.probabilities, 2.014), (.logits, 1.625),
    ])
  func `the published error is reached on CIFAR-10-LT`(
    input: GaussianProcessCalibration.Input, percent: Double
  ) throws {
    let validation = try RealPredictions.longTailed("validation")
    let test = try RealPredictions.longTailed("test")
    let calibrator = try GaussianProcessCalibration(input: input).fitted(to: validation)
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    #expect(abs(100 * (card["ece"] ?? 0) - percent) < 0.05)
  }

  @Test(arguments: [GaussianProcessCalibration.Input.probabilities, .logits])
  func `every derivative agrees with finite differences`(input: GaussianProcessCalibration.Input) {
    var random = SeededNumbers(seed: 50)
    let predictions = random.predictions(samples: 30, classes: 3)
    let objective = GaussianProcessObjective(
      inputs: input.scores(predictions.logits), input: input, labels: predictions.labels,
      weights: predictions.labels.map { 1 + 0.5 * Double($0) }, classes: 3)
    var point = GaussianProcessParameters.start(
      input: input, inducingInputs: LineClusters.centres(objective.inputs, count: 4))
    for index in point.indices { point[index] += 0.3 * random.normal() }
    let gradient = objective.evaluate(point).gradient
    for index in point.indices {
      var above = point
      var below = point
      above[index] += 1e-5
      below[index] -= 1e-5
      let difference = (objective.evaluate(above).value - objective.evaluate(below).value) / 2e-5
      #expect(abs(difference - gradient[index]) < 1e-5 * (1 + abs(difference)))
    }
  }

  @Test func `draws are seeded: the same probabilities twice, near those of the mean`() throws {
    var random = SeededNumbers(seed: 51)
    let predictions = random.predictions(samples: 200, classes: 3)
    let drawn = try GaussianProcessCalibration(input: .probabilities, prediction: .monteCarlo)
      .fitted(to: predictions)
    let first = drawn(predictions.logits)
    #expect(first == drawn(predictions.logits))
    let mean = try GaussianProcessCalibration().fitted(to: predictions)(predictions.logits)
    #expect(zip(first.values, mean.values).allSatisfy { abs($0 - $1) < 0.1 })
  }

  @Test func `centres of clusters on the line are the means of what is nearest to them`() {
    #expect(LineClusters.centres([0, 0.1, 0.9, 1, 0.5], count: 3) == [0.05, 0.5, 0.95])
    #expect(LineClusters.evenlySpread([0.1, 1, 0.9, 0, 0.2], count: 3) == [0, 0.5, 1])
  }
}

/// False in a debug build.
let isOptimized: Bool = {
  var isDebug = false
  assert(
    {
      isDebug = true
      return true
    }())
  return !isDebug
}()
