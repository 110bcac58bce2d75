import Testing
import Torch

struct ArithmeticTests {
  let a = Tensor([1.0, -2, 4])
  let b = Tensor([2.0, 4, -8])

  @Test func `tensors combine element by element`() {
    expect(a + b, [3, 2, -4])
    expect(a - b, [-1, -6, 12])
    expect(a * b, [2, -8, -32])
    expect(a / b, [0.5, -0.5, -0.5])
    expect(-a, [-1, 2, -4])
    expect(a.maximum(b), [2, 4, 4])
    expect(a.minimum(b), [1, -2, -8])
    expect(a.pow(3), [1, -8, 64])
  }

  @Test func `numbers stand on either side`() {
    expect(a + 1, [2, -1, 5])
    expect(1 + a, [2, -1, 5])
    expect(a - 1, [0, -3, 3])
    expect(1 - a, [0, 3, -3])
    expect(a * 2, [2, -4, 8])
    expect(2 * a, [2, -4, 8])
    expect(a / 2, [0.5, -1, 2])
    expect(2 / a, [2, -1, 0.5])
  }

  @Test func `shapes broadcast`() {
    let column = Tensor([10.0, 20], shape: [2, 1])
    expect(column + a, [11, 8, 14, 21, 18, 24], [2, 3])
  }

  @Test func `matrices multiply`() {
    let left = Tensor([1.0, 2, 3, 4, 5, 6], shape: [2, 3])
    let right = Tensor([1.0, 0, 2, -1, 0, 3], shape: [3, 2])
    expect(left.matmul(right), [5, 7, 14, 13], [2, 2])
  }

  @Test func `integers stay integers with whole numbers`() {
    let x = Tensor([1, 3])
    #expect((x * 2 + 1 - 4).dtype == .int64)
    #expect((x * 2 + 1 - 4).ints == [-1, 3])
    #expect((10 - x).ints == [9, 7])
    #expect((10 - x).dtype == .int64)
    #expect(x.pow(2).dtype == .int64)
    expect(x.pow(-1), [1, 1.0 / 3])
    expect(x * 0.5, [0.5, 1.5])
    let counter = Tensor([1])
    counter.addInPlace(2)
    #expect(counter.ints == [3])
  }

  @Test func `integers divide to fractions`() {
    let quotient = Tensor([1, 3]) / Tensor([2, 2])
    #expect(quotient.dtype == .float32)
    expect(quotient, [0.5, 1.5])
  }

  @Test func `what is done in place changes the tensor itself`() {
    let x = Tensor([1.0, 2])
    let view = x.narrowed(axis: 0, from: 1, count: 1)
    x.addInPlace(Tensor([10.0, 20]), factor: 0.5)
    expect(view, [12])
    x.multiplyInPlace(2)
    x.addInPlace(1)
    expect(x, [13, 25])
    x.assignInPlace(Tensor([7, 8]))
    expect(x, [7, 8])
    x.fillInPlace(3)
    expect(view, [3])
  }

  @Test func `gradients agree with central differences`() throws {
    let other = sample([2, 3], stream: 1)
    try expectGradient(at: sample([2, 3])) { ($0 + other) * $0 - other / ($0 * $0 + 1) }
    try expectGradient(at: sample([2, 3])) { 1.5 - 2 * $0 + 3 / ($0 * $0 + 2) - (-$0) / 4 }
    try expectGradient(at: sample([2, 3])) { $0.matmul(sample([3, 2], stream: 2)) }
    try expectGradient(at: sample([2, 3])) { $0.maximum(other) + $0.minimum(other) * 2 }
    try expectGradient(at: sample([2, 3], offset: 5)) { $0.pow(2.5) }
    try expectGradient(at: sample([3])) { $0 * other }
  }

  @Test func `shapes that do not fit stop the program and are named`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor([1.0, 2, 3]) + Tensor([1.0, 2])
    }
    let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
    #expect(message.contains("+(_:_:)"))
    #expect(message.contains("size of tensor a (3) must match the size of tensor b (2)"))
  }

  @Test func `assigning another shape stops the program`() async {
    await #expect(processExitsWith: .failure) {
      Tensor([1.0, 2, 3]).assignInPlace(Tensor([1.0]))
    }
  }
}
