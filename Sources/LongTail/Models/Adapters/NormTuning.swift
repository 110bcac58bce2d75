/// Scale and shift of the norms in the backbone's blocks: 36,864 numbers of ViT-B/16. The last norm stays, and so do the
/// statistics of batch norm.
public struct NormTuning: Tuning {
  public static let name = "norm"
  public static let summary = "scale and shift of the norms in the backbone's blocks"

  public init() {}

  public func trains(_ name: String) -> Bool {
    guard isInBlock(name) else { return false }
    let steps = name.split(separator: ".")
    let layer = steps[steps.count - 2]
    return layer.hasPrefix("norm") || layer.hasPrefix("bn")
  }
}
