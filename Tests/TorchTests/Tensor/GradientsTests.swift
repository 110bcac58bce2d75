import Testing
import Torch

struct GradientsTests {
  @Test func `gradients add up over backward passes until cleared`() throws {
    let x = Tensor([2.0]).requiringGradient()
    #expect(x.gradient == nil)
    x.square().sum().backward()
    x.square().sum().backward()
    expect(try #require(x.gradient), [8])
    x.clearGradient()
    #expect(x.gradient == nil)
  }

  @Test func `nothing is recorded without gradients, and the setting comes back`() {
    let x = Tensor([2.0]).requiringGradient()
    struct Stop: Error {}
    let y = withoutGradients { x * 2 }
    #expect(!y.requiresGradient)
    #expect((x * 2).requiresGradient)
    #expect(throws: Stop.self) { try withoutGradients { throw Stop() } }
    #expect((x * 2).requiresGradient)
    let nested = withoutGradients {
      withoutGradients {}
      return x * 2
    }
    #expect(!nested.requiresGradient)
  }

  @Test func `a detached tensor passes nothing back`() throws {
    let x = Tensor([3.0]).requiringGradient()
    (x * x.detached()).sum().backward()
    expect(try #require(x.gradient), [3])
  }

  @Test func `a leaf shares memory with what it came from`() {
    let x = Tensor([1.0])
    let leaf = x.requiringGradient()
    x.fillInPlace(5)
    expect(leaf.detached(), [5])
    #expect(!x.requiresGradient)
  }

  @Test func `a backward pass from what has no history stops the program`() async {
    await #expect(processExitsWith: .failure) { Tensor([1.0]).sum().backward() }
  }

  @Test func `derivatives leave gradients alone, and can be derived again`() throws {
    let x = Tensor([2.0, 3]).requiringGradient()
    let y = (x * x * x).sum()
    let first = try #require(y.derivatives(by: [x], keepingHistory: true).first)
    expect(first.detached(), [12, 27])
    let second = try #require(first.sum().derivatives(by: [x]).first)
    expect(second, [12, 18])
    #expect(x.gradient == nil)
    (x * x * x).sum().backward()
    expect(try #require(x.gradient), [12, 27])
  }

  @Test func `derivatives of several tensors come in their order`() {
    let a = Tensor([2.0]).requiringGradient()
    let b = Tensor([5.0, 7]).requiringGradient()
    let found = (a * b).sum().derivatives(by: [b, a])
    expect(found[0], [2, 2])
    expect(found[1], [12])
    #expect(!found[0].requiresGradient)
  }
}
