/// A part of a picture, in pixels. Where it reaches beyond the picture, that is black.
public struct PictureWindow: Sendable, Equatable {
  /// Its first row, from the picture's own; negative above it.
  public var top: Int
  /// Its first column, likewise.
  public var left: Int
  /// Its rows, 1 or more.
  public var height: Int
  /// Its columns, 1 or more.
  public var width: Int

  public init(top: Int, left: Int, height: Int, width: Int) {
    self.top = top
    self.left = left
    self.height = height
    self.width = width
  }

  /// All of a picture.
  public init(_ size: PictureSize) {
    self.init(top: 0, left: 0, height: size.height, width: size.width)
  }

  /// The middle of a picture: half of the excess is left out on each side, rounded half to even, as torchvision's
  /// `CenterCrop` does.
  public init(middleOf size: PictureSize, height: Int, width: Int) {
    func half(_ excess: Int) -> Int { Int((Double(excess) / 2).rounded(.toNearestOrEven)) }
    self.init(
      top: half(size.height - height), left: half(size.width - width), height: height, width: width
    )
  }
}

/// What becomes of a picture of a known size: the whole of it is resized, a part is cut out, and the part is resized.
/// Each resizing is Pillow's with antialiasing, and leaves alone what has its size.
public struct PictureCut: Sendable, Equatable {
  /// The size that the whole picture is brought to before the part is cut out.
  public var whole: PictureSize
  /// The part, in pixels of `whole`.
  public var window: PictureWindow
  /// The size that the part is brought to.
  public var result: PictureSize
  /// What new pixels are made by.
  public var filter: PictureFilter

  public init(
    whole: PictureSize, window: PictureWindow, result: PictureSize,
    filter: PictureFilter = .bilinear
  ) {
    self.whole = whole
    self.window = window
    self.result = result
    self.filter = filter
  }

  /// The largest of 8, 4, 2 and 1 by which a picture can be made smaller before this is done to it, so that it is still
  /// no smaller than what is asked for: `whole`, or where that is the picture itself the part of it that becomes
  /// `result`.
  func divisor(of picture: PictureSize) -> Int {
    let asked = whole == picture ? result : whole
    let given = whole == picture ? PictureSize(height: window.height, width: window.width) : picture
    return [8, 4, 2].first {
      $0 * asked.height <= given.height && $0 * asked.width <= given.width
    } ?? 1
  }

  /// The same for the picture made smaller: where it is not resized as a whole, the part shrinks with it.
  func shrunk(from picture: PictureSize, to smaller: PictureSize) -> PictureCut {
    guard whole == picture, smaller != picture else { return self }
    func part(_ start: Int, _ length: Int, of old: Int, in new: Int) -> (start: Int, length: Int) {
      let scale = Double(new) / Double(old)
      let length = max(1, min(new, Int((Double(length) * scale).rounded())))
      return (max(0, min(new - length, Int((Double(start) * scale).rounded()))), length)
    }
    let rows = part(window.top, window.height, of: picture.height, in: smaller.height)
    let columns = part(window.left, window.width, of: picture.width, in: smaller.width)
    return PictureCut(
      whole: smaller,
      window: PictureWindow(
        top: rows.start, left: columns.start, height: rows.length, width: columns.length),
      result: result, filter: filter)
  }
}

extension PictureSize {
  /// This size in the scale that covers another on both sides: one of them fits, the other is cut down to whole
  /// pixels, as torchvision's `Resize` does.
  public func covering(_ other: PictureSize) -> PictureSize {
    other.height * width > other.width * height
      ? PictureSize(height: other.height, width: other.height * width / height)
      : PictureSize(height: other.width * height / width, width: other.width)
  }

  /// This size with the shorter side as long as given.
  public func withShorterSide(_ length: Int) -> PictureSize {
    covering(PictureSize(height: length, width: length))
  }
}
