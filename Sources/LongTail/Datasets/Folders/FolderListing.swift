internal import ArrayFiles
internal import Foundation

/// What lies in a folder, in order of names, with paths that have the file system's own bytes.
///
/// Hidden files and what systems leave in folders of pictures are not seen.
struct FolderListing {
  enum Kind {
    case folder, file
    /// A pipe, a socket or a device.
    case special
  }

  struct Entry {
    let name: String
    let path: String
    let kind: Kind

    /// What follows the last dot, in small letters; empty without a dot.
    var ending: String { FolderListing.ending(of: name.utf8) }
  }

  let entries: [Entry]

  var folders: [Entry] { entries.filter { $0.kind == .folder } }

  /// Symbolic links are what they lead to.
  /// - Throws: `FileProblem` for a folder that cannot be read, a link that leads nowhere, and a folder or
  ///   picture whose name is not UTF-8.
  init(_ folder: String) throws {
    entries = try Self.read(folder).compactMap { item in
      guard let name = item.name else {
        if item.kind == .file, !PictureEndings.all.contains(Self.ending(of: item.bytes)) {
          return nil
        }
        throw FileProblem(
          folder,
          "the name “\(Self.escaped(item.bytes))” in this folder is not UTF-8; it cannot be shown or "
            + "written, so rename it")
      }
      let path = Self.path(name, in: folder)
      return Entry(name: name, path: path, kind: try item.kind ?? Self.kind(of: path))
    }
  }

  /// The names in a folder, in order.
  /// - Throws: `FileProblem` when it cannot be read.
  static func names(in folder: String) throws -> [String] {
    try read(folder).compactMap(\.name)
  }

  static func path(_ name: String, in folder: String) -> String {
    folder.isEmpty || folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Bytes that are no ASCII, and control characters, as `\xNN`.
  static func escaped(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
      0x20..<0x7F ~= byte
        ? String(UnicodeScalar(byte)) : "\\x" + String(UInt16(byte) + 0x100, radix: 16).dropFirst()
    }.joined()
  }

  private struct Item {
    let bytes: [UInt8]
    /// `nil` where the bytes are not UTF-8.
    let name: String?
    /// `nil` for a link, and where the file system does not tell.
    let kind: Kind?
  }

  private static func read(_ folder: String) throws -> [Item] {
    guard let stream = opendir(folder) else {
      throw FileProblem.system(folder, cannot: "read the folder", code: errno)
    }
    defer { closedir(stream) }
    var items: [Item] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      let name = String(validating: bytes, as: UTF8.self)
      guard bytes.first != UInt8(ascii: "."), !leftBySystems.contains(name ?? "") else { continue }
      items.append(Item(bytes: bytes, name: name, kind: kind(ofType: entry.pointee.d_type)))
    }
    guard errno == 0 else {
      throw FileProblem.system(folder, cannot: "read the folder", code: errno)
    }
    // Names that differ in their bytes alone are equal to `<`; their bytes keep the order the same.
    return items.sorted { first, second in
      let (one, other) = (first.name ?? "", second.name ?? "")
      return one == other
        ? first.bytes.lexicographicallyPrecedes(second.bytes) : one < other
    }
  }

  /// Folders and files of network drives, file managers, archives and programs.
  private static let leftBySystems: Set<String> = [
    "@eaDir", "#recycle", "#snapshot", "@Recycle", "@Recently-Snapshot", "__MACOSX",
    "$RECYCLE.BIN", "System Volume Information", "lost+found", "Thumbs.db", "desktop.ini",
    "__pycache__",
  ]

  private static func kind(ofType type: UInt8) -> Kind? {
    switch Int(type) {
    case Int(DT_DIR): .folder
    case Int(DT_REG): .file
    case Int(DT_LNK), Int(DT_UNKNOWN): nil
    default: .special
    }
  }

  private static func kind(of path: String) throws -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        throw FileProblem.system(path, cannot: "examine the file", code: code)
      }
      guard code == ENOENT || code == ELOOP else {
        throw FileProblem.system(
          path, cannot: "follow the symbolic link to “\(target)”", code: code)
      }
      throw FileProblem(path, "the symbolic link leads to “\(target)”, which is not there")
    }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return .folder
    case S_IFREG: return .file
    default: return .special
    }
  }

  /// What follows the last dot of a file's name, in small letters; empty without a dot.
  static func ending(ofFile path: String) -> String {
    ending(of: path.utf8[(path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex)...])
  }

  private static func ending(of name: some BidirectionalCollection<UInt8>) -> String {
    guard let dot = name.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(decoding: name[name.index(after: dot)...], as: UTF8.self).lowercased()
  }
}

/// Which folder it is, whatever path leads there.
struct FolderIdentity: Hashable {
  private let device: UInt64
  private let inode: UInt64

  /// - Throws: `FileProblem` when there is nothing at the path.
  init(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileProblem.system(path, cannot: "examine the folder", code: errno)
    }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// Of a folder and of all that it lies in.
  static func ofFolderAndAbove(_ folder: String) throws -> Set<FolderIdentity> {
    guard let whole = realpath(folder, nil) else {
      throw FileProblem.system(folder, cannot: "examine the folder", code: errno)
    }
    defer { free(whole) }
    var path = String(cString: whole)
    var identities: Set<FolderIdentity> = []
    while !path.isEmpty {
      if let identity = try? FolderIdentity(path) { identities.insert(identity) }
      guard path != "/" else { break }
      path = path.parentFolder
    }
    return identities
  }
}
