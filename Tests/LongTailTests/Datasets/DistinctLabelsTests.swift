import Testing

@testable import LongTail

struct DistinctLabelsTests {
  private func labels(_ texts: [String]) -> DistinctLabels {
    DistinctLabels(
      texts.enumerated().map { LabelledList.Entry(path: "\($0).png", label: $1, line: $0 + 1) })
  }

  @Test func `each label once, in the order in which they come`() {
    let labels = labels(["dog", "cat", "dog", "7", "cat", "dog"])
    #expect(labels.texts == ["dog", "cat", "7"])
    #expect(labels.firsts == [0, 1, 3] && labels.counts == [3, 2, 1])
    #expect(labels.ofEntry == [0, 1, 0, 2, 1, 0])
    #expect(labels.firstEntry { $0.count == 1 } == 3)
    #expect(labels.firstEntry { $0.isEmpty } == nil)
  }

  @Test func `names of one spelling in two forms of Unicode are one label`() {
    let labels = labels(["caf\u{E9}", "cafe\u{301}"])
    #expect(labels.texts.count == 1 && labels.counts == [2])
  }
}
