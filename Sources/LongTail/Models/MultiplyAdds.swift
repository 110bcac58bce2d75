import Torch

extension Convolution2D {
  /// Multiply-adds for one sample `[channels, height, width]`, which becomes the output's shape.
  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let kernel = weight.shape[2]
    let sides = shape.dropFirst().map { ($0 + 2 * padding - kernel) / stride + 1 }
    shape = [weight.shape[0]] + sides
    return weight.count * sides.reduce(1, *)
  }
}

extension Linear {
  /// Multiply-adds for one sample of any shape, which becomes the output's.
  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    shape = [weight.shape[0]]
    return weight.count
  }
}
