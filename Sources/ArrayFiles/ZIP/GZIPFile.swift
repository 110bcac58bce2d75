public import Foundation

/// Files compressed by gzip (RFC 1952), of one member or several.
public enum GZIPFile {
  /// The whole content, decompressed; its checksum is verified.
  ///
  /// - Parameters:
  ///   - path: the compressed file.
  ///   - limit: the most bytes that the content may have.
  /// - Returns: the content.
  /// - Throws: when the file is not gzip, damaged, truncated, or larger than `limit` unpacked.
  public static func read(_ path: String, limit: Int = 1 << 32) throws(FileProblem) -> Data {
    try parse(try MappedFile(path: path).bytes, path: path, limit: limit)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  public static func parse(
    _ bytes: Data, path: String, limit: Int = 1 << 32
  ) throws(FileProblem) -> Data {
    guard isCompressed(bytes) else {
      throw FileProblem(path, "it is not a gzip file: it does not begin with 1f 8b")
    }
    do {
      return try Inflation.gzip(bytes, limit: limit)
    } catch {
      switch error {
      case .damaged(let reason):
        throw FileProblem(path, "the compressed data are damaged: \(reason)")
      case .truncated:
        throw FileProblem(path, "the file is truncated: its compressed data do not end")
      case .tooLarge: throw FileProblem(path, "it unpacks to more than \(limit) bytes")
      }
    }
  }

  static func isCompressed(_ bytes: Data) -> Bool {
    bytes.starts(with: [0x1f, 0x8b])
  }
}
