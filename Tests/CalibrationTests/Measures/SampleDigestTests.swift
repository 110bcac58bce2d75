import CalibrationTesting
import Testing

@testable import Calibration

struct SampleDigestTests {
  private static let classes = 3

  private func digest(_ rows: [[Double]], _ labels: [Int], cuts: [Int] = []) -> SampleDigest? {
    var state = MergeableEvidence(classes: Self.classes)
    for (begin, end) in zip([0] + cuts, cuts + [rows.count]) {
      state.add(
        Probabilities(rows[begin..<end].flatMap { $0 }, classes: Self.classes),
        labels: Array(labels[begin..<end]))
    }
    return state.digests.first
  }

  private func example() -> (rows: [[Double]], labels: [Int]) {
    var random = SeededNumbers(seed: 82)
    let drawn = random.predictions(samples: 20_000, classes: Self.classes)
    let values = softmax(drawn.logits).values
    return (
      stride(from: 0, to: values.count, by: 3).map { Array(values[$0..<$0 + 3]) }, drawn.labels
    )
  }

  @Test func `it is the same wherever the rows are cut`() {
    let (rows, labels) = example()
    let whole = digest(rows, labels)
    #expect(whole?.samples == 20_000)
    #expect(digest(rows, labels, cuts: [1, 700, 700, 15_001]) == whole)
  }

  @Test func `it is another one for another row, label or order`() {
    let (rows, labels) = example()
    let whole = digest(rows, labels)
    var other = rows
    other[777][1] = other[777][1].nextUp
    #expect(digest(other, labels) != whole)
    var relabelled = labels
    relabelled[3] = (labels[3] + 1) % 3
    #expect(digest(rows, relabelled) != whole)
    #expect(digest(rows.reversed(), labels.reversed()) != whole)
    #expect(digest(rows.dropLast(), labels.dropLast()) != whole)
  }

  @Test func `answers of 0 and 1 of equal sums have others, and are known as such`() throws {
    let rows: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    let first = try #require(digest(rows, [0, 1, 1]))
    let second = try #require(digest([rows[1], rows[0], rows[2]], [1, 0, 1]))
    #expect(first != second && first.hasAnswersAlone && second.hasAnswersAlone)
    #expect(digest([[0.5, 0.5, 0]], [0])?.hasAnswersAlone == false)
  }

  @Test func `samples that are in both states are refused`() throws {
    let (rows, labels) = example()
    func state(_ range: Range<Int>) -> MergeableEvidence {
      var state = MergeableEvidence(classes: Self.classes)
      state.add(
        Probabilities(rows[range].flatMap { $0 }, classes: Self.classes),
        labels: Array(labels[range]))
      return state
    }
    var merged = state(0..<10)
    try merged.merge(state(10..<30))
    #expect { try merged.merge(state(10..<30)) } throws: {
      "\($0)".contains("20 samples are in both; they would count twice")
    }
    try merged.merge(state(30..<31))
    #expect(merged.samples == 31)
  }
}
