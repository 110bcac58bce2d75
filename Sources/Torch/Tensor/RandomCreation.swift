import CTorch

extension Tensor {
  /// Uniform in [0, 1), drawn on `device`: what `generator.uniform()` gives from its next whole block on, in row-major
  /// order, on every device. A fresh generator gives the numbers of its first draws.
  public static func uniform(
    _ shape: [Int], using generator: inout CounterBasedGenerator, dtype: DType = .float32,
    device: Device = .cpu
  ) -> Tensor {
    let draws = uniforms(shape.reduce(1, *), using: &generator, device: device)
    return draws.to(dtype).to(device).reshaped(shape)
  }

  /// Standard normal (Box & Muller, 1958), drawn on `device`: what `generator.normal()` gives from its next whole block
  /// on, in row-major order; devices differ in the last bits of their logarithms, sines and cosines.
  public static func normal(
    _ shape: [Int], using generator: inout CounterBasedGenerator, dtype: DType = .float32,
    device: Device = .cpu
  ) -> Tensor {
    let count = shape.reduce(1, *)
    let pairs = uniforms(count + count % 2, using: &generator, device: device).reshaped([-1, 2])
    // 1 − u lies in (0, 1], so the logarithm is finite.
    let radius = ((1 - pairs.selected(axis: 1, at: 0)).log() * -2).sqrt()
    let angle = pairs.selected(axis: 1, at: 1) * (2 * Double.pi)
    let draws = Tensor.stacked([radius * angle.cos(), radius * angle.sin()], axis: 1).flattened()
    return draws.narrowed(axis: 0, from: 0, count: count).to(dtype).to(device).reshaped(shape)
  }

  /// `[count]`, float64; `withOperations` takes other devices' way on the CPU, too.
  package static func uniforms(
    _ count: Int, using generator: inout CounterBasedGenerator, device: Device,
    withOperations: Bool = false
  ) -> Tensor {
    let blocks = generator.takeBlocks(ofDraws: count)
    // Apple's GPU has no float64.
    let place = device == .mps ? .cpu : device
    return mustSucceed("Tensor.uniform") {
      ctorch_philox_uniform(
        count, blocks.first, blocks.stream, blocks.key, place.code, withOperations, &$0)
    }
  }
}
