/// Samples that a model learns from.
public struct TrainingSet: Sendable {
  /// The samples, in the order of the selection.
  public let samples: LabelledSamples

  public init(_ samples: LabelledSamples) {
    self.samples = samples
  }
}

/// Samples held out of training, on which checkpoints and settings are chosen.
public struct ValidationSet: Sendable {
  /// The samples, with the classes and the normalisation of the training part.
  public let samples: LabelledSamples

  public init(_ samples: LabelledSamples) {
    self.samples = samples
  }
}

/// Samples held out of training, to which calibrators are fitted.
public struct CalibrationSet: Sendable {
  /// The samples, with the classes and the normalisation of the training part.
  public let samples: LabelledSamples

  public init(_ samples: LabelledSamples) {
    self.samples = samples
  }
}

/// Samples that only final figures are measured on.
///
/// A type of its own, so that what chooses cannot be handed a test set by mistake.
public struct TestSet: Sendable {
  /// The samples, with the classes and the normalisation of the training part.
  public let samples: LabelledSamples

  public init(_ samples: LabelledSamples) {
    self.samples = samples
  }
}

extension TestSet {
  /// A data set to measure a finished model on: the source's test part, or all of it where it has none.
  public init(from source: any DatasetSource) throws {
    self.init(try source.loadToMeasure())
  }
}
