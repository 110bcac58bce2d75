import CalibrationTesting
import Testing

@testable import Calibration

/// Temperatures of groups.
struct GroupTemperatureTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `temperatures of groups agree with the reference on CIFAR-10-LT`() throws {
    let fitted = try GroupTemperatureScaling().fitted(to: RealPredictions.longTailed("validation"))
    #expect(
      zip(fitted.temperatures, [1.88128, 1.96771, 1.57337]).allSatisfy { abs($0 - $1) < 1e-5 })
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, fitted(test.logits), labels: test.labels)
    #expect(abs((card["ece"] ?? 1) - 0.023189) < 2e-6)
    #expect(abs((card["nll"] ?? 9) - 0.427371) < 2e-6)
    #expect(card["accuracy"] == 0.8610)
  }

  @Test func `temperatures are all the same where no group has enough samples`() throws {
    var random = SeededNumbers(seed: 440)
    let predictions = random.predictions(samples: 200, classes: 6)
    let single = try TemperatureScaling().fitted(to: predictions)
    let groups = try GroupTemperatureScaling(enoughSamples: 1e12).fitted(to: predictions)
    #expect(groups.temperatures.allSatisfy { abs($0 - single.temperature) < 1e-6 })
    let own = try GroupTemperatureScaling(enoughSamples: 0).fitted(to: predictions)
    #expect(own.temperatures.contains { abs($0 - single.temperature) > 1e-3 })
  }

  @Test func `groups follow the training counts, as thirds or as reports have them`() throws {
    var random = SeededNumbers(seed: 441)
    var predictions = random.predictions(samples: 300, classes: 6)
    predictions.classCounts = [5, 500, 50, 400, 7, 300]
    var method = GroupTemperatureScaling()
    #expect(try method.fitted(to: predictions).groups == [2, 0, 1, 0, 2, 1])
    method.grouping = .shots
    #expect(try method.fitted(to: predictions).groups == [2, 0, 1, 0, 2, 0])
  }
}
