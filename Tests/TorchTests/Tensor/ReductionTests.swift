import Foundation
import Testing
import Torch

struct ReductionTests {
  let x = Tensor([1.0, 5, 3, 4, 2, 6], shape: [2, 3])

  @Test func `whole tensors reduce to scalars`() {
    expect(x.sum(), [21], [])
    expect(x.mean(), [3.5], [])
    expect(x.max(), [6], [])
    expect(x.min(), [1], [])
  }

  @Test func `axes reduce, kept or not`() {
    expect(x.sum(axis: 0), [5, 7, 9])
    expect(x.sum(axis: -1, keepingAxis: true), [9, 12], [2, 1])
    expect(x.sum(axes: [0, 1]), [21], [])
    expect(x.mean(axis: 1), [3, 4])
    expect(x.mean(axes: [0], keepingAxes: true), [2.5, 3.5, 4.5], [1, 3])
    expect(x.variance(axes: [1], unbiased: false), [8.0 / 3, 8.0 / 3], within: 1e-12)
    expect(x.variance(axes: [1], unbiased: true, keepingAxes: true), [4, 4], [2, 1])
  }

  @Test func `extremes come with their positions`() {
    let (high, highest) = x.max(axis: 1)
    expect(high, [5, 6])
    #expect(highest.ints == [1, 2])
    let (low, lowest) = x.min(axis: 0, keepingAxis: true)
    expect(low, [1, 2, 3], [1, 3])
    #expect(lowest.ints == [0, 1, 0])
    #expect(x.argMax(axis: 1).ints == [1, 2])
    #expect(x.argMax(axis: 0, keepingAxis: true).shape == [1, 3])
  }

  @Test func `norms are Euclidean`() {
    let v = Tensor([3.0, 4, 0, 0], shape: [2, 2])
    expect(v.norm(axis: 1), [5, 0])
    expect(v.norm(axis: 1, keepingAxis: true), [5, 0], [2, 1])
    expect(v.normalized(axis: 1), [0.6, 0.8, 0, 0], [2, 2])
    expect(Tensor([1e-3, 0]).normalized(axis: 0, floor: 0.1), [1e-2, 0])
  }

  @Test func `sums run along an axis`() {
    expect(x.cumulativeSum(axis: 1), [1, 6, 9, 4, 6, 12], [2, 3])
  }

  @Test func `softmax and its logarithm agree, without overflow`() {
    let logits = Tensor([1000.0, 1001, 999], shape: [1, 3])
    let shifted = [exp(-1.0), 1, exp(-2.0)]
    let sum = shifted.reduce(0, +)
    expect(logits.softmax(axis: 1), shifted.map { $0 / sum }, [1, 3], within: 1e-14)
    expect(logits.logSoftmax(axis: 1), [-1, 0, -2].map { $0 - log(sum) }, [1, 3], within: 1e-12)
    expect(logits.logSumExp(axis: 1), [1001 + log(sum)], [1], within: 1e-14)
    expect(logits.logSumExp(axis: 1, keepingAxis: true), [1001 + log(sum)], [1, 1], within: 1e-14)
  }

  @Test func `gradients agree with central differences`() throws {
    let functions: [(Tensor) -> Tensor] = [
      { $0.sum() }, { $0.mean() }, { $0.max() }, { $0.sum(axis: 1) }, { $0.mean(axes: [0, 1]) },
      { $0.variance(axes: [0], unbiased: false) }, { $0.variance(axes: [1], unbiased: true) },
      { $0.max(axis: 1).values }, { $0.min(axis: 0).values }, { $0.norm(axis: 1) },
      { $0.normalized(axis: 1) }, { $0.cumulativeSum(axis: 1) }, { $0.softmax(axis: 1) },
      { $0.logSoftmax(axis: 0) }, { $0.logSumExp(axis: 1) },
    ]
    for function in functions { try expectGradient(at: sample([3, 4]), function) }
  }
}
