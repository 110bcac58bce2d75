/// Pictures reach the augmentations as large as they are, and the first augmentation cuts the frame out: what published
/// training on ImageNet, iNaturalist and Places does with `random-resized-crop`. For training alone.
public struct NativeFraming: Framing {
  public static let name = "native"
  public static let summary =
    "training: as large as it is; the first augmentation (random-resized-crop, random-crop) cuts"

  public init() {}

  public var fillsFrame: Bool { false }

  public func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    [PictureCut(whole: picture, window: PictureWindow(picture), result: picture)]
  }
}
