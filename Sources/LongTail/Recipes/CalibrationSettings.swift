public import Calibration

/// Which calibrators a run fits to its held-out samples, and for which world it chooses one of them, or none.
public struct CalibrationSettings: Sendable, Codable, Equatable {
  /// The class distribution where the model will be used.
  public enum World: String, Sendable, Codable, CaseIterable {
    /// Every class as frequent as the others, as in the balanced test sets of the field.
    case uniform
    /// As in the held-out samples, which are those of the training data.
    case training

    public init(from decoder: any Decoder) throws {
      self = try decoder.choice(of: "world")
    }
  }

  /// Names of the calibrators in the order of preference, the simplest first, each once. No calibration stands
  /// before them all.
  public var candidates = [TemperatureScaling.name, KnowledgeTransferTemperatureScaling.name]
  /// What the choice among them is made for.
  public var world = World.uniform

  public init() {}

  /// How much each held-out sample counts in the choice.
  public var weighting: SampleWeighting {
    switch world {
    case .uniform: .shrunkClasses
    case .training: .samples
    }
  }

  /// - Throws: ``SettingsError`` for a name that is there twice, and for none, which always is; `UnknownName`.
  func validate() throws {
    var seen: Set<String> = []
    for (index, name) in candidates.enumerated() {
      let key = "candidates.\(index)"
      guard name != CalibratorChoice.uncalibrated else {
        throw SettingsError(
          key, "no calibration is always a candidate; expected the name of a calibrator")
      }
      _ = try Calibrators.type(named: name)
      guard seen.insert(name).inserted else {
        throw SettingsError(key, "\(name) is named twice; expected each calibrator once")
      }
    }
  }

  /// The calibrators, with their default settings.
  /// - Parameter weighting: how much each held-out sample counts in the fits of those that can weigh them.
  /// - Returns: one a name, in their order.
  /// - Throws: `UnknownName`.
  func methods(weighting: SampleWeighting) throws -> [any CalibrationMethod] {
    func method<Kind: CalibrationMethod>(_ type: Kind.Type) throws -> any CalibrationMethod {
      let plain = type.init()
      return try plain.weighted(by: weighting) ?? plain
    }
    return try candidates.map { try method(Calibrators.type(named: $0)) }
  }
}
