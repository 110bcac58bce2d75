internal import ArrayFiles

/// Finds the picture files of class folders. Every folder is read once, whatever links lead to it.
struct PictureSearch {
  /// What a class folder holds, in the folders below it too.
  struct Found {
    /// Of JPEG and PNG files, in order of names.
    var paths: [String] = []
    /// All of these and of other pictures, in order of names.
    var all: [String] = []
    /// Other pictures, by the ending of their names.
    var leftOut: [String: Int] = [:]
    /// Pictures that lie in the class folder itself.
    var own = 0
    /// Names of the folders in the class folder.
    var folders: [String] = []
  }

  /// Links that lead to a folder which was read already.
  private(set) var notFollowed: [String] = []
  private var classOfFolder: [FolderIdentity: String] = [:]
  private let above: Set<FolderIdentity>

  /// - Parameters:
  ///   - part: the folder that the class folders lie in.
  ///   - classes: all of them.
  /// - Throws: `FileProblem` when two of them are one folder.
  init(part: String, classes: [FolderListing.Entry]) throws {
    above = try FolderIdentity.ofFolderAndAbove(part)
    for folder in classes {
      let identity = try FolderIdentity(folder.path)
      if above.contains(identity) { continue }
      if let other = classOfFolder.updateValue(folder.name, forKey: identity) {
        throw FileProblem(
          folder.path,
          "it is the same folder as “\(other)” beside it; its pictures would be in two classes")
      }
    }
  }

  /// - Throws: `FileProblem` that names a folder which cannot be read, or is another class's too.
  mutating func pictures(in folder: FolderListing.Entry) throws -> Found {
    var found = Found()
    guard !above.contains(try FolderIdentity(folder.path)) else {
      notFollowed.append(folder.path)
      return found
    }
    let entries = try FolderListing(folder.path).entries
    found.folders = entries.filter { $0.kind == .folder }.map(\.name)
    found.own = entries.count { $0.kind == .file && PictureEndings.read.contains($0.ending) }
    try collect(entries, of: folder.name, into: &found)
    return found
  }

  private mutating func collect(
    _ entries: [FolderListing.Entry], of name: String, into found: inout Found
  ) throws {
    for entry in entries {
      let isRead = PictureEndings.read.contains(entry.ending)
      switch entry.kind {
      case .folder:
        guard try isNew(entry, to: name) else { continue }
        try collect(try FolderListing(entry.path).entries, of: name, into: &found)
      case .file where isRead:
        found.paths.append(entry.path)
        found.all.append(entry.path)
      case .file:
        guard PictureEndings.isLeftOutPicture(entry) else { continue }
        found.leftOut[entry.ending, default: 0] += 1
        found.all.append(entry.path)
      case .special where isRead:
        throw FileProblem(entry.path, "it is a device or pipe, where a picture was expected")
      case .special: continue
      }
    }
  }

  private mutating func isNew(_ folder: FolderListing.Entry, to name: String) throws -> Bool {
    let identity = try FolderIdentity(folder.path)
    if !above.contains(identity) {
      guard let other = classOfFolder.updateValue(name, forKey: identity) else { return true }
      guard other == name else {
        throw FileProblem(
          folder.path,
          "this link leads to a folder of class “\(other)”; its pictures would be in two classes")
      }
    }
    notFollowed.append(folder.path)
    return false
  }

  /// The pictures in a folder and below it, read or not, in order of names.
  /// - Throws: `FileProblem` for what cannot be read, and for a folder without any.
  static func pictures(below folder: String) throws -> [String] {
    let whole = FolderListing.Entry(name: folder, path: folder, kind: .folder)
    var search = try PictureSearch(part: FolderListing.path("..", in: folder), classes: [whole])
    let found = try search.pictures(in: whole).all
    guard !found.isEmpty else {
      throw FileProblem(folder, "no picture is in this folder or below it")
    }
    return found
  }

  /// Whether a picture, read or not, lies in a folder or below it.
  static func holdsPictures(_ folder: String) throws -> Bool {
    var visited = try FolderIdentity.ofFolderAndAbove(folder)
    func search(_ folder: String) throws -> Bool {
      let entries = try FolderListing(folder).entries
      if entries.contains(where: { $0.kind == .file && PictureEndings.all.contains($0.ending) }) {
        return true
      }
      return try entries.contains {
        try $0.kind == .folder && visited.insert(FolderIdentity($0.path)).inserted
          && search($0.path)
      }
    }
    return try search(folder)
  }
}
