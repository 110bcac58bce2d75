/// Resizing with a filter that widens when it reduces (antialiasing): bit for bit what Pillow's `resize(…)` with
/// `Image.Resampling.BILINEAR`, `BICUBIC` or `BOX` gives up to version 12, or a part of that. From 13.0 on it resizes the rows first
/// of some tall pictures, whose bytes then differ by at most one.
struct PictureResizing {
  /// What old places count for a new one.
  enum Filter {
    /// Pillow's BILINEAR.
    case triangle
    /// Pillow's BICUBIC: Keys' kernel with a = −0.5.
    case cubic
    /// Pillow's BOX: all of those that the new one covers alike.
    case box

    /// How far old places count, in new ones, where the picture is not made larger.
    var support: Double {
      switch self {
      case .triangle: 1
      case .cubic: 2
      case .box: 0.5
      }
    }

    func weight(_ distance: Double) -> Double {
      switch self {
      case .triangle: abs(distance) < 1 ? 1 - abs(distance) : 0
      case .cubic: CubicKernel.weight(distance, slope: -0.5)
      case .box: distance > -0.5 && distance <= 0.5 ? 1 : 0
      }
    }
  }

  /// For each new row or column, which old ones make it, and with what fixed-point weights.
  private struct Windows {
    /// The first old place of each new one.
    var first: [Int] = []
    /// Where the weights of each new place begin, and where those of the last one end.
    var starts = [0]
    var weights: [Int32] = []

    /// The old places that are needed.
    var range: Range<Int> {
      guard let start = first.min() else { return 0..<0 }
      let ends = first.indices.map { first[$0] + starts[$0 + 1] - starts[$0] }
      return start..<(ends.max() ?? start)
    }
  }

  /// Bits after the point of a weight: a sum of bytes times weights just fits into 32 bits.
  private static let precision: Int32 = 32 - 8 - 2

  private let columns: Windows
  private let rows: Windows
  private let channels: Int
  private let oldWidth: Int

  /// - Parameters:
  ///   - old: size of the picture.
  ///   - new: size that it is brought to.
  ///   - part: what of the new picture is made; lies inside of it.
  ///   - channels: bytes of a pixel.
  ///   - filter: what old places count for a new one.
  init(
    from old: PictureSize, to new: PictureSize, part: PictureWindow, channels: Int, filter: Filter
  ) {
    columns = Self.windows(
      from: old.width, to: new.width, part: part.left..<part.left + part.width, filter)
    rows = Self.windows(
      from: old.height, to: new.height, part: part.top..<part.top + part.height, filter)
    oldWidth = old.width
    self.channels = channels
  }

  /// The part of the new picture from the old one; both row by row, channels last.
  func apply(_ pixels: [UInt8]) -> [UInt8] {
    // Columns first, rounded to bytes in between, as Pillow does; of the rows only those that are looked at.
    let needed = rows.range
    let rowLength = columns.first.count * channels
    var narrowed = [UInt8](repeating: 0, count: needed.count * rowLength)
    var result = [UInt8](repeating: 0, count: rows.first.count * rowLength)
    pixels.withUnsafeBufferPointer { pixels in
      narrowed.withUnsafeMutableBufferPointer { narrowed in
        guard let old = pixels.baseAddress, let new = narrowed.baseAddress else { return }
        let oldLength = oldWidth * channels
        guard channels == 3 else {
          for (place, row) in needed.enumerated() {
            narrow(old + row * oldLength, into: new + place * rowLength)
          }
          return
        }
        for place in stride(from: 0, to: needed.count, by: 2) {
          // The last of an odd number is made twice.
          let second = min(place + 1, needed.count - 1)
          narrowColours(
            old + (needed.lowerBound + place) * oldLength,
            old + (needed.lowerBound + second) * oldLength,
            into: new + place * rowLength, new + second * rowLength)
        }
      }
    }
    narrowed.withUnsafeBufferPointer { narrowed in
      result.withUnsafeMutableBufferPointer { result in
        guard let old = narrowed.baseAddress, let new = result.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowLength) { sums in
          guard let sums = sums.baseAddress else { return }
          for row in rows.first.indices {
            let first = old + (rows.first[row] - needed.lowerBound) * rowLength
            add(first, rowLength: rowLength, of: row, into: sums)
            let target = new + row * rowLength
            for index in 0..<rowLength { target[index] = Self.byte(sums[index]) }
          }
        }
      }
    }
    return result
  }

  /// One row in its new columns.
  private func narrow(_ old: UnsafePointer<UInt8>, into new: UnsafeMutablePointer<UInt8>) {
    columns.weights.withUnsafeBufferPointer { weights in
      for column in columns.first.indices {
        let range = columns.starts[column]..<columns.starts[column + 1]
        for channel in 0..<channels {
          var sum: Int32 = 1 << (Self.precision - 1)
          var place = columns.first[column] * channels + channel
          for index in range {
            sum &+= Int32(old[place]) &* weights[index]
            place += channels
          }
          new[column * channels + channel] = Self.byte(sum)
        }
      }
    }
  }

  /// Two rows of three channels in their new columns: six sums at a time, which do not wait for each other.
  private func narrowColours(
    _ upper: UnsafePointer<UInt8>, _ lower: UnsafePointer<UInt8>,
    into newUpper: UnsafeMutablePointer<UInt8>, _ newLower: UnsafeMutablePointer<UInt8>
  ) {
    let half: Int32 = 1 << (Self.precision - 1)
    columns.weights.withUnsafeBufferPointer { weights in
      for column in columns.first.indices {
        var (red, green, blue) = (half, half, half)
        var (lowerRed, lowerGreen, lowerBlue) = (half, half, half)
        var (above, below) = (upper + columns.first[column] * 3, lower + columns.first[column] * 3)
        for index in columns.starts[column]..<columns.starts[column + 1] {
          let weight = weights[index]
          red &+= Int32(above[0]) &* weight
          green &+= Int32(above[1]) &* weight
          blue &+= Int32(above[2]) &* weight
          lowerRed &+= Int32(below[0]) &* weight
          lowerGreen &+= Int32(below[1]) &* weight
          lowerBlue &+= Int32(below[2]) &* weight
          above += 3
          below += 3
        }
        let (up, down) = (newUpper + column * 3, newLower + column * 3)
        (up[0], up[1], up[2]) = (Self.byte(red), Self.byte(green), Self.byte(blue))
        (down[0], down[1], down[2]) =
          (Self.byte(lowerRed), Self.byte(lowerGreen), Self.byte(lowerBlue))
      }
    }
  }

  /// Sums of old rows for a new one: whole rows at a time, which processors add up many bytes at once.
  private func add(
    _ first: UnsafePointer<UInt8>, rowLength: Int, of row: Int,
    into sums: UnsafeMutablePointer<Int32>
  ) {
    for index in 0..<rowLength { sums[index] = 1 << (Self.precision - 1) }
    var old = first
    for place in rows.starts[row]..<rows.starts[row + 1] {
      let weight = rows.weights[place]
      for index in 0..<rowLength { sums[index] &+= Int32(old[index]) &* weight }
      old += rowLength
    }
  }

  @inline(__always)
  private static func byte(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: max(0, min(255, sum >> precision)))
  }

  private static func windows(
    from old: Int, to new: Int, part: Range<Int>, _ filter: Filter
  ) -> Windows {
    let scale = Double(old) / Double(new)
    let stretch = max(scale, 1)
    let support = filter.support * stretch
    var windows = Windows()
    for position in part {
      let centre = (Double(position) + 0.5) * scale
      let first = max(0, Int(centre - support + 0.5))
      let last = min(old, Int(centre + support + 0.5))
      var weights = (first..<last).map { index in
        filter.weight((Double(index) - centre + 0.5) / stretch)
      }
      let sum = weights.reduce(0, +)
      if sum != 0 { weights = weights.map { $0 / sum } }
      windows.first.append(first)
      // Halves away from zero: a cubic has negative weights too.
      windows.weights += weights.map { weight in
        Int32(weight * Double(1 << precision) + (weight < 0 ? -0.5 : 0.5))
      }
      windows.starts.append(windows.weights.count)
    }
    return windows
  }
}

