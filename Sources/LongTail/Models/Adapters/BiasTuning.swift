/// The biases of the backbone's blocks, of layers and norms alike (BitFit; Ben Zaken et al., ACL 2022): 101,376 numbers of
/// ViT-B/16. What lies before and after the blocks stays, and so do the statistics of batch norm.
public struct BiasTuning: Tuning {
  public static let name = "bitfit"
  public static let summary = "the biases in the backbone's blocks"

  public init() {}

  public func trains(_ name: String) -> Bool { isInBlock(name) && name.hasSuffix(".bias") }
}
