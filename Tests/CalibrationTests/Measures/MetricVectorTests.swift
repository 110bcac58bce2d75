import Testing

@testable import Calibration

/// An example checked by hand: eight samples, three classes, five bins.
struct MetricVectorTests {
  private let probabilities = Probabilities(
    [
      0.9, 0.05, 0.05, 0.6, 0.3, 0.1, 0.2, 0.5, 0.3, 0.34, 0.33, 0.33, 0.1, 0.2, 0.7, 1.0 / 3,
      1.0 / 3, 1.0 / 3, 0.05, 0.9, 0.05, 0.25, 0.35, 0.4,
    ], classes: 3)
  private let labels = [0, 1, 1, 2, 2, 0, 1, 1]
  private var top: TopLabels { TopLabels(probabilities) }
  private var bins: ReliabilityBins {
    ReliabilityBins(top, labels: labels, binning: .equalWidth(5))
  }

  @Test func `bins hold 0, 3, 2, 1 and 2 samples`() {
    #expect(bins.bins.map(\.count) == [0, 3, 2, 1, 2])
    #expect(bins.bins[0].confidence == nil)
    #expect(bins.bins[0].accuracy == nil)
  }

  @Test func `top-label errors are those by hand`() {
    #expect(abs(bins.expectedError - 0.0841667) < 5e-8)
    #expect(abs(abs(bins.worst?.gap ?? 0) - 0.3) < 1e-12)
    #expect(bins.worst?.count == 1)
    #expect(abs(bins.overconfidenceError - 0.0101546) < 5e-8)
  }

  @Test func `class-wise errors, of equal width and adaptive, are those by hand`() {
    let errors = ClasswiseErrors(probabilities, labels: labels, binning: .equalWidth(5))
    #expect(abs(errors.meanEqualWidth - 0.1469444) < 5e-8)
    #expect(abs(errors.meanAdaptive - 0.2655556) < 5e-8)
  }

  @Test func `proper scores are those by hand`() {
    let scores = LikelihoodScores(probabilities, labels: labels)
    #expect(abs((scores.brier ?? 0) - 0.4243833) < 5e-8)
    #expect(abs((scores.negativeLogLikelihood ?? 0) - 0.7152016) < 5e-8)
  }

  @Test func `on ties the first class is predicted`() {
    #expect(top.predicted == [0, 0, 1, 0, 2, 0, 1, 2])
  }

  @Test func `accuracy overall, by class and balanced is that by hand`() {
    let accuracy = Accuracy(top, labels: labels, classes: 3)
    #expect(accuracy.overall == 5.0 / 8)
    #expect(accuracy.ofClass == [1, 0.5, 0.5])
    #expect(accuracy.balanced == 2.0 / 3)
  }

  @Test func `the confusion matrix has labels as rows`() {
    let matrix = ConfusionCounts(labels: labels, predictions: top.predicted, classes: 3)
    #expect(
      (0..<3).flatMap { label in (0..<3).map { matrix[label, $0] } }
        == [2, 0, 0, 1, 2, 1, 1, 0, 1])
    #expect(matrix.entries.allSatisfy { $0.count > 0 })
    #expect(matrix[1, 2] == 1)
  }
}
