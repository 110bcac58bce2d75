import CalibrationTesting
import Testing

@testable import Calibration

struct EnsembleTemperatureScalingTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `the reference's temperature and shares are found on CIFAR-10-LT`() throws {
    let calibrator = try EnsembleTemperatureScaling().fitted(
      to: RealPredictions.longTailed("validation"))
    // Chen and Su, CVPR 2023, the authors' program.
    #expect(abs(calibrator.temperature - 1.98182069) < 1e-5)
    #expect(calibrator.shares == [1, 0, 0])
    try ReferenceFigures(
      0.016409, 0.133761, 0.012968, 0.012854, 0.010394, 0.203383, 0.431600, 0.8610
    ).check(calibrator, tolerance: 2e-6)
  }

  @Test func `shares are the best of a fine grid on the simplex`() throws {
    for (seed, noise) in [(20, 0.0), (21, 0.3), (22, 0.8)] {
      var random = SeededNumbers(seed: UInt64(seed))
      var predictions = random.predictions(samples: 300, classes: 4)
      // Some labels at random: then a part of the uniform distribution helps.
      predictions.labels = predictions.labels.map {
        Double.random(in: 0..<1, using: &random) < noise
          ? Int.random(in: 0..<4, using: &random) : $0
      }
      let weights = [Double](repeating: 1, count: 300)
      let temperature = 0.7
      let shares = EnsembleTemperatureScaling.shares(
        predictions, weights, temperature: temperature)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12 && shares.allSatisfy { $0 >= 0 })
      let scaled = softmax(predictions.logits, temperature: temperature).values
      let plain = softmax(predictions.logits).values
      func error(_ shares: [Double]) -> Double {
        var sum = 0.0
        for index in scaled.indices {
          let target = predictions.labels[index / 4] == index % 4 ? 1.0 : 0
          let value = shares[0] * scaled[index] + shares[1] * plain[index] + shares[2] / 4
          sum += (value - target) * (value - target)
        }
        return sum
      }
      let best = error(shares)
      for first in 0...40 {
        for second in 0...(40 - first) {
          let point = [Double(first) / 40, Double(second) / 40, Double(40 - first - second) / 40]
          #expect(best <= error(point) + 1e-9)
        }
      }
    }
  }

  @Test func `the squared-error temperature is the best of a fine grid`() throws {
    var random = SeededNumbers(seed: 23)
    let predictions = random.predictions(samples: 300, classes: 5)
    let found = try EnsembleTemperatureScaling().fitted(to: predictions).temperature
    func error(_ temperature: Double) -> Double {
      LikelihoodScores(
        softmax(predictions.logits, temperature: temperature), labels: predictions.labels
      ).brier ?? .infinity
    }
    let best = error(found)
    for step in 1...500 {
      #expect(best <= error(Double(step) / 100) + 1e-12)
    }
  }

  @Test func `the predicted class is kept`() throws {
    var random = SeededNumbers(seed: 24)
    let predictions = random.predictions(samples: 300, classes: 5)
    let calibrator = try EnsembleTemperatureScaling().fitted(to: predictions)
    #expect(
      TopLabels(calibrator(predictions.logits)).predicted
        == TopLabels(softmax(predictions.logits)).predicted)
  }
}
