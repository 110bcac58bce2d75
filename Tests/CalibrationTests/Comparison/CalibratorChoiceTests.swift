import Foundation
import Testing

@testable import Calibration

/// The rule by which none or one of several calibrators is chosen, from what each loses on each sample.
struct CalibratorChoiceTests {
  /// The choice between none and others by what each loses on each sample; variances of the null are 0 unless given.
  private func choice(
    _ losses: [[Double]], weights: [Double]? = nil, standardErrors: Double = 1,
    nullVariance: Double = 0, confidences: [Double] = []
  ) -> CalibratorChoice {
    var selection = CalibratorSelection()
    selection.standardErrors = standardErrors
    let variances = [Double](repeating: nullVariance, count: losses[0].count)
    return selection.choice(
      names: ["none", "temperature", "svs", "vector", "matrix"].prefix(losses.count).map { $0 },
      losses: losses.enumerated().map { index, values in
        // All answers are right: a confidence below 1 is an error.
        HeldOutLosses(
          values: values, nullVariances: variances,
          confidences: [Double](
            repeating: confidences.isEmpty ? 1 : confidences[index], count: values.count),
          correct: [Bool](repeating: true, count: values.count))
      },
      reasons: losses.map { _ in nil },
      weights: weights ?? [Double](repeating: 1, count: losses[0].count), folds: 5)
  }

  private func chosen(
    _ plain: [Double], _ calibrated: [Double], weights: [Double], standardErrors: Double = 1
  ) -> String {
    choice([plain, calibrated], weights: weights, standardErrors: standardErrors).chosen
  }

  @Test func `two tail samples that disagree decide nothing, two hundred do`() {
    // Each class has half of the weight.
    func choice(tail: Int) -> String {
      let plain = [Double](repeating: 1, count: 200 + tail)
      let calibrated =
        [Double](repeating: 1, count: 200) + (0..<tail).map { $0 % 2 == 0 ? -2 : 2 }
      let weights =
        [Double](repeating: 0.5, count: 200)
        + [Double](repeating: 100 / Double(tail), count: tail)
      return chosen(plain, calibrated, weights: weights)
    }
    #expect(choice(tail: 2) == "none")
    #expect(choice(tail: 200) == "temperature")
  }

  @Test func `classes that count the same choose another one than samples that do`() {
    // Better on 100 head samples, worse on 20 tail samples.
    let plain = [Double](repeating: 1, count: 120)
    let noise = (0..<120).map { $0 % 2 == 0 ? 0.01 : -0.01 }
    let calibrated = (0..<120).map { ($0 < 100 ? 0.9 : 1.3) + noise[$0] }
    let equal = [Double](repeating: 1, count: 120)
    let balanced = (0..<120).map { $0 < 100 ? 0.6 : 3.0 }
    #expect(chosen(plain, calibrated, weights: equal) == "temperature")
    #expect(chosen(plain, calibrated, weights: balanced) == "none")
  }

  @Test func `the first of equals is chosen, and a better one by its standard errors`() {
    let base = (0..<100).map { 1 + 0.1 * Double($0 % 2) }
    // On average 0.01 better; a deviation of 0.1 makes a standard error of about 0.01005.
    let better = base.enumerated().map { $1 - 0.01 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let equal = [Double](repeating: 1, count: 100)
    #expect(chosen(base, base, weights: equal, standardErrors: 0) == "none")
    #expect(chosen(base, better, weights: equal, standardErrors: 0.9) == "temperature")
    #expect(chosen(base, better, weights: equal, standardErrors: 1) == "none")
  }

  @Test func `a list of calibrators must be better by more than a lone one`() throws {
    let base = [Double](repeating: 1, count: 100)
    // 0.0121 better with a standard error of 0.0118, as on 245 pictures of traffic signs that were worse for it.
    let better = (0..<100).map { 1 - 0.0121 + ($0 % 2 == 0 ? 0.118 : -0.118) * 0.99499 }
    #expect(choice([base, better]).chosen == "temperature")
    #expect(choice([base, better, base]).chosen == "none")
    // Student's t with 99 degrees of freedom: scipy.stats.t.isf(norm.sf(1) / m, 99).
    for (others, required) in [(0, 1.00507607701), (1, 1.420323420165), (3, 1.772859601931)] {
      let all = [base, better] + [[Double]](repeating: base, count: others)
      #expect(abs(try #require(choice(all).requiredStandardErrors) - required) < 1e-9)
    }
    #expect(
      choice([base, better, base]).reason.contains("0.0121 only, not more than 1.42 standard"))
  }

