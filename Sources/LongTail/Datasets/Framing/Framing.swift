/// How a picture of any size becomes one of the size that the network takes, its frame. Nothing is drawn at random:
/// that is for augmentations.
public protocol Framing: CatalogItem {
  /// Whether what it makes has the frame's size. Otherwise the first augmentation of each view cuts the frame out.
  var fillsFrame: Bool { get }
  /// Whether it squares pictures to the frame as ``PictureFrame/fit`` says, and needs no side of its own.
  var isSquared: Bool { get }
  /// Looks at one picture, ≥ 1; their answers are averaged.
  var looks: Int { get }
  /// Whether the settings go with a square frame.
  /// - Throws: ``SettingsError`` under a key of the item.
  func validate(forSide side: Int) throws
  /// What is made of a picture: a cut for each look, the one from the middle first.
  func cuts(of picture: PictureSize, to frame: PictureFrame) -> [PictureCut]
  /// How a picture of any size is brought to the frame, for somebody who has to do it elsewhere.
  func words(for frame: PictureFrame) -> String
}

extension Framing {
  public var fillsFrame: Bool { true }
  public var isSquared: Bool { false }
  public var looks: Int { 1 }
  public func validate(forSide side: Int) throws {}
  public func words(for frame: PictureFrame) -> String { Self.name }
}

/// The size that a network takes, and how pictures are brought to it.
public struct PictureFrame: Sendable, Equatable {
  /// Height and width in pixels.
  public var size: PictureSize
  /// How ``SquaredFraming`` brings a picture of another shape to it.
  public var fit: PictureFit
  /// What new pixels are made by.
  public var filter: PictureFilter

  public init(_ size: PictureSize, fit: PictureFit = .crop, filter: PictureFilter = .bilinear) {
    self.size = size
    self.fit = fit
    self.filter = filter
  }

  /// What a framing makes of a picture of a size, by this frame's filter.
  func cuts(of picture: PictureSize, by framing: any Framing) -> [PictureCut] {
    framing.cuts(of: picture, to: self).map(filtered)
  }

  /// A cut by this frame's filter.
  func filtered(_ cut: PictureCut) -> PictureCut {
    var own = cut
    own.filter = filter
    return own
  }

  /// How pixels are made, for people: "antialiased", or "bicubic, antialiased".
  var filterWords: String {
    filter == .bilinear ? "antialiased" : "\(filter.rawValue), antialiased"
  }

  /// Words for a frame that is the middle of a picture whose shorter side was resized.
  func words(afterShorterSide side: Int) -> String {
    "shorter side to \(side), \(filterWords); middle \(size.height)x\(size.width) cut out"
  }
}
