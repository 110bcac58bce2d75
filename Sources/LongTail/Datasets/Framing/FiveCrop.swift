/// The middle and the four corners of the picture whose shorter side was resized: torchvision's `Resize` and `FiveCrop`.
/// The logits of the five are averaged. For evaluation alone.
public struct FiveCrop: Framing {
  public static let name = "five-crop"
  public static let summary =
    "evaluation: the shorter side is resized, then the middle and four corners are cut out; mean logits"

  /// Of the picture before the cuts, in pixels, 1 … 4096; at least the side of a cut.
  public var shorterSide = 256

  public init() {}

  public init(shorterSide: Int) {
    self.shorterSide = shorterSide
  }

  public var looks: Int { 5 }

  public func validate() throws {
    try SettingsError.require("shorterSide", shorterSide, in: DatasetOptions.possibleImageSizes)
  }

  public func validate(forSide side: Int) throws {
    try SettingsError.requireCut(of: side, outOf: shorterSide)
  }

  public func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    let middle = ResizeCenterCrop(shorterSide: shorterSide).cuts(of: picture, to: frame)
    let whole = middle[0].whole
    let (height, width) = (frame.size.height, frame.size.width)
    let (last, right) = (whole.height - height, whole.width - width)
    return middle
      + [(0, 0), (0, right), (last, 0), (last, right)].map { top, left in
        PictureCut(
          whole: whole,
          window: PictureWindow(top: top, left: left, height: height, width: width),
          result: frame.size)
      }
  }
}
