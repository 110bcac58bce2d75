/// A colour, each channel from 0 to 255.
public struct PictureColor: Sendable, Codable, Equatable {
  /// Red, 0 to 255.
  public var red: Int
  /// Green, 0 to 255.
  public var green: Int
  /// Blue, 0 to 255.
  public var blue: Int

  public init(red: Int, green: Int, blue: Int) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// The grey of that level in every channel.
  public init(grey: Int) {
    self.init(red: grey, green: grey, blue: grey)
  }

  /// No light at all: 0 in every channel.
  public static let black = PictureColor(grey: 0)

  /// - Throws: ``SettingsError`` for a channel outside 0 … 255.
  func validate() throws {
    for (channel, level) in [("red", red), ("green", green), ("blue", blue)] {
      try SettingsError.require(channel, level, in: 0...255)
    }
  }

  /// The bytes of one pixel; a grey picture gets the luminance.
  /// - Precondition: 1 or 3 channels, levels in 0 … 255.
  func bytes(channels: Int) -> [UInt8] {
    let color = [UInt8(red), UInt8(green), UInt8(blue)]
    return channels == 3 ? color : [luminance(color[0], color[1], color[2])]
  }
}
