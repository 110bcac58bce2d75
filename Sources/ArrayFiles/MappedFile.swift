public import Foundation

/// A file mapped into memory, read-only: its pages are read when they are touched, and shared.
///
/// A file that another process shortens while it is mapped ends this process (SIGBUS), as with
/// every mapping; writers that rename a finished file into place, like `AtomicFile`, never do that.
public struct MappedFile: Sendable {
  /// The file's path, as given.
  public let path: String
  /// The whole file, without a copy. Slices of it, too, keep the mapping alive.
  public let bytes: Data

  /// What is worth a call, in bytes.
  static let smallestReleased = 1 << 20

  /// Size of the file, in bytes.
  public var size: Int { bytes.count }

  /// Maps the regular file at `path`; an empty file gives no bytes.
  public init(path: String) throws(FileProblem) {
    self.path = path
    // O_NONBLOCK: opening a pipe without a writer would wait for ever.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system(path, cannot: "open the file", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .system(path, cannot: "examine the file", code: errno)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw FileProblem(path, "it is a folder, where a file was expected")
    default: throw FileProblem(path, "it is a device or pipe, where a regular file was expected")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = Data()
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw .system(path, cannot: "map the file into memory", code: errno) }
    bytes = Data(
      bytesNoCopy: start, count: size,
      deallocator: .custom { address, count in munmap(address, count) })
  }

  /// Lets go of the pages in memory. They are read again when they are touched, mostly from what the system keeps of files.
  func releasePages() {
    // Data holds a few bytes in itself, so that their address would be one of the stack; small files are not worth it.
    guard size >= Self.smallestReleased else { return }
    bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      _ = madvise(UnsafeMutableRawPointer(mutating: start), buffer.count, MADV_DONTNEED)
    }
  }
}
