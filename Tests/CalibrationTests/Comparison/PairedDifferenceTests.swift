import CalibrationTesting
import Testing

@testable import Calibration

/// Differences on the same samples.
struct PairedDifferenceTests {
  @Test func `the value is the difference of the two errors`() throws {
    var random = SeededNumbers(seed: 310)
    let validation = random.predictions(samples: 300, classes: 4)
    let test = random.predictions(samples: 500, classes: 4)
    let entries = try CalibratorComparison(validation: validation, training: nil, test: test)
      .run([TemperatureScaling(), HistogramBinning()])
    let errors = entries.map { $0.measurement?.figures["ece"] ?? .nan }
    let likelihoods = entries.map { $0.measurement?.figures["nll"] ?? .nan }
    for (index, entry) in entries.enumerated() {
      let measured = try #require(entry.measurement)
      let lowest = try #require(errors.min())
      #expect((measured.aboveLowestError == nil) == (errors[index] == lowest))
      let excess = measured.aboveLowestError?.value ?? 0
      #expect(abs(excess - (errors[index] - lowest)) < 1e-6)
      let likelihood = measured.aboveLowestLikelihood?.value ?? 0
      #expect(abs(likelihood - (likelihoods[index] - (likelihoods.min() ?? 0))) < 1e-6)
    }
  }

  @Test func `equal calibrators do not differ, and a clear difference is none of chance`() {
    let one: [Float] = (0..<200).map { Float($0 % 7) / 7 }
    #expect(PairedDifference(one, minus: one).value == 0)
    #expect(PairedDifference(one, minus: one).isNoise)
    let higher = one.enumerated().map { $1 + 0.1 + 0.01 * Float($0 % 3) }
    let difference = PairedDifference(higher, minus: one)
    #expect(abs(difference.value - 0.11) < 1e-3)
    #expect(!difference.isNoise)
  }

  @Test func `of two calibrated models, hardly ever more than one in twenty differs`() throws {
    var random = SeededNumbers(seed: 311)
    let repeats = 300
    var falseAlarms = 0
    for _ in 0..<repeats {
      var fine: [Double] = []
      var coarse: [Double] = []
      var labels: [Int] = []
      for _ in 0..<600 {
        // The coarse model knows only in which fifth of [0.5, 1] the chance lies: both are calibrated.
        let chance = Double.random(in: 0.5..<1, using: &random)
        let fifth = 0.5 + (Double(Int((chance - 0.5) * 10)) + 0.5) / 10
        fine += [chance, 1 - chance]
        coarse += [fifth, 1 - fifth]
        labels.append(Double.random(in: 0..<1, using: &random) < chance ? 0 : 1)
      }
      let shares = [fine, coarse].map {
        ErrorShares(Probabilities($0, classes: 2), labels: labels, binning: .equalWidth(15))
      }
      let difference = PairedDifference(shares[0].calibration, minus: shares[1].calibration)
      falseAlarms += difference.isNoise ? 0 : 1
    }
    // A share of 5 % would show more than 8 % in one of two hundred such tests.
    #expect(falseAlarms <= 24, "\(falseAlarms) of \(repeats)")
  }
}
