extension Picture {
  /// Stretches each channel so that its darkest level becomes 0 and its lightest 255.
  ///
  /// Exactly Pillow's `ImageOps.autocontrast`.
  public mutating func autoContrast() {
    let counts = histogram()
    let stretches = (0..<channels).map { channel -> (scale: Double, offset: Double) in
      let channelCounts = counts[256 * channel..<256 * (channel + 1)]
      guard let darkest = channelCounts.firstIndex(where: { $0 > 0 }),
        let lightest = channelCounts.lastIndex(where: { $0 > 0 }), darkest < lightest
      else { return (1, 0) }
      let scale = 255 / Double(lightest - darkest)
      return (scale, -Double(darkest - 256 * channel) * scale)
    }
    look(
      up: PointTable(channels: channels) { channel, level in
        truncatedByte(Double(level) * stretches[channel].scale + stretches[channel].offset)
      })
  }
}
