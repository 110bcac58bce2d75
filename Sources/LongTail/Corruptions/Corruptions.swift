public import Calibration

/// The nineteen corruptions: the fifteen that results are reported of, then the four to choose settings on.
public enum Corruptions {
  /// Mild to strong.
  public static let severities = 1...5
  /// Pictures have at least as many pixels on both sides.
  public static let smallestSide = 8

  static let types: [any Corruption.Type] = [
    GaussianNoise.self, ShotNoise.self, ImpulseNoise.self, DefocusBlur.self, GlassBlur.self,
    MotionBlur.self, ZoomBlur.self, Snow.self, Frost.self, Fog.self, AddedBrightness.self,
    LoweredContrast.self, ElasticTransform.self, Pixelation.self, JPEGCompression.self,
    SpeckleNoise.self, GaussianBlurring.self, Spatter.self, ColorSaturation.self,
  ]

  /// In the order in which results are reported.
  public static var names: [String] { types.map { $0.name } }

  /// The corruptions with their strengths.
  /// - Parameters:
  ///   - parameters: which published strengths.
  ///   - frost: what frost is laid over pictures with; there is no frost without it.
  /// - Returns: in the order of ``names``.
  static func all(
    _ parameters: CorruptionParameters, frost: FrostPictures?
  ) -> [any Corruption] {
    let made: [(any Corruption)?] = [
      GaussianNoise(parameters), ShotNoise(parameters), ImpulseNoise(parameters),
      DefocusBlur(parameters), GlassBlur(parameters), MotionBlur(parameters),
      ZoomBlur(parameters), Snow(parameters), frost.map { Frost(parameters, pictures: $0) },
      Fog(parameters), AddedBrightness(parameters), LoweredContrast(parameters),
      ElasticTransform(parameters), Pixelation(parameters), JPEGCompression(parameters),
      SpeckleNoise(parameters), GaussianBlurring(parameters), Spatter(parameters),
      ColorSaturation(parameters),
    ]
    return made.compactMap { $0 }
  }

  /// - Throws: `UnknownName` with the nearest known name.
  public static func check(name: String) throws(UnknownName) {
    guard names.contains(name) else { throw UnknownName("corruption", name, known: names) }
  }
}
