extension PublishedPreset {
  /// Side of the square that networks for large pictures take, and the shorter side of the picture that it is cut out of
  /// when a network is measured: torchvision's `Resize(256)` and `CenterCrop(224)`, in the code of all methods here that
  /// have settings for ImageNet-LT, iNaturalist 2018 or Places-LT.
  static let (side, measuredSide) = (224, 256)

  /// Whether its stages cut random parts out of pictures as large as they are.
  public var cutsNativePictures: Bool {
    stages.contains {
      let first = $0.augmentations.first?.item
      return first is RandomResizedCrop || first is MinimalistCrop
    }
  }

  /// How the authors frame pictures, where a source has them in any size and nothing else was asked for; another side than
  /// 224 is cut out of a picture that is larger in the same proportion. Pictures that are stored at one size stay as they
  /// are.
  func frame(_ data: inout DataSettings) {
    let type = try? Datasets.type(named: data.sourceName)
    guard cutsNativePictures, data.framing == FramingSettings(),
      framing == nil ? type?.holdsNativePictures == true : type?.holdsPictures == true
    else { return }
    let side = data.imageSize ?? Self.side
    data.imageSize = side
    if let framing {
      data.framing = framing(side)
      return
    }
    data.framing = FramingSettings(
      training: NativeFraming(),
      evaluation: ResizeCenterCrop(
        shorterSide: (side * Self.measuredSide + Self.side / 2) / Self.side))
  }
}
