public import Foundation

/// Folders of small pictures that are all different, laid out as a test needs them.
public final class DataFolder {
  public let folder: TemporaryFolder
  private var made = 0

  public init() throws { folder = try TemporaryFolder() }

  public var path: String { folder.path }

  public func callAsFunction(_ name: String) -> String { folder(name) }

  /// Puts `count` PNG files into a folder, below those it lies in.
  @discardableResult
  public func pictures(_ place: String, _ count: Int = 2, ending: String = "png") throws
    -> DataFolder
  {
    for index in 0..<count {
      try file("\(place)/\(index).\(ending)", try picture())
    }
    return self
  }

  /// The bytes of a PNG file of 2×2 pixels that no other of this value has.
  public func picture() throws -> Data {
    made += 1
    return PNGPicture.numbered(made)
  }

  public func file(_ place: String, _ content: Data) throws {
    try FileManager.default.createDirectory(
      atPath: folder(place).parentPath, withIntermediateDirectories: true)
    try content.write(to: URL(fileURLWithPath: folder(place)))
  }

  public func text(_ place: String, _ content: String) throws {
    try file(place, Data(content.utf8))
  }

  /// Makes a symbolic link.
  public func link(_ place: String, to target: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder(place).parentPath, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder(place), withDestinationPath: target)
  }

  /// Makes a folder whose name has these bytes.
  public func rawFolder(_ bytes: [UInt8], in place: String) {
    let path = (Array(folder(place).utf8) + [UInt8(ascii: "/")] + bytes + [0]).map {
      CChar(bitPattern: $0)
    }
    mkdir(path, 0o777)
  }
}

extension String {
  fileprivate var parentPath: String { URL(fileURLWithPath: self).deletingLastPathComponent().path }
}
