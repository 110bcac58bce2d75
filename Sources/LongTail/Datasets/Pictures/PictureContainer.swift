internal import ArrayFiles
internal import Foundation

/// Encoded pictures, JPEG or PNG, by index: files of their own, or parts of larger ones.
protocol PictureContainer: Sendable {
  var count: Int { get }
  /// Names one for people, such as its path.
  func name(_ index: Int) -> String
  /// Equal for what is the same picture for certain, without reading it: its path, or what a file says of its content.
  func identity(_ index: Int) -> String
  /// Its bytes, counted from 0.
  /// - Throws: `FileProblem` when they cannot be read.
  func bytes(_ index: Int) throws -> Data
  /// How many there are, or how many bytes that hold them, without reading them: others for most other pictures.
  /// - Throws: `FileProblem` for a picture that is missing or empty.
  func byteCount(_ index: Int) throws -> Int
}

extension PictureContainer {
  /// The picture as it is, the right way up.
  /// - Throws: `FileProblem` that names it and says what is wrong with it.
  func decoded(
    _ index: Int, by divisor: (PictureSize) -> Int = { _ in 1 }
  ) throws -> DecodedPicture {
    try PictureDecoder.decode(bytes(index), named: name(index), by: divisor)
  }

  /// Of each, by index.
  var names: [String] { (0..<count).map { name($0) } }

  /// Height and width as decoded, without the pixels.
  func decodedSize(_ index: Int) throws -> PictureSize {
    let size = try PictureDecoder.size(bytes(index), named: name(index))
    return PictureSize(height: size.height, width: size.width)
  }
}

/// A file for each picture.
struct PictureFileList: PictureContainer {
  let paths: [String]

  var count: Int { paths.count }

  func name(_ index: Int) -> String { paths[index] }

  func identity(_ index: Int) -> String { paths[index] }

  func bytes(_ index: Int) throws -> Data { try MappedFile(path: paths[index]).bytes }

  func byteCount(_ index: Int) throws -> Int {
    let path = paths[index]
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FileProblem.system(path, cannot: "open the picture", code: errno)
    }
    guard status.st_size > 0 else { throw FileProblem(path, "the picture file is empty") }
    return Int(status.st_size)
  }
}

/// Some pictures of another container.
struct SomePictures: PictureContainer {
  let all: any PictureContainer
  let indices: [Int]

  var count: Int { indices.count }

  func name(_ index: Int) -> String { all.name(indices[index]) }

  func identity(_ index: Int) -> String { all.identity(indices[index]) }

  func bytes(_ index: Int) throws -> Data { try all.bytes(indices[index]) }

  func byteCount(_ index: Int) throws -> Int { try all.byteCount(indices[index]) }
}
