internal import ArrayFiles

/// Pictures in a NumPy array with their labels in another, such as CIFAR-10.1 or what `longtail data
/// export` writes.
public struct Arrays: ArraySource {
  public static let name = "arrays"
  public static let summary =
    "arrays:FOLDER with images.npy or data.npy [n, height, width, channels] uint8 and labels.npy, or these in train, validation and test; or one such FILE.npy"

  let parts: ArrayParts
  private let options: DatasetOptions

  /// Finds the arrays of each part; reads none yet.
  /// - Throws: `FileProblem` when there is no such folder or file, or it can be read in two ways;
  ///   ``DatasetProblem`` for settings that make no sense.
  public init(location: String, options: DatasetOptions) throws {
    parts = try ArrayParts(location, source: Self.name, names: ["images", "data"])
    self.options = options
  }

  func samples(of part: ArrayParts.Part) throws -> LabelledSamples {
    let images = try PictureArray(NPYFile.read(part.samplesPath), path: part.samplesPath)
    return try images.samples(
      labels: part.labels, labelsPath: part.labelsPath, classNames: part.classNames,
      options: options)
  }
}
