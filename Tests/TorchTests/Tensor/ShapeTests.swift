import Testing
import Torch

struct ShapeTests {
  let x = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])

  @Test func `elements keep their order when reshaped`() {
    expect(x.reshaped([3, -1]), [1, 2, 3, 4, 5, 6], [3, 2])
    expect(x.flattened(), [1, 2, 3, 4, 5, 6], [6])
    expect(x.reshaped([1, 2, 3]).flattened(from: 1), [1, 2, 3, 4, 5, 6], [1, 6])
  }

  @Test func `axes change places`() {
    expect(x.transposed(0, 1), [1, 4, 2, 5, 3, 6], [3, 2])
    expect(x.permuted([1, 0]), [1, 4, 2, 5, 3, 6], [3, 2])
    #expect(x.reshaped([1, 2, 3]).permuted([2, 0, 1]).shape == [3, 1, 2])
    #expect(!x.transposed(0, 1).isContiguous)
    #expect(x.transposed(0, 1).contiguous().isContiguous)
  }

  @Test func `axes of extent 1 come, go and repeat`() {
    #expect(x.unsqueezed(axis: 1).shape == [2, 1, 3])
    #expect(x.unsqueezed(axis: -1).shape == [2, 3, 1])
    #expect(x.unsqueezed(axis: 1).squeezed(axis: -2).shape == [2, 3])
    expect(Tensor([1.0, 2], shape: [2, 1]).expanded(to: [-1, 2]), [1, 1, 2, 2], [2, 2])
  }

  @Test func `an order is reversed`() {
    expect(x.flipped(axis: 1), [3, 2, 1, 6, 5, 4], [2, 3])
  }

  @Test func `padding goes around the axis that is named`() {
    expect(
      x.padded(axis: 0, before: 1, after: 0, value: 9), [9, 9, 9, 1, 2, 3, 4, 5, 6], [3, 3])
    expect(
      x.padded(axis: -1, before: 1, after: 1), [0, 1, 2, 3, 0, 0, 4, 5, 6, 0], [2, 5])
  }

  @Test func `tensors join along an axis or a new one`() {
    let y = x * 10
    expect(
      .concatenated([x, y], axis: 1), [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60], [2, 6])
    expect(.stacked([x, y], axis: 1), [1, 2, 3, 10, 20, 30, 4, 5, 6, 40, 50, 60], [2, 2, 3])
  }

  @Test func `gradients agree with central differences`() throws {
    let functions: [(Tensor) -> Tensor] = [
      { $0.reshaped([4, 3]) }, { $0.transposed(0, 1) }, { $0.flipped(axis: 0) },
      { $0.unsqueezed(axis: 0).expanded(to: [2, 3, 4]) }, { $0.flattened() },
      { $0.padded(axis: 0, before: 1, after: 2, value: 1) },
      { .concatenated([$0, $0 * 2], axis: 1) }, { .stacked([$0 * 3, $0]) },
    ]
    for function in functions { try expectGradient(at: sample([3, 4]), function) }
  }

  @Test func `squeezing an axis that is not of extent 1 stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Tensor([1.0, 2]).squeezed(axis: 0) }
  }
}
