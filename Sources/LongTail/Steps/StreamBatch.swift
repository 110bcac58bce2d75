public import Torch

/// Samples of one stream on the device, before mixing.
public struct StreamBatch {
  /// The same samples in each view, `[batch, channels, height, width]` or `[batch, width]`.
  public let views: [Tensor]
  /// Their classes, `[batch]`, int64.
  public let labels: Tensor
  /// Their positions in the training part.
  public let positions: [Int]

  public init(views: [Tensor], labels: Tensor, positions: [Int] = []) {
    self.views = views
    self.labels = labels
    self.positions = positions
  }

  /// The first view.
  public var inputs: Tensor { views[0] }
}
