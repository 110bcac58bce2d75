extension Picture {
  /// Spreads the levels of each channel so that all occur about equally often.
  ///
  /// Exactly Pillow's `ImageOps.equalize`: the lightest level does not count, and a channel with fewer than
  /// 255 other pixels stays.
  public mutating func equalize() {
    let counts = histogram()
    var levels = [UInt8](repeating: 0, count: counts.count)
    for channel in 0..<channels {
      let places = 256 * channel..<256 * (channel + 1)
      let lightest = counts[places].last { $0 > 0 } ?? 0
      let step = (height * width - lightest) / 255
      var sum = step / 2
      for place in places {
        levels[place] = step == 0 ? UInt8(place - places.lowerBound) : UInt8(min(255, sum / step))
        sum += counts[place]
      }
    }
    look(up: PointTable(channels: channels) { levels[256 * $0 + $1] })
  }
}
