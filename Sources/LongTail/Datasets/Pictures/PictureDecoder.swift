internal import ArrayFiles
internal import Foundation

/// Reads JPEG and PNG files of any colour type, the right way up.
enum PictureDecoder {
  /// More pixels than this are taken for a broken or hostile file.
  static let mostPixels = 1 << 28

  /// Decodes one file.
  /// - Parameters:
  ///   - path: the file.
  ///   - divisor: 1, 2, 4 or 8: what part of its height and width, rounded up, a JPEG of a size is decoded at, the right way
  ///     up. Is called once, for a PNG too, which keeps its size.
  /// - Returns: the picture, the right way up.
  /// - Throws: `FileProblem` that names the file and what is wrong with it.
  static func decode(
    path: String, by divisor: (PictureSize) -> Int = { _ in 1 }
  ) throws -> DecodedPicture {
    try decode(MappedFile(path: path).bytes, named: path, by: divisor)
  }

  /// As ``decode(path:by:)``, from the bytes of a whole file; `path` names it in messages.
  static func decode(
    _ bytes: Data, named path: String, by divisor: (PictureSize) -> Int = { _ in 1 }
  ) throws -> DecodedPicture {
    var picture: DecodedPicture
    switch PictureFormat(bytes) {
    case .jpeg:
      let orientation = EXIFOrientation(jpeg: bytes)
      picture = try JPEGDecoder(path: path).decode(bytes) { divisor(orientation.upright($0)) }
      orientation.apply(to: &picture)
    case .png:
      picture = try PNGDecoder(path: path).decode(bytes)
      EXIFOrientation(png: bytes).apply(to: &picture)
      _ = divisor(picture.size)
    case nil: throw unknownFormat(path, bytes)
    }
    return picture
  }

  /// Height and width as decoded, without the pixels.
  static func size(path: String) throws -> (height: Int, width: Int) {
    try size(MappedFile(path: path).bytes, named: path)
  }

  /// As ``size(path:)``, from the bytes of a whole file.
  static func size(_ bytes: Data, named path: String) throws -> (height: Int, width: Int) {
    let size: (height: Int, width: Int)
    let orientation: EXIFOrientation
    switch PictureFormat(bytes) {
    case .jpeg:
      size = try JPEGDecoder(path: path).size(bytes)
      orientation = EXIFOrientation(jpeg: bytes)
    case .png:
      size = try PNGDecoder(path: path).size(bytes)
      orientation = EXIFOrientation(png: bytes)
    case nil: throw unknownFormat(path, bytes)
    }
    return orientation.swapsSides ? (size.width, size.height) : size
  }

  private static func unknownFormat(_ path: String, _ bytes: Data) -> FileProblem {
    guard !bytes.isEmpty else { return FileProblem(path, "the picture file is empty") }
    let start = bytes.prefix(4).map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }
    return FileProblem(
      path,
      "it is neither a JPEG nor a PNG picture: it begins with the bytes \(start.joined(separator: " "))"
    )
  }

  /// - Throws: `FileProblem` for a size that no picture has.
  static func check(height: Int, width: Int, path: String) throws {
    guard height > 0, width > 0, height <= mostPixels / width else {
      throw FileProblem(
        path, "a picture of \(width)×\(height) pixels; expected 1 … \(mostPixels) pixels in all")
    }
  }
}

/// The picture formats that are read, told by their first bytes.
enum PictureFormat {
  case jpeg, png

  init?(_ bytes: Data) {
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      return nil
    }
  }
}