extension DecodedPicture {
  /// The picture at exactly this size.
  func resized(
    height newHeight: Int, width newWidth: Int, filter: PictureResizing.Filter = .triangle
  ) -> DecodedPicture {
    let size = PictureSize(height: newHeight, width: newWidth)
    return resized(to: size, part: PictureWindow(size), filter)
  }

  /// A part of the picture at a size; nothing else of that is made.
  /// - Precondition: the part lies inside.
  private func resized(
    to size: PictureSize, part: PictureWindow, _ filter: PictureResizing.Filter
  ) -> DecodedPicture {
    guard size != self.size else { return self.part(part) }
    let resizing = PictureResizing(
      from: self.size, to: size, part: part, channels: channels, filter: filter)
    return DecodedPicture(
      height: part.height, width: part.width, channels: channels, pixels: resizing.apply(pixels))
  }

  /// The picture brought to a size: squashed, or with the shorter side resized and the middle cut out.
  func fitted(height newHeight: Int, width newWidth: Int, fit: PictureFit) -> DecodedPicture {
    fitted(PictureFrame(PictureSize(height: newHeight, width: newWidth), fit: fit))
  }

  /// The picture squared to a frame.
  func fitted(_ frame: PictureFrame) -> DecodedPicture {
    cut(frame.cuts(of: size, by: SquaredFraming())[0])
  }

  /// What a cut makes of the picture.
  func cut(_ cut: PictureCut) -> DecodedPicture {
    let whole = PictureWindow(cut.whole)
    let isInside =
      cut.window.top >= 0 && cut.window.left >= 0
      && cut.window.top + cut.window.height <= whole.height
      && cut.window.left + cut.window.width <= whole.width
    let part =
      isInside
      ? resized(to: cut.whole, part: cut.window, cut.filter.shape)
      : resized(to: cut.whole, part: whole, cut.filter.shape).part(cut.window)
    return part.resized(
      height: cut.result.height, width: cut.result.width, filter: cut.filter.shape)
  }

  /// A part of the picture, black where it reaches beyond.
  func part(_ window: PictureWindow) -> DecodedPicture {
    guard window != PictureWindow(size) else { return self }
    var cut = [UInt8](repeating: 0, count: window.height * window.width * channels)
    let columns = max(0, window.left)..<max(0, window.left, min(width, window.left + window.width))
    for row in max(0, window.top)..<max(0, window.top, min(height, window.top + window.height)) {
      let source = (row * width + columns.lowerBound) * channels
      let target =
        ((row - window.top) * window.width + columns.lowerBound - window.left) * channels
      for index in 0..<columns.count * channels { cut[target + index] = pixels[source + index] }
    }
    return DecodedPicture(
      height: window.height, width: window.width, channels: channels, pixels: cut)
  }
}
