extension Picture {
  /// Turns the levels from `threshold` on into their negative: 256 does nothing, 0 is the negative.
  ///
  /// Exactly Pillow's `ImageOps.solarize`.
  public mutating func solarize(threshold: Double) {
    look(up: PointTable { Double($0) < threshold ? $0 : ~$0 })
  }

  /// Adds to the levels below `threshold`, at most up to 255: RandAugment's “SolarizeAdd”, which Pillow
  /// itself does not have.
  /// - Parameters:
  ///   - amount: in 0 … 255.
  ///   - threshold: the first level that stays.
  public mutating func solarizeAdd(_ amount: Int, below threshold: Int = 128) {
    precondition(0...255 ~= amount, "an amount of \(amount)")
    look(
      up: PointTable { Int($0) < threshold ? UInt8(min(255, Int($0) + amount)) : $0 })
  }
}
