/// CIFAR-10 or CIFAR-100: what both do alike with a ``CIFARFolder``.
protocol CIFAREdition: DatasetSource {
  static var edition: CIFARFolder.Edition { get }
  var folder: CIFARFolder { get }
  var options: DatasetOptions { get }

  init(folder: CIFARFolder, options: DatasetOptions)
}

extension CIFAREdition {
  public static var isMirrorable: Bool { true }

  /// Looks for the files in the folder, and in the archive's own folder inside it; reads none yet.
  /// - Throws: `FileProblem` when neither the binary nor the Python version is there.
  public init(location: String, options: DatasetOptions) throws {
    self.init(folder: try CIFARFolder(location, edition: Self.edition), options: options)
  }

  public var hasTestPart: Bool { true }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try folder.load(part, edition: Self.edition, options: options)
  }
}
