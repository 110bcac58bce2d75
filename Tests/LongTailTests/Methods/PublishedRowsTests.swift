import Testing

@testable import LongTail

struct PublishedRowsTests {
  @Test(arguments: [
    (2, 10), (10, 10), (11, 100), (100, 100), (101, 100), (8142, 100),
  ])
  func `a task has the row of the least number of classes that holds its own`(
    _ classes: Int, _ published: Int
  ) {
    #expect(PublishedRows.classes([100, 10, 10], for: classes) == published)
  }

  @Test(arguments: [(1.0, 10.0), (20, 10), (30, 50), (60, 50), (80, 100), (1000, 100)])
  func `a task has the row of the nearest imbalance factor by ratio`(
    _ factor: Double, _ published: Double
  ) {
    #expect(PublishedRows.nearest([10.0, 50, 100], to: factor) { $0 } == published)
  }
}
