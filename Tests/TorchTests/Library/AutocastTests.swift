import Testing
import Torch

struct AutocastTests {
  let x = Tensor.ones([2, 2])

  @Test func `products are computed in the type that is asked for, inside only`() {
    let inside = withAutocast(.bfloat16, on: .cpu) { x.matmul(x) }
    #expect(inside.dtype == .bfloat16)
    #expect(x.matmul(x).dtype == .float32)
  }

  @Test func `scopes nest, and nil switches off`() {
    withAutocast(.bfloat16, on: .cpu) {
      withAutocast(nil, on: .cpu) { #expect(x.matmul(x).dtype == .float32) }
      #expect(x.matmul(x).dtype == .bfloat16)
    }
    #expect(x.matmul(x).dtype == .float32)
  }

  @Test func `gradients keep the parameter's type`() throws {
    let weight = Tensor.ones([2, 2]).requiringGradient()
    let loss = withAutocast(.bfloat16, on: .cpu) { x.matmul(weight).sum() }
    loss.backward()
    let gradient = try #require(weight.gradient)
    #expect(gradient.dtype == .float32)
    expect(gradient, [2, 2, 2, 2], [2, 2])
  }
}
