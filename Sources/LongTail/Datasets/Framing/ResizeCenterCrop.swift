/// The shorter side is resized, the longer one in proportion, and the middle is cut out: torchvision's `Resize` and
/// `CenterCrop`, by which models of ImageNet are measured (256 and 224). Smaller pictures are scaled up, as there.
public struct ResizeCenterCrop: Framing, Equatable {
  public static let name = "resize-center-crop"
  public static let summary = "the shorter side is resized, then the middle is cut out"

  /// Of the picture before the cut, in pixels, 1 … 4096; at least the side of the cut.
  public var shorterSide = 256

  public init() {}

  public init(shorterSide: Int) {
    self.shorterSide = shorterSide
  }

  public func validate() throws {
    try SettingsError.require("shorterSide", shorterSide, in: DatasetOptions.possibleImageSizes)
  }

  public func validate(forSide side: Int) throws {
    try SettingsError.requireCut(of: side, outOf: shorterSide)
  }

  public func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut] {
    let whole = picture.withShorterSide(shorterSide)
    return [
      PictureCut(
        whole: whole,
        window: PictureWindow(
          middleOf: whole, height: frame.size.height, width: frame.size.width),
        result: frame.size)
    ]
  }

  public func words(for frame: PictureFrame) -> String {
    frame.words(afterShorterSide: shorterSide)
  }
}

extension SettingsError {
  /// - Throws: ``SettingsError`` for a cut that is larger than what it is cut out of.
  static func requireCut(of side: Int, outOf shorterSide: Int) throws {
    guard side <= shorterSide else {
      throw SettingsError(
        "shorterSide",
        "\(shorterSide) is less than data.imageSize, \(side), which is cut out of it; expected \(side) or more"
      )
    }
  }
}
