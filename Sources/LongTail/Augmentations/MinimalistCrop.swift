public import Torch

/// Cuts a random square out of the picture and brings it to the frame's size; in a stage's first epoch small squares may be
/// drawn, in its last nearly the whole picture alone (minimalist data augmentation; Shi et al., LIFT+, 2025).
///
/// At a share t of the stage the area is drawn evenly between a bound a(t) and 1 of the picture's, both capped by the largest
/// square in it; a = 0.08 + 0.92 φ(t). Its side is rounded to whole pixels, its place uniform. A stage of one epoch has t = 0.
public struct MinimalistCrop: CuttingAugmentation {
  public static let name = "minimalist-crop"
  public static let summary =
    "cut out a random square, larger ones from epoch to epoch, and bring it to full size"

  /// φ, how the least area grows.
  public enum Growth: String, Sendable, CaseIterable {
    /// 1 − √(1 − t²): late.
    case convex
    /// √(1 − (1 − t)²): early.
    case concave
    /// t.
    case linear
    /// 0: small squares to the end.
    case least
    /// 1: the largest square from the beginning.
    case most
  }

  /// Where the least area begins, as a share of the picture's, in (0, 1].
  public var smallestArea = 0.08
  /// How it grows to 1; the authors' default is convex.
  public var growth = Growth.convex

  public init() {}

  public init(smallestArea: Double = 0.08, growth: Growth) {
    self.smallestArea = smallestArea
    self.growth = growth
  }

  public func validate() throws {
    try SettingsError.require("smallestArea", smallestArea, above: 0, to: 1)
  }

  /// The least area at a share t of the stage, as a share of the picture's.
  func leastArea(at t: Double) -> Double {
    let share: Double
    switch growth {
    case .convex: share = 1 - max(0, 1 - t * t).squareRoot()
    case .concave: share = max(0, 1 - (1 - t) * (1 - t)).squareRoot()
    case .linear: share = t
    case .least: share = 0
    case .most: share = 1
    }
    return smallestArea + (1 - smallestArea) * share
  }

  public func at(_ share: Double) -> any Augmentation {
    MinimalistCrop(smallestArea: leastArea(at: share), growth: .least)
  }

  public func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {
    picture.resize(
      window(of: PictureSize(height: picture.height, width: picture.width), using: &random))
  }

  public func cut(
    of picture: PictureSize, to frame: PictureSize, using random: inout CounterBasedGenerator
  ) -> PictureCut {
    PictureCut(whole: picture, window: window(of: picture, using: &random), result: frame)
  }

  /// A square as the first epoch draws it.
  func window(
    of picture: PictureSize, using random: inout CounterBasedGenerator
  ) -> PictureWindow {
    let shorter = min(picture.height, picture.width)
    let area = Double(picture.height * picture.width)
    let cap = Double(shorter * shorter) / area
    let (low, high) = (min(leastArea(at: 0), cap), min(1, cap))
    let wanted = area * (low + (high - low) * random.uniform())
    let side = max(1, min(shorter, Int(wanted.squareRoot().rounded(.toNearestOrEven))))
    return PictureWindow(
      top: random.integer(below: picture.height - side + 1),
      left: random.integer(below: picture.width - side + 1), height: side, width: side)
  }
}

extension MinimalistCrop.Growth: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "growth")
  }
}
