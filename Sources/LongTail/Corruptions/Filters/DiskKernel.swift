import Foundation

/// A disk whose rim is smoothed: what a point becomes out of focus.
struct DiskKernel {
  /// Pixels to each side of the middle.
  let reach: Int
  /// Row by row, of a square.
  let weights: [Double]

  private var side: Int { 2 * reach + 1 }

  /// - Parameters:
  ///   - radius: in pixels.
  ///   - smoothing: deviation of the Gaussian over 3 pixels that the rim is smoothed with; over 5 beyond a radius of 8.
  init(radius: Double, smoothing: Double) {
    let reach = radius <= 8 ? 8 : Int(radius)
    let offsets = (-reach...reach).map(Double.init)
    let disk = offsets.flatMap { y in
      offsets.map { x in x * x + y * y <= radius * radius ? 1.0 : 0 }
    }
    let count = disk.reduce(0, +)
    let half = radius <= 8 ? 1 : 2
    let bell = (-half...half).map { exp(-Double($0 * $0) / (2 * smoothing * smoothing)) }
    let sum = bell.reduce(0, +)
    self.reach = reach
    let side = 2 * reach + 1
    var weights = [Double](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in 0..<side {
        for (down, vertical) in bell.enumerated() {
          for (across, horizontal) in bell.enumerated() {
            let y = PictureEdge.mirror.place(row + down - half, of: side)
            let x = PictureEdge.mirror.place(column + across - half, of: side)
            weights[row * side + column] +=
              vertical * horizontal / (sum * sum) * disk[y * side + x] / count
          }
        }
      }
    }
    self.weights = weights
  }

  /// The picture as the weighted mean around each pixel; mirrored beyond its edge.
  func applied(to picture: FloatPicture) -> FloatPicture {
    let taps = weights.enumerated().filter { $0.element != 0 }.map {
      (down: $0.offset / side - reach, across: $0.offset % side - reach, weight: $0.element)
    }
    let (height, width, channels) = (picture.height, picture.width, picture.channels)
    let columns = (-reach..<width + reach).map {
      PictureEdge.mirror.place($0, of: width) * channels
    }
    var result = [Double](repeating: 0, count: picture.values.count)
    picture.values.withUnsafeBufferPointer { old in
      result.withUnsafeMutableBufferPointer { new in
        for row in 0..<height {
          for tap in taps {
            let line =
              PictureEdge.mirror.place(row + tap.down, of: height) * width * channels
            for column in 0..<width {
              let from = line + columns[column + tap.across + reach]
              let target = (row * width + column) * channels
              for channel in 0..<channels {
                new[target + channel] += tap.weight * old[from + channel]
              }
            }
          }
        }
      }
    }
    return picture.with(result)
  }
}
