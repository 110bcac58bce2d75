extension FloatPicture {
  /// The middle of the picture made as large as the picture.
  /// - Parameter factor: at least 1.
  /// - Returns: a picture of the same size.
  func clippedZoom(_ factor: Double) -> FloatPicture {
    let partHeight = Int((Double(height) / factor).rounded(.up))
    let partWidth = Int((Double(width) / factor).rounded(.up))
    let large = part(
      top: (height - partHeight) / 2, left: (width - partWidth) / 2, height: partHeight,
      width: partWidth
    ).zoomed(factor)
    return large.part(
      top: (large.height - height) / 2, left: (large.width - width) / 2, height: height,
      width: width)
  }

  /// Corner pixels stay corners, linear in between: SciPy's `zoom(…, order=1)`, its black line included where rounding puts
  /// the last pixel just beyond the edge.
  private func zoomed(_ factor: Double) -> FloatPicture {
    let rows = Self.line(from: height, factor: factor)
    let columns = Self.line(from: width, factor: factor)
    var result = [Double](repeating: 0, count: rows.count * columns.count * channels)
    for (y, row) in rows.enumerated() {
      guard let row else { continue }
      let upper = row.first * width
      let lower = min(row.first + 1, height - 1) * width
      for (x, column) in columns.enumerated() {
        guard let column else { continue }
        let right = min(column.first + 1, width - 1)
        for channel in 0..<channels {
          func value(_ line: Int, _ place: Int) -> Double {
            values[(line + place) * channels + channel]
          }
          let top =
            value(upper, column.first) * (1 - column.share) + value(upper, right) * column.share
          let bottom =
            value(lower, column.first) * (1 - column.share) + value(lower, right) * column.share
          result[(y * columns.count + x) * channels + channel] =
            top * (1 - row.share) + bottom * row.share
        }
      }
    }
    return FloatPicture(
      height: rows.count, width: columns.count, channels: channels, values: result)
  }

  /// Between which old places each new one lies, and how near to the second; `nil` beyond the edge.
  private static func line(from old: Int, factor: Double) -> [(first: Int, share: Double)?] {
    let new = Int((Double(old) * factor).rounded(.toNearestOrEven))
    let step = new > 1 ? Double(old - 1) / Double(new - 1) : 1
    return (0..<new).map { index in
      let place = Double(index) * step
      guard place <= Double(old - 1) else { return nil }
      let first = place.rounded(.down)
      return (Int(first), place - first)
    }
  }
}
