import Foundation
import Testing
import Torch

struct ElementwiseTests {
  @Test func `functions give what Foundation's give`() {
    let positive = [0.25, 1, 3]
    let any = [-1.5, 0, 2]
    let p = Tensor(positive)
    let x = Tensor(any)
    expect(x.exp(), any.map { exp($0) }, within: 1e-14)
    expect(p.log(), positive.map { log($0) }, within: 1e-14)
    expect(p.log1p(), positive.map { log1p($0) }, within: 1e-14)
    expect(p.logGamma(), positive.map { lgamma($0) }, within: 1e-14)
    // ψ(1) = −γ, ψ(3) = 3/2 − γ, ψ(1/4) = −γ − π/2 − 3 log 2.
    let euler = 0.577215664901532861
    expect(
      p.digamma(), [-euler - Double.pi / 2 - 3 * log(2), -euler, 1.5 - euler], within: 1e-13)
    expect(p.sqrt(), [0.5, 1, 3.0.squareRoot()], within: 1e-14)
    expect(p.rsqrt(), [2, 1, 1 / 3.0.squareRoot()], within: 1e-14)
    expect(x.square(), [2.25, 0, 4], within: 1e-14)
    expect(x.abs(), [1.5, 0, 2])
    expect(x.sign(), [-1, 0, 1])
    expect(x.cos(), any.map { cos($0) }, within: 1e-14)
    expect(x.sin(), any.map { sin($0) }, within: 1e-14)
    expect(x.floor(), [-2, 0, 2])
    expect(x.relu(), [0, 0, 2])
    expect(x.sigmoid(), any.map { 1 / (1 + exp(-$0)) }, within: 1e-14)
    expect(x.tanh(), any.map { tanh($0) }, within: 1e-14)
    expect(x.softplus(), any.map { log1p(exp($0)) }, within: 1e-14)
  }

  @Test func `clamping holds each bound that is given`() {
    let x = Tensor([-3.0, 0.5, 9])
    expect(x.clamped(min: -1), [-1, 0.5, 9])
    expect(x.clamped(max: 2), [-3, 0.5, 2])
    expect(x.clamped(min: -1, max: 2), [-1, 0.5, 2])
  }

  @Test func `infinities and not-a-number are not finite`() {
    #expect(Tensor([1, Double.infinity, .nan, -.infinity]).isFinite().ints == [1, 0, 0, 0])
  }

  @Test func `gradients agree with central differences`() throws {
    let functions: [(Tensor) -> Tensor] = [
      { $0.exp() }, { $0.square() }, { $0.abs() }, { $0.relu() }, { $0.sigmoid() },
      { $0.tanh() }, { $0.softplus() }, { $0.cos() }, { $0.sin() },
      { $0.clamped(min: -0.5, max: 0.5) },
    ]
    for function in functions { try expectGradient(at: sample([2, 4]), function) }
    let ofPositive: [(Tensor) -> Tensor] = [
      { $0.log() }, { $0.log1p() }, { $0.sqrt() }, { $0.rsqrt() }, { $0.logGamma() },
      { $0.digamma() },
    ]
    for function in ofPositive { try expectGradient(at: sample([2, 4]).abs() + 1, function) }
  }
}
