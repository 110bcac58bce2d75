/// The whole of the picture that the frame can show: the shorter side is resized to the frame and the middle is cut out,
/// or both sides are resized (`data.pictureFit`). In training, augmentations then see pictures of the frame's size.
public struct SquaredFraming: Framing {
  public static let name = "squared"
  public static let summary =
    "the shorter side is resized to the size, the middle cut out (or data.pictureFit=squash)"

  public init() {}

  public var isSquared: Bool { true }

  public func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    let size = frame.size
    guard frame.fit == .crop else {
      return [PictureCut(whole: size, window: PictureWindow(size), result: size)]
    }
    let whole = picture.covering(size)
    return [
      PictureCut(
        whole: whole,
        window: PictureWindow(middleOf: whole, height: size.height, width: size.width),
        result: size)
    ]
  }

  public func words(for frame: PictureFrame) -> String {
    let (height, width) = (frame.size.height, frame.size.width)
    return frame.fit == .squash
      ? "both sides to \(height)x\(width), \(frame.filterWords)"
      : frame.words(afterShorterSide: min(height, width))
  }
}
