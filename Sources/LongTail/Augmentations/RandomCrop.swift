public import Torch

/// Pads with black on all sides and cuts a window at a random place: of the picture's size, or of the frame's where
/// pictures come at other sizes (torchvision's `RandomCrop`; one that does not cover the frame is scaled up first).
public struct RandomCrop: CuttingAugmentation {
  public static let name = "random-crop"
  public static let summary = "pad with black and cut at a random place"

  /// Pixels of padding on each side, 0 … 4096, and so the largest shift.
  public var padding = 4

  public init() {}

  public init(padding: Int) {
    precondition(padding >= 0, "padding \(padding) is below 0")
    self.padding = padding
  }

  public func validate() throws {
    try SettingsError.require("padding", padding, in: 0...4096)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    let y = random.integer(below: 2 * padding + 1) - padding
    let x = random.integer(below: 2 * padding + 1) - padding
    picture.shift(x: x, y: y)
  }

  public func cut(
    of picture: PictureSize, to frame: PictureSize, using random: inout CounterBasedGenerator
  ) -> PictureCut {
    let isCovering = picture.height >= frame.height && picture.width >= frame.width
    let whole = isCovering ? picture : picture.covering(frame)
    let top = random.integer(below: whole.height - frame.height + 2 * padding + 1) - padding
    let left = random.integer(below: whole.width - frame.width + 2 * padding + 1) - padding
    return PictureCut(
      whole: whole,
      window: PictureWindow(top: top, left: left, height: frame.height, width: frame.width),
      result: frame)
  }
}
