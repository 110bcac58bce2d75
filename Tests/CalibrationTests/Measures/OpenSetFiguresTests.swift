import Calibration
import Testing

struct OpenSetFiguresTests {
  /// Known: right, wrong, right but not sure, right. Open: sure, not sure, at the threshold.
  private static let known = Probabilities(
    [0.8, 0.1, 0.1, 0.2, 0.6, 0.2, 0.3, 0.3, 0.4, 0.1, 0.2, 0.7], classes: 3)
  private static let labels = [0, 2, 2, 2]
  private static let open = Probabilities(
    [0.9, 0.05, 0.05, 0.4, 0.3, 0.3, 0.25, 0.5, 0.25], classes: 3)

  private func figures(_ threshold: Double) -> OpenSetFigures {
    OpenSetFigures(
      known: Self.known, labels: Self.labels, open: Self.open, threshold: threshold)
  }

  /// By hand, after the code of Liu et al. (CVPR 2019).
  @Test func `counts and the F-measure are those of the definition`() throws {
    let half = figures(0.5)
    #expect(half.correct == 2 && half.knownRejected == 1 && half.openAccepted == 2)
    #expect(half.precision == 0.5 && half.recall == 0.5 && half.fMeasure == 0.5)
    #expect(half.openRejected == 1.0 / 3)
    let all = figures(0)
    #expect(all.correct == 3 && all.knownRejected == 0 && all.openAccepted == 3)
    #expect(all.precision == 0.75 && all.recall == 0.5 && all.openRejected == 0)
    #expect(abs(try #require(all.fMeasure) - 0.6) < 1e-15)
  }

  @Test func `where nothing is answered there is no recall`() {
    let none = figures(1)
    #expect(none.correct == 0 && none.knownRejected == 4 && none.openAccepted == 0)
    #expect(none.precision == 0 && none.recall == nil && none.fMeasure == nil)
    #expect(none.openRejected == 1)
    let wrong = OpenSetFigures(
      known: Self.known, labels: [1, 0, 0, 0], open: Self.open, threshold: 0.5)
    #expect(wrong.precision == 0 && wrong.recall == 0 && wrong.fMeasure == 0)
  }

  @Test func `of equal probabilities the first class is answered`() {
    let even = OpenSetFigures(
      known: Probabilities([0.5, 0.5, 0.5, 0.5], classes: 2), labels: [0, 1], open: Self.pair,
      threshold: 0.1)
    #expect(even.correct == 1)
  }

  private static let pair = Probabilities([0.5, 0.5], classes: 2)
}
