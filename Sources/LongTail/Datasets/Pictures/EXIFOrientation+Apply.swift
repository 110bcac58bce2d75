extension EXIFOrientation {
  /// Turns and mirrors the picture so that it stands upright.
  func apply(to picture: inout DecodedPicture) {
    guard self != .upright else { return }
    let old = picture
    let (lastRow, lastColumn) = (old.height - 1, old.width - 1)
    if swapsSides { (picture.height, picture.width) = (old.width, old.height) }
    for y in 0..<picture.height {
      for x in 0..<picture.width {
        let (row, column) =
          switch self {
          case .upright: (y, x)
          case .mirrored: (y, lastColumn - x)
          case .turned180: (lastRow - y, lastColumn - x)
          case .mirroredTurned180: (lastRow - y, x)
          case .transposed: (x, y)
          case .turnedClockwise: (lastRow - x, y)
          case .transverse: (lastRow - x, lastColumn - y)
          case .turnedCounterclockwise: (x, lastColumn - y)
          }
        for channel in 0..<3 {
          picture.pixels[(y * picture.width + x) * 3 + channel] =
            old.pixels[(row * old.width + column) * 3 + channel]
        }
      }
    }
  }
}
