internal import Foundation
public import Torch

/// Cuts out a random part of the picture and brings it to the frame's size (Szegedy et al., 2015).
///
/// Training on ImageNet, iNaturalist and Places cuts parts of pictures as large as they are (`data.framing.training=native`).
/// Of squared pictures, parts of the square are cut. The part is drawn as torchvision's `RandomResizedCrop` draws it and
/// resized as Pillow does, with a triangle filter; smaller parts are scaled up.
public struct RandomResizedCrop: CuttingAugmentation {
  public static let name = "random-resized-crop"
  public static let summary = "cut out a random part and bring it to full size"

  /// Bounds of the part's area, as shares of the picture's, in (0, 1].
  public var smallestArea = 0.08
  /// The largest share of the picture's area, at least ``smallestArea``.
  public var largestArea = 1.0
  /// Bounds of width over height, in [0.001, 1000]; drawn evenly on a logarithmic scale.
  public var smallestRatio = 3.0 / 4
  /// The largest width over height, at least ``smallestRatio``.
  public var largestRatio = 4.0 / 3

  public init() {}

  public func validate() throws {
    try SettingsError.require("smallestArea", smallestArea, above: 0, to: 1)
    try SettingsError.require("largestArea", largestArea, above: 0, to: 1)
    guard smallestArea <= largestArea else {
      throw SettingsError("smallestArea", "\(smallestArea) is above largestArea, \(largestArea)")
    }
    try SettingsError.require("smallestRatio", smallestRatio, from: 0.001, to: 1000)
    try SettingsError.require("largestRatio", largestRatio, from: 0.001, to: 1000)
    guard smallestRatio <= largestRatio else {
      throw SettingsError(
        "smallestRatio", "\(smallestRatio) is above largestRatio, \(largestRatio)")
    }
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    let window = window(height: picture.height, width: picture.width, using: &random)
    picture.resize(window)
  }

  public func cut(
    of picture: PictureSize, to frame: PictureSize, using random: inout CounterBasedGenerator
  ) -> PictureCut {
    PictureCut(
      whole: picture,
      window: window(height: picture.height, width: picture.width, using: &random), result: frame)
  }

  /// A part of the wanted area and ratio; after ten draws that do not fit, the largest middle part
  /// whose ratio is within the bounds.
  func window(
    height: Int, width: Int, using random: inout CounterBasedGenerator
  ) -> PictureWindow {
    let area = Double(height * width)
    let logarithms = (log(smallestRatio), log(largestRatio))
    for _ in 0..<10 {
      let wanted = area * (smallestArea + (largestArea - smallestArea) * random.uniform())
      let ratio = exp(logarithms.0 + (logarithms.1 - logarithms.0) * random.uniform())
      let partWidth = Int((wanted * ratio).squareRoot().rounded(.toNearestOrEven))
      let partHeight = Int((wanted / ratio).squareRoot().rounded(.toNearestOrEven))
      guard 1...width ~= partWidth, 1...height ~= partHeight else { continue }
      return PictureWindow(
        top: random.integer(below: height - partHeight + 1),
        left: random.integer(below: width - partWidth + 1), height: partHeight, width: partWidth)
    }
    var (partHeight, partWidth) = (height, width)
    let ratio = Double(width) / Double(height)
    if ratio < smallestRatio {
      partHeight = max(1, Int((Double(width) / smallestRatio).rounded(.toNearestOrEven)))
    } else if ratio > largestRatio {
      partWidth = max(1, Int((Double(height) * largestRatio).rounded(.toNearestOrEven)))
    }
    return PictureWindow(
      top: (height - partHeight) / 2, left: (width - partWidth) / 2, height: partHeight,
      width: partWidth)
  }
}

extension Picture {
  /// Brings a part of the picture to the whole picture's size.
  mutating func resize(_ window: PictureWindow) {
    let size = PictureSize(height: height, width: width)
    let resized = DecodedPicture(height: height, width: width, channels: channels, pixels: pixels)
      .cut(PictureCut(whole: size, window: window, result: size))
    modify { pixels in
      for index in pixels.indices { pixels[index] = resized.pixels[index] }
    }
  }
}
