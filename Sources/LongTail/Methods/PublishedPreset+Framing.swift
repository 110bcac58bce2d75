extension PublishedPreset {
  /// Side of the square that networks for large pictures take, and the shorter side of the picture that it is cut out of
  /// when a network is measured: torchvision's `Resize(256)` and `CenterCrop(224)`, in the code of all methods here that
  /// have settings for ImageNet-LT, iNaturalist 2018 or Places-LT.
  static let (side, measuredSide) = (224, 256)

  /// Whether its stages cut random parts out of pictures as large as they are.
  public var cutsNativePictures: Bool {
    stages.contains { $0.augmentations.first?.item is RandomResizedCrop }
  }

  /// How the authors frame pictures, where a source has them in any size and nothing else was asked for; another side than
  /// 224 is cut out of a picture that is larger in the same proportion. Pictures that are stored at one size stay as they
  /// are.
  func frame(_ data: inout DataSettings) {
    guard cutsNativePictures, data.framing == FramingSettings(),
      (try? Datasets.type(named: data.sourceName))?.holdsNativePictures == true
    else { return }
    let side = data.imageSize ?? Self.side
    data.imageSize = side
    data.framing = FramingSettings(
      training: NativeFraming(),
      evaluation: ResizeCenterCrop(
        shorterSide: (side * Self.measuredSide + Self.side / 2) / Self.side))
  }
}
