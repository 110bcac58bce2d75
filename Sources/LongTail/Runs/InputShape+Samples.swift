extension InputShape {
  /// What one of these samples looks like.
  public init(_ samples: Samples) {
    switch samples {
    case .pictures(let store):
      self = .picture(height: store.height, width: store.width, channels: store.channels)
    case .features(let store):
      self = .features(width: store.width)
    }
  }
}
