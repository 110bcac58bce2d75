internal import ArrayFiles
internal import Foundation

/// The pictures of a packed file, mapped into memory: those that are asked for are read, in any order.
struct PackedPictures: PictureContainer {
  let path: String
  let index: PackIndex
  private let file: Data

  /// - Throws: `FileProblem` for a file that is unfinished, damaged or none of packed pictures.
  init(path: String) throws {
    let file = try MappedFile(path: path).bytes
    let header = try PackFile.Header(file, path: path)
    guard header.indexOffset > 0 else {
      throw FileProblem(path, "it is unfinished; go on with the same longtail data pack")
    }
    guard header.indexOffset >= PackFile.headerBytes, header.indexOffset <= file.count,
      header.indexLength == file.count - header.indexOffset
    else {
      throw FileProblem(
        path,
        "it is truncated or was added to: \(file.count) bytes, expected \(header.indexLength) after byte \(header.indexOffset)"
      )
    }
    let bytes = Data(file[header.indexOffset...])
    let digest = ContentDigest()
    digest.add(bytes)
    guard digest.bytes() == header.indexDigest else {
      throw FileProblem(path, "its index is damaged: its SHA-256 is another")
    }
    self.path = path
    self.file = file
    index = try PackIndex(bytes, picturesEnd: header.indexOffset, path: path)
  }

  var count: Int { index.entries.count }

  func name(_ index: Int) -> String {
    "\(path), picture \(index) (\(self.index.entries[index].name))"
  }

  func identity(_ index: Int) -> String {
    let entry = self.index.entries[index]
    return "\(entry.checksum) \(entry.length)"
  }

  func byteCount(_ index: Int) -> Int { self.index.entries[index].length }

  func bytes(_ index: Int) throws -> Data {
    let entry = self.index.entries[index]
    let bytes = Data(file[entry.place..<entry.place + entry.length])
    guard CRC32.checksum(bytes) == entry.checksum else {
      throw FileProblem(
        path, at: "picture \(index) (\(entry.name))", "it is damaged: its checksum is another")
    }
    return bytes
  }

  /// Compares all pictures with their checksums, on all cores.
  /// - Throws: `FileProblem` that names the first damaged one.
  func verify() throws {
    let failures = PictureFileSet.failures(count) { _ = try bytes($0) }
    if let first = failures.first { throw first.error }
  }
}
