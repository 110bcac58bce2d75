package import Foundation

/// A Parquet file, mapped into memory: what columns it has and where their pages lie. A page is decoded when a value of it is
/// asked for.
///
/// What is read: columns of integers and of bytes that are not repeated; pages of version 1 and 2, encoded plainly or by a
/// dictionary; uncompressed, Snappy and gzip. Other encodings and compressions are refused by name.
package struct ParquetFile: Sendable {
  package let path: String
  package let rows: Int
  /// Of the columns with values, names from the root on.
  package let columnPaths: [[String]]
  /// What its writer noted, by key.
  package let notes: [String: String]
  private let bytes: Data
  private let columns: [ParquetColumn.Layout]

  /// - Throws: `FileProblem` for a file that is no Parquet file, damaged or truncated.
  package init(path: String) throws(FileProblem) {
    try self.init(MappedFile(path: path).bytes, path: path)
  }

  /// From the bytes of a whole file; `path` names it in messages.
  package init(_ bytes: Data, path: String) throws(FileProblem) {
    self.path = path
    self.bytes = bytes
    let magic = Data("PAR1".utf8)
    guard bytes.count >= 12, bytes.prefix(4) == magic, bytes.suffix(4) == magic else {
      throw FileProblem(
        path, "it is no Parquet file, or truncated: PAR1 does not stand at both ends")
    }
    var tail = ByteReader(bytes, path: path, offset: bytes.count - 8)
    let length: UInt32 = try tail.littleEndian("the length of the footer")
    guard Int(length) <= bytes.count - 12 else {
      throw FileProblem(path, "a footer of \(length) bytes in a file of \(bytes.count)")
    }
    let start = bytes.count - 8 - Int(length)
    var reader = ThriftReader(ByteReader(bytes, path: path, part: "footer", offset: start))
    let footer = try reader.structure()
    guard let rows = footer[3]?.integer, rows >= 0, let groups = footer[4]?.list,
      let schema = footer[2]?.list
    else { throw FileProblem(path, "its footer has no rows or no columns") }
    self.rows = rows
    notes = Dictionary(
      (footer[5]?.list ?? []).map { ($0[1]?.text ?? "", $0[2]?.text ?? "") },
      uniquingKeysWith: { $1 })
    let leaves = try ParquetLeaf.leaves(of: schema, path: path)
    columnPaths = leaves.map(\.path)
    var columns = leaves.map { ParquetColumn.Layout(leaf: $0, chunks: []) }
    var first = 0
    for group in groups {
      guard let count = group[3]?.integer, count >= 0, count <= rows - first,
        let chunks = group[1]?.list, chunks.count == leaves.count
      else { throw FileProblem(path, "a group of rows does not fit to its \(rows) rows") }
      for (index, chunk) in chunks.enumerated() {
        guard chunk[1] == nil else {
          throw FileProblem(path, "a column lies in another file, which is not supported")
        }
        columns[index].chunks.append(
          try ParquetColumn.Chunk(chunk, firstRow: first, rows: count, path: path))
      }
      first += count
    }
    guard first == rows else { throw FileProblem(path, "\(first) rows in groups of \(rows) rows") }
    self.columns = columns
  }

  /// Finds the pages of a column.
  /// - Parameter names: from the root on, such as `image`, `bytes`.
  /// - Returns: the column; none of its values is read yet.
  /// - Throws: `FileProblem` for a column that is not there, repeated, or damaged.
  package func column(_ names: [String]) throws(FileProblem) -> ParquetColumn {
    guard let index = columnPaths.firstIndex(of: names) else {
      let known = columnPaths.map { $0.joined(separator: ".") }
      throw FileProblem(
        path,
        "it has no column \(names.joined(separator: ".")), but \(known.listed(most: 20))")
    }
    return try ParquetColumn(columns[index], rows: rows, bytes: bytes, path: path)
  }
}
