import ArrayFiles
import Calibration

/// The sources of data there are.
public enum Datasets {
  static let kind = "dataset"
  /// What this package brings.
  public static let builtIn: [any DatasetSource.Type] = [
    CIFAR10.self,
    CIFAR100.self,
    MNIST.self,
    SVHN.self,
    USPS.self,
    CIFAR101.self,
    CorruptedPictures.self,
    TestSetFolders.self,
    Arrays.self,
    FeatureArrays.self,
    ImageFolder.self,
    ImageList.self,
    Packed.self,
    WebDataset.self,
    ParquetPictures.self,
    ImageNetLT.self,
    INaturalist2018.self,
    PlacesLT.self,
    Synthetic.self,
  ]

  /// What this package brings, and what the ``CatalogSet`` in use adds.
  public static var all: [any DatasetSource.Type] {
    builtIn + CatalogAdditions.current.types(kind, as: (any DatasetSource.Type).self)
  }

  /// - Throws: `UnknownName` with the nearest known name.
  public static func type(named name: String) throws -> any DatasetSource.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("dataset", name, known: all.map { $0.name })
    }
    return type
  }

  /// The source that a text such as `cifar100:DIR` names.
  /// - Throws: `UnknownName`, or what the source finds wrong with the location.
  public static func source(
    _ text: String, options: DatasetOptions = DatasetOptions()
  ) throws -> any DatasetSource {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let type = try type(named: name)
    if let size = options.imageSize, !(DatasetOptions.possibleImageSizes ~= size) {
      throw DatasetProblem("image size \(size) is not in 1 … 4096 pixels")
    }
    let location = parts.count == 2 ? String(parts[1]) : ""
    guard !location.isEmpty || type.worksWithoutLocation else {
      throw DatasetProblem("“\(text)” does not say where the data are; expected \(type.summary)")
    }
    // A shell expands “~” only at the beginning of a word.
    return try type.init(
      location: location.expandingHomeFolder, options: options)
  }
}
