/// How pictures are brought to one size.
public enum PictureFit: String, Sendable, Codable, CaseIterable {
  /// The shorter side is resized to the target, and the middle is cut out.
  case crop
  /// Both sides are resized to the target, whatever that does to the proportions.
  case squash
}

/// Height and width of pictures, in pixels.
public struct PictureSize: Sendable, Codable, Equatable {
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }
}

/// What a source of data may be told beyond where its data lies.
public struct DatasetOptions: Sendable, Codable, Equatable {
  /// Side of the square pictures, in pixels; as stored when `nil`.
  public var imageSize: Int?
  /// What a trained model takes; it comes before ``imageSize``.
  public var modelSize: PictureSize?
  /// How pictures of other proportions are brought to the size; by cropping unless asked otherwise.
  public var fit = PictureFit.crop
  /// How pictures are brought to their size. Unless all are squared, a size is given.
  public var framing = FramingSettings()
  /// Pictures in files are decoded once and kept when all of them take at most this many bytes;
  /// otherwise the loader's workers decode them for each batch.
  public var memoryBound = 1 << 30

  /// Whether encoded pictures that cannot be read are left out, with a remark that names them and says how many there are;
  /// all are decoded once to find them. Otherwise they are refused.
  public var skipsUnreadable = false
  /// Whether files that are missing or empty are refused before they are decoded.
  var looksAtFiles = true

  /// Sides that pictures can be resized to, in pixels.
  public static let possibleImageSizes = 1...4096

  public init(
    imageSize: Int? = nil, fit: PictureFit = .crop, framing: FramingSettings = FramingSettings()
  ) {
    self.imageSize = imageSize
    self.fit = fit
    self.framing = framing
  }

  /// The frame of a size that pictures are brought to.
  func frame(_ size: PictureSize) -> PictureFrame {
    PictureFrame(size, fit: fit, filter: framing.filter)
  }

  /// What pictures are brought to; as stored when `nil`.
  var pictureSize: PictureSize? {
    modelSize ?? imageSize.map { PictureSize(height: $0, width: $0) }
  }
}
