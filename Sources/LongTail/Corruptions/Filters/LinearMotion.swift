import Foundation

/// A blur in one direction, half of a Gaussian: what ImageMagick's `-motion-blur` does.
struct LinearMotion {
  private let weights: [Double]
  private let offsets: [(x: Int, y: Int)]

  /// - Parameters:
  ///   - radius: of 2 × radius + 1 pixels in a row.
  ///   - deviation: of the Gaussian, in pixels.
  ///   - angle: in degrees.
  init(radius: Int, deviation: Double, angle: Double) {
    let width = 2 * radius + 1
    let bell = (0..<width).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let sum = bell.reduce(0, +)
    weights = bell.map { $0 / sum }
    let x = Double(width) * sin(angle * .pi / 180)
    let y = Double(width) * cos(angle * .pi / 180)
    let length = hypot(x, y)
    offsets = (0..<width).map { index in
      (
        x: Int((Double(index) * y / length - 0.5).rounded(.up)),
        y: Int((Double(index) * x / length - 0.5).rounded(.up))
      )
    }
  }

  /// The picture with each pixel the weighted mean of those in the direction; the last pixels go on beyond the edge. Means are
  /// rounded to 16 bits and then cut off to 8, as ImageMagick does.
  func applied(to picture: DecodedPicture) -> DecodedPicture {
    var result = picture
    let (height, width, channels) = (picture.height, picture.width, picture.channels)
    picture.pixels.withUnsafeBufferPointer { old in
      for y in 0..<height {
        for x in 0..<width {
          for channel in 0..<channels {
            var sum = 0.0
            for (weight, offset) in zip(weights, offsets) {
              let row = max(0, min(height - 1, y + offset.y))
              let column = max(0, min(width - 1, x + offset.x))
              sum += weight * Double(old[(row * width + column) * channels + channel])
            }
            result.pixels[(y * width + x) * channels + channel] = UInt8(
              min(255, Int(sum * 257 + 0.5) / 257))
          }
        }
      }
    }
    return result
  }
}
