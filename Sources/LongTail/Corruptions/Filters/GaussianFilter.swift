import Foundation

extension FloatPicture {
  /// A Gaussian along both sides: rows, then columns, as SciPy's `gaussian_filter` does.
  /// - Parameters:
  ///   - deviation: in pixels; 0 leaves the picture as it is.
  ///   - truncation: deviations after which weights are left out.
  ///   - edge: what lies beyond the picture.
  /// - Returns: a picture of the same size.
  func blurred(
    deviation: Double, truncation: Double = 4, edge: PictureEdge = .nearest
  ) -> FloatPicture {
    guard deviation > 1e-15 else { return self }
    let radius = Int(truncation * deviation + 0.5)
    guard radius > 0 else { return self }
    let weights = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / (deviation * deviation)) }
    let sum = weights.reduce(0, +)
    let kernel = weights.map { $0 / sum }
    return filteredDown(kernel, edge).filteredAcross(kernel, edge)
  }

  private func filteredDown(_ kernel: [Double], _ edge: PictureEdge) -> FloatPicture {
    let radius = kernel.count / 2
    let length = width * channels
    var result = [Double](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { old in
      result.withUnsafeMutableBufferPointer { new in
        for row in 0..<height {
          for (offset, weight) in kernel.enumerated() {
            let from = edge.place(row + offset - radius, of: height) * length
            for index in 0..<length { new[row * length + index] += weight * old[from + index] }
          }
        }
      }
    }
    return with(result)
  }

  private func filteredAcross(_ kernel: [Double], _ edge: PictureEdge) -> FloatPicture {
    let radius = kernel.count / 2
    let places = (-radius..<width + radius).map { edge.place($0, of: width) * channels }
    var result = [Double](repeating: 0, count: values.count)
    values.withUnsafeBufferPointer { old in
      result.withUnsafeMutableBufferPointer { new in
        for row in 0..<height {
          let line = row * width * channels
          for column in 0..<width {
            let target = line + column * channels
            for (offset, weight) in kernel.enumerated() {
              let from = line + places[column + offset]
              for channel in 0..<channels { new[target + channel] += weight * old[from + channel] }
            }
          }
        }
      }
    }
    return with(result)
  }
}
