internal import ArrayFiles
internal import Foundation

/// A folder a test set, such as the twenty sets of CIFAR-F or the five of Digital-S.
public struct TestSetFolders: TestSetCollection, FolderSource {
  public static let name = "test-sets"
  public static let summary =
    "test-sets:FOLDER with a folder a test set, each with data.npy or images.npy and labels.npy, or with a folder of pictures a class"

  let folder: String
  let options: DatasetOptions

  /// The folders' names, in order; numbers in them count as numbers.
  public func setNames() throws -> [String] {
    let names = try FolderListing(folder).folders.map(\.name).sorted {
      $0.compare($1, options: .numeric) == .orderedAscending
    }
    guard !names.isEmpty else {
      throw FileProblem(folder, "no folder with a test set is in this folder")
    }
    return names
  }

  public func loadSet(named name: String) throws -> LabelledSamples {
    let place = (folder as NSString).appendingPathComponent(name)
    let holdsArrays = try FolderListing.names(in: place).contains { $0.hasSuffix(".npy") }
    // Written as its own item, a comma or an equals sign in a name is nothing but a name.
    let location = DataLocation.located(place, from: "")
    return try holdsArrays
      ? Arrays(location: location, options: options).loadToMeasure()
      : ImageFolder(location: location, options: options).loadToMeasure()
  }
}
