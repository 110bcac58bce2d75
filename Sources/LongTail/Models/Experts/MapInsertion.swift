public import Torch

/// What is done to a network's map on its way, behind one of the backbone's parts: rows may be added to it, which are then
/// samples like the others.
public struct MapInsertion {
  /// Parts of the backbone before it, 1 or more.
  public let part: Int
  /// Takes the map, `[batch, channels, height, width]`, and gives the one that goes on, whose first rows are the batch's.
  public let change: (Tensor) -> Tensor

  /// The change of the map behind a part, counted from 1.
  public init(after part: Int, _ change: @escaping (Tensor) -> Tensor) {
    self.part = part
    self.change = change
  }
}
