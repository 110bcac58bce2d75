internal import ArrayFiles

/// Pictures in a NumPy array with their labels in another, such as CIFAR-10.1 or what `longtail data
/// export` writes.
public struct Arrays: DatasetSource {
  public static let name = "arrays"
  public static let summary =
    "arrays:FOLDER with images.npy or data.npy [n, height, width, channels] uint8 and labels.npy, or these in train, validation and test; or one such FILE.npy"

  private let parts: ArrayParts
  private let options: DatasetOptions

  /// Finds the arrays of each part; reads none yet.
  /// - Throws: `FileProblem` when there is no such folder or file, or it can be read in two ways;
  ///   ``DatasetProblem`` for settings that make no sense.
  public init(location: String, options: DatasetOptions) throws {
    parts = try ArrayParts(location, source: Self.name, names: ["images", "data"])
    self.options = options
  }

  public var hasTestPart: Bool { parts.hasTestPart }
  public var hasValidationPart: Bool { parts.hasValidationPart }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try load(part, everyClass: true)
  }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training, everyClass: hasTestPart)
  }

  private func load(_ part: DatasetPart, everyClass: Bool) throws -> LabelledSamples {
    let wanted = try parts.read(part, everyClass: everyClass)
    let images = try PictureArray(NPYFile.read(wanted.samplesPath), path: wanted.samplesPath)
    return try images.samples(
      labels: wanted.labels, labelsPath: wanted.labelsPath, classNames: wanted.classNames,
      options: options
    ).noting(wanted.remarks)
  }
}