  @Test func `of those that are better than none the simplest within a standard error is taken`() {
    let base = [Double](repeating: 1, count: 100)
    let noise = (0..<100).map { $0 % 2 == 0 ? 0.1 : -0.1 }
    let good = noise.map { 0.8 + $0 }
    // 0.005 and 0.015 better, both with a standard error of 0.01005 that is their own.
    let same = good.enumerated().map { $1 - 0.005 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let better = good.enumerated().map { $1 - 0.015 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    #expect(choice([base, good, same]).chosen == "temperature")
    #expect(choice([base, good, better]).chosen == "svs")
    // The lowest, but nobody knows: it is 0.3 better on average, ± 0.5.
    let wild = (0..<100).map { 0.7 + ($0 % 2 == 0 ? 5.0 : -5.0) }
    let among = choice([base, good, wild])
    #expect(among.chosen == "temperature" && among.lowest?.name == "svs")
    #expect(among.reason.contains("svs has a lower") && among.reason.contains("not told apart"))
  }

  @Test func `of two with nearly the same likelihood the better calibrated one is taken`() throws {
    let base = [Double](repeating: 2, count: 100)
    let noise = (0..<100).map { $0 % 2 == 0 ? 0.01 : -0.01 }
    // 0.02 nats apart, which no standard error covers.
    let losses = [base, noise.map { 1 + $0 }, noise.map { 0.98 + $0 }]
    #expect(choice(losses).chosen == "svs")
    // A point of calibration error costs 0.025 nats: 0.02 are lost for two points, and not for half a point.
    let better = choice(losses, confidences: [0.9, 0.98, 0.96])
    #expect(better.chosen == "temperature")
    #expect(better.lowest?.name == "svs")
    let error = try #require(better["svs"]?.calibrationError)
    #expect(abs(error - 0.04) < 5e-4)
    let temperature = try #require(better["temperature"])
    #expect(abs(try #require(better.cost(temperature)) - (1 + 2.5 * 0.02)) < 2e-3)
    #expect(better.reason.contains("svs has a lower one by 0.0200, but a calibration error of 4.0"))
    #expect(choice(losses, confidences: [0.9, 0.98, 0.975]).chosen == "svs")
    // It is no reason to calibrate at all.
    #expect(choice([base, base], confidences: [0.5, 1]).chosen == "none")
  }

  @Test func `a choice of an earlier version went by the likelihood alone`() throws {
    let choice = choice([[2, 2.1], [1, 1]], confidences: [1, 0.5])
    var file = try #require(
      JSONSerialization.jsonObject(with: JSONEncoder().encode(choice)) as? [String: Any])
    file["calibrationErrorWeight"] = nil
    let read = try JSONDecoder().decode(
      CalibratorChoice.self, from: JSONSerialization.data(withJSONObject: file))
    #expect(try read.cost(#require(read["temperature"])) == 1)
  }

  @Test func `samples without an error do not speak for sharper probabilities`() throws {
    // Forty right answers of 0.9 among two classes: every sample says that 0.999 would be better. One error would
    // cost 4.6 nats.
    let plain = Probabilities((0..<40).flatMap { _ in [0.9, 0.1] }, classes: 2)
    let sharp = Probabilities((0..<40).flatMap { _ in [0.999, 0.001] }, classes: 2)
    let labels = [Int](repeating: 0, count: 40)
    let losses = HeldOutLosses(sharp, uncalibrated: plain, labels: labels)
    // log(0.999 / 0.9) and log(0.001 / 0.1) with chances 0.9 and 0.1: variance 0.09 · (their distance)².
    let distance = log(0.999 / 0.9) - log(0.001 / 0.1)
    #expect(losses.nullVariances.allSatisfy { abs($0 - 0.09 * distance * distance) < 1e-12 })
    let base = HeldOutLosses(plain, uncalibrated: plain, labels: labels)
    #expect(base.nullVariances.allSatisfy { $0 == 0 })
    let weights = [Double](repeating: 1, count: 40)
    let choice = CalibratorSelection().choice(
      names: ["none", "temperature"], losses: [base, losses], reasons: [nil, nil],
      weights: weights, folds: 5)
    #expect(choice.chosen == "none")
    let error = try #require(choice["temperature"]?.belowUncalibrated?.standardError)
    #expect(abs(error - 0.3 * distance / 40.0.squareRoot()) < 1e-12)
    #expect(self.choice([base.values, losses.values]).chosen == "temperature")
  }

  @Test func `the reason names the candidate that is better by chance, and the weights`() throws {
    let base = (0..<100).map { 1 + 0.1 * Double($0 % 2) }
    let better = base.enumerated().map { $1 - 0.005 + ($0 % 4 < 2 ? 0.1 : -0.1) }
    let choice = choice([base, better])
    #expect(choice.chosen == "none")
    #expect(choice.effectiveSamples == 100)
    for words in [
      "temperature has a lower", "100 held-out samples", "each class counting the same", "0.0050",
      "1.01 standard errors of 0.0101",
    ] {
      #expect(choice.reason.contains(words), "\(choice.reason) lacks \(words)")
    }
  }
}
