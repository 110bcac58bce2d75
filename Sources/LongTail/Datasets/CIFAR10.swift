/// CIFAR-10 (Krizhevsky, 2009): 50,000 and 10,000 pictures of 32×32 in ten classes.
public struct CIFAR10: DatasetSource {
  public static let name = "cifar10"
  public static let summary =
    "cifar10:FOLDER with data_batch_1 … 5 and test_batch, binary or Python version"
  public static let isMirrorable = true

  static let edition = CIFARFolder.Edition(
    classes: 10, labelNames: ["labels"],
    training: (1...5).map { ("data_batch_\($0)", 10_000) },
    test: [("test_batch", 10_000)],
    namesFile: "batches.meta.txt",
    pickledNamesFile: "batches.meta",
    pickledNamesKey: "label_names",
    archiveFolders: ["cifar-10-batches-bin", "cifar-10-batches-py"])

  private let folder: CIFARFolder
  private let options: DatasetOptions

  /// Looks for the files in the folder, and in the archive's own folder inside it; reads none yet.
  /// - Throws: `FileProblem` when neither the binary nor the Python version is there.
  public init(location: String, options: DatasetOptions) throws {
    folder = try CIFARFolder(location, edition: Self.edition)
    self.options = options
  }

  public var hasTestPart: Bool { true }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try folder.load(part, edition: Self.edition, options: options)
  }
}
