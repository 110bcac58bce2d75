/// CIFAR-100 (Krizhevsky, 2009): 50,000 and 10,000 pictures of 32×32 in 100 classes (the fine labels).
public struct CIFAR100: DatasetSource {
  public static let name = "cifar100"
  public static let summary = "cifar100:FOLDER with train and test, binary or Python version"
  public static let isMirrorable = true

  static let edition = CIFARFolder.Edition(
    classes: 100, labelNames: ["coarse_labels", "fine_labels"],
    training: [("train", 50_000)],
    test: [("test", 10_000)],
    namesFile: "fine_label_names.txt",
    pickledNamesFile: "meta",
    pickledNamesKey: "fine_label_names",
    archiveFolders: ["cifar-100-binary", "cifar-100-python"])

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
