import Foundation

extension FileProblem {
  /// A failed system call on `path`: what was being done, and why it did not work.
  ///
  /// - Parameters:
  ///   - path: the file or folder, as the user gave it.
  ///   - action: what failed, as in "cannot `action`".
  ///   - code: the call's `errno`.
  ///   - detail: one more fact, as a clause without a leading comma. May be empty.
  /// - Returns: the problem, in words.
  package static func system(
    _ path: String, cannot action: String, code: Int32, detail: String = ""
  ) -> FileProblem {
    let reason =
      switch code {
      case ENOENT: "there is no such file or folder"
      case EACCES, EPERM: "permission is denied"
      case EISDIR: "it is a folder, where a file was expected"
      case ENOTDIR: "a part of its path is a file, where a folder was expected"
      case ENOSPC, EDQUOT: "the disk is full"
      case EFBIG: "the file would be larger than this process or file system allows"
      case EROFS: "the file system is read-only"
      case ENAMETOOLONG: "the name is too long"
      case EMFILE, ENFILE: "too many files are open"
      default: String(cString: strerror(code))
      }
    return FileProblem(path, "cannot \(action): \(reason)\(detail.isEmpty ? "" : ", \(detail)")")
  }

  /// A file that Foundation could not read.
  ///
  /// - Parameters:
  ///   - path: the file, as the user gave it.
  ///   - error: what reading it threw.
  /// - Returns: the problem, in words.
  package static func unreadable(_ path: String, _ error: any Error) -> FileProblem {
    var isFolder: ObjCBool = false
    let files = FileManager.default
    let code: Int32? =
      if !files.fileExists(atPath: path, isDirectory: &isFolder) {
        ENOENT
      } else if isFolder.boolValue {
        EISDIR
      } else if !files.isReadableFile(atPath: path) {
        EACCES
      } else {
        nil
      }
    guard let code else {
      return FileProblem(path, "cannot be read: \(error.localizedDescription)")
    }
    return system(path, cannot: "be read", code: code)
  }
}
