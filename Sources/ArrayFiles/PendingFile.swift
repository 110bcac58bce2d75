import Foundation

/// A file under a temporary name, until it is committed or discarded; a forgotten one is discarded.
final class PendingFile {
  /// The path that the user gave, for messages.
  let path: String
  private let target: String
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var byteCount = 0

  private static let bufferCapacity = 1 << 18

  init(path: String, creatingFolders: Bool = false) throws(FileProblem) {
    self.path = path
    let resolved = Self.followingLinks(path)
    let folder = resolved.parentFolder
    if creatingFolders, !folder.isEmpty { try Folder.make(folder, for: path) }
    let permissions = try Self.permissions(of: resolved, named: path)
    let name = ".\(String(UInt64.random(in: .min ... .max), radix: 36)).partial"
    target = resolved
    temporary = folder.isEmpty ? name : (folder as NSString).appendingPathComponent(name)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, cannot: "create the file", code: errno) }
    if let permissions { fchmod(descriptor, permissions) }
  }

  deinit { discard() }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    byteCount += bytes.count
    guard buffer.count + bytes.count > Self.bufferCapacity else {
      buffer.append(contentsOf: bytes)
      return
    }
    try flush()
    if bytes.count < Self.bufferCapacity {
      buffer.append(contentsOf: bytes)
    } else {
      try writeThrough(bytes)
    }
  }

  /// Puts the file in its place. After this, or after a failure of it, nothing more can be written.
  func commit() throws(FileProblem) {
    precondition(descriptor >= 0, "a file is committed once")
    do throws(FileProblem) {
      try flush()
      guard fsync(descriptor) == 0 else { throw problem("write the file to the disk") }
      let closed = close(descriptor)
      descriptor = -1
      guard closed == 0 else { throw problem("close the file") }
      guard rename(temporary, target) == 0 else { throw problem("put the file in its place") }
    } catch {
      discard()
      unlink(temporary)
      throw error
    }
    syncFolder()
  }

  /// Removes the temporary file, if there still is one.
  func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(temporary)
  }

  private func flush() throws(FileProblem) {
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBytes { bytes in
      Result { () throws(FileProblem) in try writeThrough(bytes) }
    }.get()
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
    precondition(descriptor >= 0, "the file is already committed or discarded")
    var rest = bytes
    while let start = rest.baseAddress, !rest.isEmpty {
      let written = Foundation.write(descriptor, start, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        throw problem("write the file")
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }

  private func problem(_ action: String) -> FileProblem {
    let code = errno
    return .system(path, cannot: action, code: code, detail: "after \(byteCount) bytes")
  }

  /// The rename itself must survive a power cut. Some file systems cannot sync a folder: no error.
  private func syncFolder() {
    let folder = target.parentFolder
    let handle = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { return }
    fsync(handle)
    close(handle)
  }

  /// A rename would replace a link itself, and leave its target as it was.
  private static func followingLinks(_ path: String) -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK,
      let resolved = realpath(path, nil)
    else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Permissions of the file to be replaced, nil when there is none.
  private static func permissions(
    of target: String, named path: String
  ) throws(FileProblem) -> mode_t? {
    var status = stat()
    guard stat(target, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_mode & 0o7777
    case S_IFDIR: throw FileProblem(path, "it is a folder, where a file should be written")
    default:
      throw FileProblem(path, "it is a device or pipe, where a regular file should be written")
    }
  }
}
