import Testing
import Torch

struct IndexingTests {
  let x = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])

  @Test func `views show a part and share its memory`() {
    expect(x.narrowed(axis: 1, from: 1, count: 2), [2, 3, 5, 6], [2, 2])
    expect(x.sliced(axis: 1, step: 2), [1, 3, 4, 6], [2, 2])
    expect(x.sliced(axis: 1, from: 1, to: 2), [2, 5], [2, 1])
    expect(x.selected(axis: 0, at: -1), [4, 5, 6])
    let columns = x.unbound(axis: -1)
    #expect(columns.count == 3)
    expect(columns[2], [3, 6])
    let copy = x.cloned()
    copy.selected(axis: 0, at: 0).fillInPlace(0)
    expect(copy, [0, 0, 0, 4, 5, 6], [2, 3])
    expect(x, [1, 2, 3, 4, 5, 6], [2, 3])
  }

  @Test func `indices gather and scatter`() {
    expect(x.indexSelected(axis: 1, Tensor([2, 0, 2])), [3, 1, 3, 6, 4, 6], [2, 3])
    let places = Tensor([2, 0], shape: [2, 1])
    expect(x.gathered(axis: 1, places), [3, 4], [2, 1])
    expect(
      x.scattered(axis: 1, indices: places, values: Tensor([9.0, 8], shape: [2, 1])),
      [1, 2, 9, 8, 5, 6], [2, 3])
    expect(x.scattered(axis: 1, indices: places, value: 0), [1, 2, 0, 0, 5, 6], [2, 3])
    expect(
      Tensor([0.0, 0]).scatteredAdding(
        axis: 0, indices: Tensor([1, 1, 0]), values: Tensor([1.0, 2, 4])), [4, 3])
  }

  @Test func `masks choose`() {
    let mask = x.greater(than: 3)
    expect(x.maskedFill(mask, 0), [1, 2, 3, 0, 0, 0], [2, 3])
    expect(Tensor.where(mask, x, -x), [-1, -2, -3, 4, 5, 6], [2, 3])
  }

  @Test func `labels become rows with one 1`() {
    expect(Tensor([2, 0]).oneHot(classes: 3), [0, 0, 1, 1, 0, 0], [2, 3])
  }

  @Test func `the largest come first, and order is stable`() {
    let y = Tensor([1.0, 3, 2, 3])
    let (values, indices) = y.topK(2, axis: 0)
    expect(values, [3, 3])
    #expect(Set(indices.ints) == [1, 3])
    #expect(y.sorted(axis: 0).indices.ints == [0, 2, 1, 3])
    #expect(y.sorted(axis: 0, descending: true).indices.ints == [1, 3, 2, 0])
    expect(y.sorted(axis: 0).values, [1, 2, 3, 3])
  }

  @Test func `gradients agree with central differences`() throws {
    let places = Tensor([2, 0, 1], shape: [3, 1])
    let functions: [(Tensor) -> Tensor] = [
      { $0.narrowed(axis: 1, from: 1, count: 2) }, { $0.sliced(axis: 1, step: 2) },
      { $0.selected(axis: 0, at: 1) }, { $0.indexSelected(axis: 0, Tensor([1, 1, 2])) },
      {
        let rows = $0.unbound(axis: 0)
        return rows[0] * rows[1]
      },
      { $0.gathered(axis: 1, places) },
      { $0.scattered(axis: 1, indices: places, values: $0.narrowed(axis: 1, from: 0, count: 1)) },
      { $0.scattered(axis: 1, indices: places, value: 2) },
      {
        $0.scatteredAdding(
          axis: 1, indices: places, values: $0.narrowed(axis: 1, from: 2, count: 1))
      },
      { $0.maskedFill($0.greater(than: 0), 3) },
      { .where($0.greater(than: 0), $0, $0 * 2) },
      { $0.topK(2, axis: 1).values }, { $0.sorted(axis: 1).values },
    ]
    for function in functions { try expectGradient(at: sample([3, 4]), function) }
  }

  @Test func `an index out of range stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor([1.0, 2]).selected(axis: 0, at: 2) }
  }
}
