/// Resizing with a triangle filter that widens when it reduces (antialiasing): bit for bit what Pillow's
/// `resize(…, Image.Resampling.BILINEAR)` gives.
struct PictureResizing {
  /// Which input pixels make an output pixel, with fixed-point weights.
  private struct Window {
    let first: Int
    let weights: [Int32]
  }

  /// Bits after the point of a weight: a sum of bytes times weights just fits into 32 bits.
  private static let precision: Int32 = 32 - 8 - 2

  private let columns: [Window]
  private let rows: [Window]
  private let channels: Int
  private let oldWidth: Int

  init(
    fromHeight: Int, fromWidth: Int, toHeight: Int, toWidth: Int, channels: Int
  ) {
    columns = Self.windows(from: fromWidth, to: toWidth)
    rows = Self.windows(from: fromHeight, to: toHeight)
    oldWidth = fromWidth
    self.channels = channels
  }

  /// The new picture from the old one; both row by row, channels last.
  func apply(_ pixels: [UInt8]) -> [UInt8] {
    let oldHeight = pixels.count / (oldWidth * channels)
    let width = columns.count
    // Columns first, rounded to bytes in between, as Pillow does.
    var narrowed = pixels
    if width != oldWidth {
      narrowed = [UInt8](repeating: 0, count: oldHeight * width * channels)
      for row in 0..<oldHeight {
        for (column, window) in columns.enumerated() {
          for channel in 0..<channels {
            narrowed[(row * width + column) * channels + channel] = Self.weighted(
              pixels, window, from: (row * oldWidth + window.first) * channels + channel,
              step: channels)
          }
        }
      }
    }
    guard rows.count != oldHeight else { return narrowed }
    let rowLength = width * channels
    var result = [UInt8](repeating: 0, count: rows.count * rowLength)
    for (row, window) in rows.enumerated() {
      for index in 0..<rowLength {
        result[row * rowLength + index] = Self.weighted(
          narrowed, window, from: window.first * rowLength + index, step: rowLength)
      }
    }
    return result
  }

  @inline(__always)
  private static func weighted(
    _ bytes: [UInt8], _ window: Window, from start: Int, step: Int
  ) -> UInt8 {
    var sum: Int32 = 1 << (precision - 1)
    var place = start
    for weight in window.weights {
      sum &+= Int32(bytes[place]) &* weight
      place += step
    }
    return UInt8(max(0, min(255, sum >> precision)))
  }

  private static func windows(from old: Int, to new: Int) -> [Window] {
    let scale = Double(old) / Double(new)
    let support = max(scale, 1)
    return (0..<new).map { position in
      let centre = (Double(position) + 0.5) * scale
      let first = max(0, Int(centre - support + 0.5))
      let last = min(old, Int(centre + support + 0.5))
      var weights = (first..<last).map { index -> Double in
        let distance = abs((Double(index) - centre + 0.5) / support)
        return distance < 1 ? 1 - distance : 0
      }
      let sum = weights.reduce(0, +)
      if sum != 0 { weights = weights.map { $0 / sum } }
      let fixed = weights.map { Int32(($0 * Double(1 << precision) + 0.5).rounded(.down)) }
      return Window(first: first, weights: fixed)
    }
  }
}

extension DecodedPicture {
  /// The picture at exactly this size.
  func resized(height newHeight: Int, width newWidth: Int) -> DecodedPicture {
    guard newHeight != height || newWidth != width else { return self }
    let resizing = PictureResizing(
      fromHeight: height, fromWidth: width, toHeight: newHeight, toWidth: newWidth,
      channels: channels)
    return DecodedPicture(
      height: newHeight, width: newWidth, channels: channels, pixels: resizing.apply(pixels))
  }

  /// The picture brought to a size: squashed, or with the shorter side resized and the middle cut out.
  func fitted(height newHeight: Int, width newWidth: Int, fit: PictureFit) -> DecodedPicture {
    if fit == .squash { return resized(height: newHeight, width: newWidth) }
    // The scale that covers the target on both axes; the other side is cut down to whole pixels, as
    // torchvision's Resize does.
    var covering = (height: newHeight, width: newWidth)
    if newHeight * width > newWidth * height {
      covering.width = newHeight * width / height
    } else {
      covering.height = newWidth * height / width
    }
    let large = resized(height: covering.height, width: covering.width)
    return large.cut(
      top: large.middle(large.height - newHeight), left: large.middle(large.width - newWidth),
      height: newHeight, width: newWidth)
  }

  /// Half of the excess, rounded half to even, as torchvision's CenterCrop does.
  private func middle(_ excess: Int) -> Int {
    Int((Double(excess) / 2).rounded(.toNearestOrEven))
  }

  func cut(top: Int, left: Int, height newHeight: Int, width newWidth: Int)
    -> DecodedPicture
  {
    guard newHeight != height || newWidth != width else { return self }
    var cut: [UInt8] = []
    cut.reserveCapacity(newHeight * newWidth * channels)
    for row in top..<top + newHeight {
      let start = (row * width + left) * channels
      cut.append(contentsOf: pixels[start..<start + newWidth * channels])
    }
    return DecodedPicture(height: newHeight, width: newWidth, channels: channels, pixels: cut)
  }
}
