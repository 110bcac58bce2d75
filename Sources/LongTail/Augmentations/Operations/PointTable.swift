/// A new level for each level of each channel.
struct PointTable {
  /// 256 for each channel, or 256 for all channels alike.
  let levels: [UInt8]

  /// The same new level in all channels.
  init(_ level: (UInt8) -> UInt8) {
    levels = (0...255).map { level($0) }
  }

  /// - Parameters:
  ///   - channels: of the picture that the table is for.
  ///   - level: from a channel and a level to the new level.
  init(channels: Int, _ level: (_ channel: Int, _ level: Int) -> UInt8) {
    levels = (0..<channels).flatMap { channel in (0..<256).map { level(channel, $0) } }
  }
}

extension Picture {
  /// Looks every pixel up in a table.
  mutating func look(up table: PointTable) {
    let channels = channels
    table.levels.withUnsafeBufferPointer { table in
      guard let levels = table.baseAddress else { return }
      if table.count == 256 {
        modify { pixels in
          for index in pixels.indices { pixels[index] = levels[Int(pixels[index])] }
        }
      } else {
        precondition(table.count == 256 * channels, "\(table.count) levels, \(channels) channels")
        modify { pixels in
          for pixel in stride(from: 0, to: pixels.count, by: channels) {
            for channel in 0..<channels {
              pixels[pixel + channel] = levels[256 * channel + Int(pixels[pixel + channel])]
            }
          }
        }
      }
    }
  }

  /// How often each level occurs, 256 counts a channel.
  mutating func histogram() -> [Int] {
    let channels = channels
    var counts = [Int](repeating: 0, count: 256 * channels)
    counts.withUnsafeMutableBufferPointer { counts in
      modify { pixels in
        for pixel in stride(from: 0, to: pixels.count, by: channels) {
          for channel in 0..<channels { counts[256 * channel + Int(pixels[pixel + channel])] += 1 }
        }
      }
    }
    return counts
  }
}
