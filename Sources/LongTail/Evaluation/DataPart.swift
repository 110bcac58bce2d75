/// The parts of the data that a model can be asked about.
public enum DataPart: String, Sendable, CaseIterable {
  case training, validation, calibration, test

  /// The folder below `predictions/`, as the papers name the parts.
  public var folder: String { self == .training ? "train" : rawValue }
}

extension DataPartition {
  /// The samples of one part; `nil` when there is none.
  public func samples(of part: DataPart) -> LabelledSamples? {
    switch part {
    case .training: training.samples
    case .validation: validation?.samples
    case .calibration: calibration?.samples
    case .test: test.samples
    }
  }
}
