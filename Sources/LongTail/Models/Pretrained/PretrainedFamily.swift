/// What a kind of weights was trained with and its file does not say.
public struct PretrainedFamily: Sendable, Equatable {
  /// For people, such as "Vision Transformer of timm".
  public var name: String
  /// One a channel, of values in [0, 1].
  public var mean: [Double]
  /// One a channel.
  public var deviation: [Double]
  /// Shorter side that pictures are resized to before the middle is cut out, over the side of the cut.
  public var resize: Double
  /// Whether its pictures were resized by a bicubic filter.
  public var isBicubic: Bool
  /// How places of another grid are made where pictures have another size.
  public var interpolation = PositionInterpolation.antialias

  static let half = (mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])
  /// Of ImageNet's pixels.
  static let imageNet = (mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225])
  /// Of the pictures that CLIP was trained on (Radford et al., ICML 2021).
  static let clip = (
    mean: [0.48145466, 0.4578275, 0.40821073], deviation: [0.26862954, 0.26130258, 0.27577711]
  )

  init(
    _ name: String, _ pixels: (mean: [Double], deviation: [Double]), resize: Double = 1,
    isBicubic: Bool = true, interpolation: PositionInterpolation = .antialias
  ) {
    self.name = name
    mean = pixels.mean
    deviation = pixels.deviation
    self.resize = resize
    self.isBicubic = isBicubic
    self.interpolation = interpolation
  }

  /// The family with what is known of one of its networks besides.
  func noting(_ notes: PretrainedNotes) -> PretrainedFamily {
    var own = self
    if let mean = notes.mean, let deviation = notes.deviation {
      (own.mean, own.deviation) = (mean, deviation)
    }
    own.isBicubic = notes.isBicubic ?? isBicubic
    return own
  }
}
