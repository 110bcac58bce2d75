/// What an exported network takes pictures as.
public enum ExportedInput: String, Sendable, CaseIterable {
  /// Bytes `[batch, height, width, channels]`, as picture libraries give them; normalised inside.
  case bytes = "uint8-nhwc"
  /// Bytes `[batch, channels, height, width]`; normalised inside.
  case bytesChannelsFirst = "uint8-nchw"
  /// An image of Core ML's own, one at a time; normalised inside.
  case image
  /// Numbers `[batch, channels, height, width]` that are normalised already.
  case normalized = "float32-nchw"
}
