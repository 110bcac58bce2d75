/// The shorter side is resized, the longer one in proportion (torchvision's `Resize`), and the first augmentation cuts the
/// frame out, such as `random-crop`. For training alone.
public struct ResizeFraming: Framing {
  public static let name = "resize"
  public static let summary =
    "training: the shorter side is resized; the first augmentation (random-crop, …) cuts"

  /// Of the picture before the cut, in pixels, 1 … 4096.
  public var shorterSide = 256

  public init() {}

  public init(shorterSide: Int) {
    self.shorterSide = shorterSide
  }

  public var fillsFrame: Bool { false }

  public func validate() throws {
    try SettingsError.require("shorterSide", shorterSide, in: DatasetOptions.possibleImageSizes)
  }

  public func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    let whole = picture.withShorterSide(shorterSide)
    return [PictureCut(whole: whole, window: PictureWindow(whole), result: whole)]
  }
}
