internal import ArrayFiles

/// An archive unpacked into a folder of its own, `data/data/cat`, which makes that folder look like a single class.
struct WrappedFolders {
  /// The folder, at or below the one that looks like a class, whose folders may be the classes or the parts.
  let path: String
  /// Names of the folders in it that hold pictures.
  let names: [String]

  private static let mostLevels = 16

  /// Goes down while a folder has no pictures of its own and a single folder with some; `nil` where pictures come before
  /// several folders, or a part of the data, do.
  /// - Parameter folder: the one that looks like a class.
  /// - Throws: `FileProblem` for a folder that cannot be read.
  init?(below folder: String) throws {
    var path = folder
    for _ in 0..<Self.mostLevels {
      let listing = try FolderListing(path)
      let folders = try listing.folders.filter { try PictureSearch.holdsPictures($0.path) }
      guard LoosePictures(listing).count == 0, let first = folders.first else { return nil }
      if folders.count > 1 || PartName.part(first.name) != nil {
        self.path = path
        names = folders.map(\.name)
        return
      }
      path = first.path
    }
    return nil
  }
}
