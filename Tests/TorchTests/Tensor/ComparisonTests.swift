import Testing
import Torch

struct ComparisonTests {
  let a = Tensor([1.0, 2, 3])
  let b = Tensor([3.0, 2, 1])

  @Test func `comparisons give booleans`() {
    #expect(a.equal(to: b).dtype == .bool)
    #expect(a.equal(to: b).ints == [0, 1, 0])
    #expect(a.less(than: b).ints == [1, 0, 0])
    #expect(a.lessOrEqual(to: b).ints == [1, 1, 0])
    #expect(a.greater(than: b).ints == [0, 0, 1])
    #expect(a.greaterOrEqual(to: b).ints == [0, 1, 1])
  }

  @Test func `numbers are compared with every element`() {
    #expect(a.equal(to: 2).ints == [0, 1, 0])
    #expect(a.less(than: 2).ints == [1, 0, 0])
    #expect(a.lessOrEqual(to: 2).ints == [1, 1, 0])
    #expect(a.greater(than: 2).ints == [0, 0, 1])
    #expect(a.greaterOrEqual(to: 2).ints == [0, 1, 1])
  }

  @Test func `booleans combine`() {
    let low = a.less(than: 3)
    let high = a.greater(than: 1)
    #expect(low.logicalAnd(high).ints == [0, 1, 0])
    #expect(low.logicalOr(high).ints == [1, 1, 1])
    #expect(low.logicalNot().ints == [0, 0, 1])
    #expect(low.all().item() == 0)
    #expect(low.any().item() == 1)
  }
}
