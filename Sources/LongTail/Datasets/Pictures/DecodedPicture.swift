/// A picture as it came out of its file: bytes, row by row, channels last.
struct DecodedPicture: Sendable, Equatable {
  var height: Int
  var width: Int
  /// 1 (grey) or 3 (red, green, blue).
  var channels = 3
  /// height × width × channels bytes.
  var pixels: [UInt8]

  var size: PictureSize { PictureSize(height: height, width: width) }
}
