/// A picture as it came out of its file: bytes, row by row, red, green, blue.
struct DecodedPicture: Sendable, Equatable {
  var height: Int
  var width: Int
  /// height × width × 3 bytes.
  var pixels: [UInt8]
}
