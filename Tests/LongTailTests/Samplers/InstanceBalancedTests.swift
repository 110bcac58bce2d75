import Testing

@testable import LongTail

@Test func `every sample is shown once`() {
  let order = InstanceBalanced()
    .order(labels: [0, 1, 0, 1, 1, 0, 0], classes: 2, seed: 1, epoch: 0, epochs: 1)
  #expect(order.sorted() == Array(0..<7))
}
