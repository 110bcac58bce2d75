import Foundation

/// Folders that are made where they are missing.
package enum Folder {
  /// - Parameters:
  ///   - folder: the folder to make, with those above it; nothing happens when it is there.
  ///   - path: what it is made for, as the user gave it; the folder itself when not given.
  /// - Throws: `FileProblem` when a part of the path is a file, or the system refuses.
  package static func make(_ folder: String, for path: String? = nil) throws(FileProblem) {
    let action = path == nil ? "create the folder" : "create the file"
    var status = stat()
    if stat(folder, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw .system(path ?? folder, cannot: action, code: ENOTDIR)
      }
      return
    }
    let parent = folder.parentFolder
    if !parent.isEmpty, parent != folder { try make(parent, for: path ?? folder) }
    // Another process may have made it in the meantime.
    guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
      throw .system(path ?? folder, cannot: "create the folder \(folder)", code: errno)
    }
  }
}
