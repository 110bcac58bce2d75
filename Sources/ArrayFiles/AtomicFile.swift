public import Foundation

/// Writing a file so that its name shows either the old content or the whole new one, never a part.
///
/// The content goes to a temporary name in the same folder, is synced to the disk, and is renamed;
/// the folder is synced after it. Whatever fails leaves the old file and no temporary one.
public enum AtomicFile {
  /// Writes what `body` hands to its writer.
  ///
  /// - Parameters:
  ///   - path: the file to make or replace. A symbolic link is followed: its target is replaced.
  ///   - creatingFolders: whether missing parent folders are made.
  ///   - body: writes the content; an error that it throws abandons the file.
  /// - Throws: `FileProblem` when the file cannot be written, or what `body` throws.
  public static func write(
    to path: String, creatingFolders: Bool = false, _ body: (inout Writer) throws -> Void
  ) throws {
    var writer = try Writer(path: path, creatingFolders: creatingFolders)
    do {
      try body(&writer)
      try writer.commit()
    } catch {
      writer.discard()
      throw error
    }
  }

  /// Writes `data` as the whole content of the file.
  public static func write(
    _ data: Data, to path: String, creatingFolders: Bool = false
  ) throws(FileProblem) {
    var writer = try Writer(path: path, creatingFolders: creatingFolders)
    try writer.write(data)
    try writer.commit()
  }

  /// Appends to the file being written. Small pieces are gathered before they reach the disk.
  public struct Writer {
    private let file: PendingFile

    init(path: String, creatingFolders: Bool = false) throws(FileProblem) {
      file = try PendingFile(path: path, creatingFolders: creatingFolders)
    }

    /// Bytes written so far.
    public var byteCount: Int { file.byteCount }

    /// Appends the bytes.
    /// - Throws: `FileProblem` when the disk refuses them.
    public mutating func write(_ data: Data) throws(FileProblem) {
      // `Result` carries the typed error out of a closure that may only rethrow.
      try data.withUnsafeBytes { bytes in Result { () throws(FileProblem) in try file.write(bytes) }
      }
      .get()
    }

    /// Appends the bytes, which need not outlive the call.
    /// - Throws: `FileProblem` when the disk refuses them.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileProblem) {
      try file.write(bytes)
    }

    /// Writes the text in UTF-8.
    public mutating func write(_ text: String) throws(FileProblem) {
      try write(Data(text.utf8))
    }

    mutating func commit() throws(FileProblem) { try file.commit() }

    mutating func discard() { file.discard() }
  }
}
