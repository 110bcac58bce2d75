/// Square patches of images, each as one vector: a convolution whose stride is its kernel (Dosovitskiy et al., ICLR 2021).
public struct PatchEmbedding {
  /// `[width, channels, patch, patch]`.
  public let convolution: Convolution2D

  /// Weight and bias begin as `initial` says, PyTorch's default when `nil`.
  public init(
    _ channels: Int, _ width: Int, patch: Int, bias: Bool = true, initial: Initialization? = nil,
    at path: ParameterPath
  ) {
    convolution = Convolution2D(
      channels, width, kernel: patch, stride: patch, bias: bias, initial: initial, at: path)
  }

  /// - Parameter x: `[batch, channels, height, width]`; what is left beside whole patches does not count.
  /// - Returns: `[batch, patches, width]`, row after row.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    convolution(x).flattened(from: 2).transposed(1, 2)
  }
}
