import Foundation

/// A page of values: where it lies, and what its header says.
struct ParquetPage: Sendable {
  let firstRow: Int
  let rows: Int
  /// Of the data, as they lie in the file.
  var length: Int { data.count }

  private let encoding: Int
  private let data: Data
  private let byteCount: Int
  private let codec: ParquetCodec
  private let type: Int
  private let mostLevel: Int
  /// Of version 2: bytes of levels before the values, which are not compressed.
  private let levelBytes: Int?
  private let isCompressed: Bool
  private let dictionary: Dictionary?
  private let path: String

  /// The page of values that the others number.
  private struct Dictionary: Sendable {
    let data: Data
    let byteCount: Int
    let count: Int
  }

  /// More in one page are hostile: Arrow makes pages of at most some ten thousand.
  private static let mostRows = 1 << 24

  /// Finds the pages of a group of rows by their headers.
  static func pages(
    of chunk: ParquetColumn.Chunk, leaf: ParquetLeaf, bytes: Data, path: String
  ) throws(FileProblem) -> [ParquetPage] {
    // A table without rows has no pages.
    guard chunk.rows > 0 else { return [] }
    guard chunk.start >= 4, chunk.start <= bytes.count, chunk.length <= bytes.count - chunk.start
    else { throw FileProblem(path, "pages at byte \(chunk.start) lie outside of the file") }
    let end = chunk.start + chunk.length
    let part = bytes[bytes.startIndex..<bytes.startIndex + end]
    var place = chunk.start
    var row = 0
    var dictionary: Dictionary?
    var pages: [ParquetPage] = []
    while row < chunk.rows {
      var reader = ThriftReader(ByteReader(part, path: path, part: "page header", offset: place))
      let header = try reader.structure()
      guard let kind = header[1]?.integer, let full = header[2]?.integer,
        0...Int(Int32.max) ~= full,
        let packed = header[3]?.integer, packed >= 0, packed <= end - reader.offset
      else { throw FileProblem(path, at: "byte \(place)", "the header of a page does not read") }
      let start = part.startIndex + reader.offset
      let data = part[start..<start + packed]
      place = reader.offset + packed
      switch kind {
      case 2:
        dictionary = Dictionary(data: data, byteCount: full, count: header[7]?[1]?.integer ?? 0)
      case 0, 3:
        let own = kind == 0 ? header[5] : header[8]
        guard let count = own?[1]?.integer, count > 0, count <= chunk.rows - row, count <= mostRows,
          let encoding = own?[kind == 0 ? 2 : 4]?.integer
        else {
          throw FileProblem(
            path, at: "byte \(place)", "a page does not fit to its \(chunk.rows) rows")
        }
        pages.append(
          ParquetPage(
            firstRow: chunk.firstRow + row, rows: count, encoding: encoding, data: data,
            byteCount: full, codec: chunk.codec, type: leaf.type, mostLevel: leaf.mostLevel,
            levelBytes: kind == 0 ? nil : own?[5]?.integer ?? 0,
            isCompressed: kind == 0 || own?[7]?.bool ?? true, dictionary: dictionary, path: path))
        row += count
      // An index of pages, and what later versions may have.
      default: break
      }
    }
    return pages
  }

  /// - Throws: `FileProblem` for a damaged page, and for an encoding that is not supported.
  func decoded() throws(FileProblem) -> ParquetValues {
    var levels = Data()
    var values: Data
    if let levelBytes {
      guard levelBytes >= 0, levelBytes <= data.count, levelBytes <= byteCount else {
        throw problem("\(levelBytes) bytes of levels in \(data.count)")
      }
      levels = Data(data.prefix(levelBytes))
      let rest = data.dropFirst(levelBytes)
      values =
        isCompressed
        ? try codec.decode(rest, byteCount: byteCount - levelBytes, path: path) : Data(rest)
    } else {
      values = try codec.decode(data, byteCount: byteCount, path: path)
      if mostLevel > 0 {
        var reader = ByteReader(values, path: path, part: "page")
        let length: UInt32 = try reader.littleEndian("the length of the levels")
        levels = Data(try reader.bytes(Int(length), "the levels"))
        values = Data(values.dropFirst(4 + Int(length)))
      }
    }
    var isPresent = [Bool](repeating: true, count: rows)
    if mostLevel > 0 {
      let width = Int.bitWidth - mostLevel.leadingZeroBitCount
      guard let read = ParquetRuns.values(levels, width: width, count: rows) else {
        throw problem("its levels do not read")
      }
      isPresent = read.map { $0 == mostLevel }
    }
    let count = isPresent.count { $0 }
    switch encoding {
    case 0:
      return try ParquetValues(plain: values, count: count, type: type, problem).placed(isPresent)
    case 2, 8:
      guard let dictionary else { throw problem("it needs a dictionary, and there is none") }
      let known = try ParquetValues(
        plain: codec.decode(dictionary.data, byteCount: dictionary.byteCount, path: path),
        count: dictionary.count, type: type, problem)
      guard let width = values.first, width <= 32 || count == 0,
        let numbers = ParquetRuns.values(Data(values.dropFirst()), width: Int(width), count: count),
        let chosen = known.choosing(numbers)
      else {
        if count == 0 { return known.none(rows) }
        throw problem("its numbers in the dictionary do not read")
      }
      return chosen.placed(isPresent)
    default:
      throw problem(
        "its values are encoded by number \(encoding); supported are plain values and dictionaries")
    }
  }

  private func problem(_ words: String) -> FileProblem {
    FileProblem(path, at: "rows \(firstRow) … \(firstRow + rows - 1)", words)
  }
}

/// Parquet's mixture of runs and packed numbers.
enum ParquetRuns {
  /// - Parameters:
  ///   - data: runs, each after a header.
  ///   - width: bits of a number, 0 … 32.
  ///   - count: of numbers; more may follow as padding.
  /// - Returns: `nil` where they end before that.
  static func values(_ data: Data, width: Int, count: Int) -> [Int]? {
    guard width > 0 else { return [Int](repeating: 0, count: count) }
    var values: [Int] = []
    values.reserveCapacity(count)
    var place = data.startIndex
    while values.count < count {
      var header = 0
      var shift = 0
      while true {
        guard place < data.endIndex, shift < 35 else { return nil }
        let byte = Int(data[place])
        place += 1
        header |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      if header & 1 == 0 {
        let bytes = (width + 7) / 8
        guard data.endIndex - place >= bytes, header > 1 else { return nil }
        var value = 0
        for index in 0..<bytes { value |= Int(data[place + index]) << (8 * index) }
        place += bytes
        values += [Int](repeating: value, count: min(header >> 1, count - values.count))
      } else {
        // Groups of eight, the lowest bits first.
        let bytes = (header >> 1) * width
        guard bytes > 0 else { return nil }
        var (bits, filled, read) = (0, 0, 0)
        while read < bytes, values.count < count {
          guard place + read < data.endIndex else { return nil }
          bits |= Int(data[place + read]) << filled
          filled += 8
          read += 1
          while filled >= width, values.count < count {
            values.append(bits & (1 << width - 1))
            bits >>= width
            filled -= width
          }
        }
        place += min(bytes, data.endIndex - place)
      }
    }
    return values
  }
}
