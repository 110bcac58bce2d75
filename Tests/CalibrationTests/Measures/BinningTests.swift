import CalibrationTesting
import Testing

@testable import Calibration

struct BinningTests {
  @Test func `every number in [0, 1] is in exactly one bin, edges belong to the bin below`() {
    for count in [1, 2, 5, 10, 15, 20, 100] {
      let binning = Binning.equalWidth(count)
      let edges = binning.edges(for: [])
      var random = SeededNumbers(seed: 1)
      let values =
        edges + edges.map(\.nextUp) + edges.map(\.nextDown)
        + (0..<200).map { _ in Double.random(in: 0...1, using: &random) }
      for value in values where value >= 0 && value <= 1 {
        let holding = (0..<count).filter {
          (value > edges[$0] || ($0 == 0 && value == 0)) && value <= edges[$0 + 1]
        }
        #expect(holding.count == 1)
        #expect(binning.bin(of: value, edges: edges) == holding.first)
      }
    }
  }

  @Test func `the first bin of published codes is open: 0 is in none, but counts as a sample`() {
    let confidences = [0.0, 0.5, 1.0]
    let correct = [false, true, true]
    let open = ReliabilityBins(
      confidences: confidences, correct: correct, binning: .equalWidthOpen(2))
    #expect(open.bins.map(\.count) == [1, 1])
    #expect(open.samples == 3)
    let closed = ReliabilityBins(
      confidences: confidences, correct: correct, binning: .equalWidth(2))
    #expect(closed.bins.map(\.count) == [2, 1])
  }

  @Test func `bins of equal mass differ by at most one in size when no values are equal`() {
    var random = SeededNumbers(seed: 2)
    let values = (0..<1003).map { _ in Double.random(in: 0...1, using: &random) }
    let bins = ReliabilityBins(
      confidences: values, correct: values.map { $0 > 0.5 }, binning: .equalMass(15))
    #expect(bins.bins.count == 15)
    #expect(bins.bins.allSatisfy { $0.count == 66 || $0.count == 67 })
    #expect(bins.bins.reduce(0) { $0 + $1.count } == 1003)
  }

  @Test func `equal values are never parted, and no sample is lost, when most of them are 1`() {
    let values = [0.2, 0.4] + [Double](repeating: 1, count: 20)
    let bins = ReliabilityBins(
      confidences: values, correct: values.map { _ in true }, binning: .equalMass(5))
    #expect(bins.bins.reduce(0) { $0 + $1.count } == 22)
    #expect(bins.bins.last?.count ?? 0 >= 20)
  }

  @Test(
    arguments: [
      Binning.equalWidth(15), .equalWidthOpen(15), .equalWidthRightOpen(10),
      .equalWidthWithCertain(15), .equalMass(7),
    ], [3, 8, 21])
  func `one pass over the probabilities gives the bins of their top labels`(
    binning: Binning, classes: Int
  ) {
    var random = SeededNumbers(seed: 70)
    let predictions = random.predictions(samples: 3000, classes: classes)
    let doubles = softmax(predictions.logits)
    let floats = Probabilities(
      unscaled: Logits(doubles.values.map { Float($0) }, classes: classes))
    for probabilities in [doubles, floats] {
      let fast = ReliabilityBins(probabilities, labels: predictions.labels, binning: binning)
      let slow = ReliabilityBins(
        TopLabels(probabilities), labels: predictions.labels, binning: binning)
      #expect(fast.samples == slow.samples)
      #expect(fast.bins.map(\.count) == slow.bins.map(\.count))
      #expect(fast.bins.map(\.accuracy) == slow.bins.map(\.accuracy))
      #expect(abs(fast.expectedError - slow.expectedError) < 1e-15)
    }
  }

  @Test func `a confidence of exactly 1 that is always wrong is an error of 1, not 0`() {
    let bins = ReliabilityBins(confidences: [1, 1], correct: [false, false])
    #expect(bins.expectedError == 1)
    #expect(bins.signedGap == 1)
  }
}
