/// A picture in fractions: row by row, channels last, 0 is black and 1 white.
struct FloatPicture {
  let height: Int
  let width: Int
  let channels: Int
  var values: [Double]

  /// - Precondition: one value a pixel and channel.
  init(height: Int, width: Int, channels: Int, values: [Double]) {
    precondition(
      values.count == height * width * channels,
      "\(values.count) values for \(height)×\(width)×\(channels)")
    self.height = height
    self.width = width
    self.channels = channels
    self.values = values
  }

  init(_ picture: DecodedPicture) {
    self.init(
      height: picture.height, width: picture.width, channels: picture.channels,
      values: picture.pixels.map { Double($0) / 255 })
  }

  /// The same size with other values.
  func with(_ values: [Double]) -> FloatPicture {
    FloatPicture(height: height, width: width, channels: channels, values: values)
  }

  /// Clipped to 0 … 1 and cut off to bytes, as the published pictures are, not rounded.
  var bytes: DecodedPicture {
    DecodedPicture(
      height: height, width: width, channels: channels,
      pixels: values.map { UInt8(max(0, min(1, $0)) * 255) })
  }

  /// A part of the picture.
  /// - Precondition: it lies inside.
  func part(top: Int, left: Int, height: Int, width: Int) -> FloatPicture {
    var values: [Double] = []
    values.reserveCapacity(height * width * channels)
    for row in top..<top + height {
      let start = (row * self.width + left) * channels
      values += self.values[start..<start + width * channels]
    }
    return FloatPicture(height: height, width: width, channels: channels, values: values)
  }
}
