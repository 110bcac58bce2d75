extension Picture {
  /// Writes the normalised picture, and carries out its shift and mirroring on the way.
  /// - Parameters:
  ///   - table: the value of each byte, 256 a channel.
  ///   - target: height × width × channels numbers, row by row, channels last.
  func normalize(_ table: [Float], into target: UnsafeMutableBufferPointer<Float>) {
    precondition(
      table.count == 256 * channels && target.count == height * width * channels,
      "\(table.count) table entries and \(target.count) numbers for \(height)×\(width)×\(channels)")
    guard let target = target.baseAddress else { return }
    withStoredPixels { pixels in
      table.withUnsafeBufferPointer { table in
        guard let pixels = pixels.baseAddress, let table = table.baseAddress else { return }
        for y in 0..<height {
          normalizeRow(y, from: pixels, table, into: target + y * width * channels)
        }
      }
    }
  }

  /// Writes one row: black where the window lies outside, pixels in between.
  @inline(__always)
  private func normalizeRow(
    _ y: Int, from pixels: UnsafePointer<UInt8>, _ table: UnsafePointer<Float>,
    into target: UnsafeMutablePointer<Float>
  ) {
    let row = y + placement.shiftY
    guard 0..<height ~= row else {
      blacken(0..<width, table, target)
      return
    }
    // Columns of the window, before mirroring, whose source lies inside the picture.
    let first = min(width, max(0, -placement.shiftX))
    let last = max(first, min(width, width - placement.shiftX))
    let source = pixels + (row * width + placement.shiftX) * channels
    if placement.mirrored {
      blacken(0..<width - last, table, target)
      blacken(width - first..<width, table, target)
      copy(first..<last, source, table, target + (width - 1 - first) * channels, step: -channels)
    } else {
      blacken(0..<first, table, target)
      blacken(last..<width, table, target)
      copy(first..<last, source, table, target + first * channels, step: channels)
    }
  }

  @inline(__always)
  private func copy(
    _ columns: Range<Int>, _ source: UnsafePointer<UInt8>, _ table: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, step: Int
  ) {
    var target = target
    if channels == 3 {
      for column in columns {
        let pixel = source + column * 3
        target[0] = table[Int(pixel[0])]
        target[1] = table[256 + Int(pixel[1])]
        target[2] = table[512 + Int(pixel[2])]
        target += step
      }
    } else {
      for column in columns {
        for channel in 0..<channels {
          target[channel] = table[256 * channel + Int(source[column * channels + channel])]
        }
        target += step
      }
    }
  }

  @inline(__always)
  private func blacken(
    _ columns: Range<Int>, _ table: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    for column in columns {
      for channel in 0..<channels { target[column * channels + channel] = table[256 * channel] }
    }
  }
}
