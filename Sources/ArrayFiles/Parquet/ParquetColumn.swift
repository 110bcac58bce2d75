package import Foundation

/// The values of one column of a Parquet file, by row: where its pages lie is known, they are decoded when they are asked for.
package struct ParquetColumn: Sendable {
  /// What its values are.
  package enum Kind: Sendable {
    case integers, bytes
  }

  /// A column of a file, before its pages are found.
  struct Layout {
    let leaf: ParquetLeaf
    var chunks: [Chunk]
  }

  /// The values of one group of rows.
  struct Chunk {
    let firstRow: Int
    let rows: Int
    let codec: ParquetCodec
    /// Of the first page's header.
    let start: Int
    /// Of all pages with their headers.
    let length: Int

    init(_ chunk: ThriftValue, firstRow: Int, rows: Int, path: String) throws(FileProblem) {
      guard let data = chunk[3], let codec = data[4]?.integer, let first = data[9]?.integer,
        let length = data[7]?.integer, length >= 0
      else { throw FileProblem(path, "a column's description has no pages") }
      self.firstRow = firstRow
      self.rows = rows
      self.codec = ParquetCodec(number: codec)
      // Some writers say 0 where there is no dictionary.
      let dictionary = data[11]?.integer ?? 0
      start = dictionary > 0 ? min(dictionary, first) : first
      self.length = length
    }
  }

  package let kind: Kind
  /// The file's path, for messages.
  let path: String
  private let pages: [ParquetPage]
  private let cache = ParquetPageCache()

  init(_ layout: Layout, rows: Int, bytes: Data, path: String) throws(FileProblem) {
    let name = layout.leaf.path.joined(separator: ".")
    guard !layout.leaf.isRepeated else {
      throw FileProblem(path, "column \(name) has several values in a row, which is not supported")
    }
    switch layout.leaf.type {
    case 1, 2: kind = .integers
    case 6: kind = .bytes
    default:
      throw FileProblem(
        path, "column \(name) has values of type \(layout.leaf.type); expected integers or bytes")
    }
    self.path = path
    var pages: [ParquetPage] = []
    for chunk in layout.chunks {
      pages += try ParquetPage.pages(of: chunk, leaf: layout.leaf, bytes: bytes, path: path)
    }
    self.pages = pages
  }

  /// Bytes of the page that holds a row's value, as it lies in the file.
  package func pageLength(ofRow row: Int) -> Int { pages[page(ofRow: row)].length }

  /// The bytes of a row.
  /// - Returns: a copy; `nil` where there is none.
  /// - Throws: `FileProblem` for a damaged page.
  /// - Precondition: the column's values are bytes.
  package func bytes(_ row: Int) throws(FileProblem) -> Data? {
    let page = page(ofRow: row)
    return try decoded(page).bytes(row - pages[page].firstRow)
  }

  /// All values of a column of integers, in the order of the rows; `nil` where there is none.
  /// - Throws: `FileProblem` for a damaged page.
  package func integers() throws(FileProblem) -> [Int64?] {
    var values: [Int64?] = []
    for page in pages { values += try page.decoded().integers }
    return values
  }

  /// All values of a column of bytes as texts; `nil` where there is none.
  /// - Throws: `FileProblem` for a damaged page.
  package func texts() throws(FileProblem) -> [String?] {
    var values: [String?] = []
    for page in pages {
      let decoded = try page.decoded()
      for row in 0..<page.rows {
        values.append(decoded.bytes(row).map { String(decoding: $0, as: UTF8.self) })
      }
    }
    return values
  }

  private func decoded(_ page: Int) throws(FileProblem) -> ParquetValues {
    if let known = cache[page] { return known }
    let values = try pages[page].decoded()
    cache[page] = values
    return values
  }

  private func page(ofRow row: Int) -> Int {
    var (low, high) = (0, pages.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if pages[middle].firstRow <= row { low = middle } else { high = middle }
    }
    return low
  }
}

/// The last pages that were decoded: neighbours in a file are often neighbours in an order.
final class ParquetPageCache: @unchecked Sendable {
  // Unchecked: `lock` guards `pages`.
  private let lock = NSLock()
  private var pages: [(number: Int, values: ParquetValues)] = []
  private static let most = 8

  subscript(number: Int) -> ParquetValues? {
    get { lock.withLock { pages.first { $0.number == number }?.values } }
    set {
      guard let newValue else { return }
      lock.withLock {
        pages.removeAll { $0.number == number }
        if pages.count == Self.most { pages.removeFirst() }
        pages.append((number, newValue))
      }
    }
  }
}
