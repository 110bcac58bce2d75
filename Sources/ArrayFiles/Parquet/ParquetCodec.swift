import Foundation

/// How a page is compressed.
enum ParquetCodec {
  case none, snappy, gzip
  case unsupported(String)

  init(number: Int) {
    let names = ["none", "snappy", "gzip", "LZO", "Brotli", "LZ4", "Zstandard", "LZ4"]
    switch number {
    case 0: self = .none
    case 1: self = .snappy
    case 2: self = .gzip
    default: self = .unsupported(names.indices ~= number ? names[number] : "codec \(number)")
    }
  }

  /// - Parameters:
  ///   - data: as it lies in the file.
  ///   - byteCount: what it must give.
  ///   - path: the file, for messages.
  /// - Returns: the bytes, counted from 0.
  /// - Throws: `FileProblem` for damaged data, and for what is not supported.
  func decode(_ data: Data, byteCount: Int, path: String) throws(FileProblem) -> Data {
    let result: Data?
    switch self {
    case .none: result = Data(data)
    case .snappy: result = SnappyDecoder.decode(data, byteCount: byteCount)
    case .gzip: result = try? Inflation.gzip(data, limit: byteCount)
    case .unsupported(let name):
      throw FileProblem(
        path,
        "its pages are compressed by \(name); write it uncompressed, or with snappy or gzip")
    }
    guard let result, result.count == byteCount else {
      throw FileProblem(path, "a page is damaged: it does not unpack to \(byteCount) bytes")
    }
    return result
  }
}
