public import Calibration

/// The file that a backbone's first weights come from, and what goes with them.
public struct PretrainedWeights: Sendable, Codable, Equatable {
  /// A file of weights: safetensors or PyTorch's, or the index of several.
  public var path: String
  /// SHA-256 of the file; of an index, of all its files.
  public var sha256: String
  /// Which of several sets of weights in a file, such as "teacher"; `nil` where there is one.
  @OrNone public var weights: String?
  /// What pictures are normalised by, one number a channel, of values in [0, 1].
  public var mean: [Double]
  /// Likewise; each above 0.
  public var deviation: [Double]
  /// How learned places become those of pictures of another size.
  public var interpolation: PositionInterpolation

  public init(
    path: String, sha256: String, weights: String? = nil, mean: [Double], deviation: [Double],
    interpolation: PositionInterpolation = .antialias
  ) {
    self.path = path
    self.sha256 = sha256
    self.weights = weights
    self.mean = mean
    self.deviation = deviation
    self.interpolation = interpolation
  }

  /// - Throws: ``SettingsError`` for the first setting that is out of range.
  func validate() throws {
    guard !mean.isEmpty, mean.count == deviation.count else {
      throw SettingsError(
        "mean",
        "\(mean.count) numbers beside a deviation of \(deviation.count); expected one a channel of each"
      )
    }
    for (index, value) in mean.enumerated() {
      try SettingsError.require("mean.\(index)", value, from: -1000, to: 1000)
    }
    for (index, value) in deviation.enumerated() {
      try SettingsError.require("deviation.\(index)", value, above: 0, to: 1000)
    }
  }
}
