import Foundation

/// A column of single values, wherever it lies in a Parquet file's tree of columns.
struct ParquetLeaf {
  /// Names from the root on.
  let path: [String]
  /// 0 truth values, 1 and 2 integers of 32 and 64 bits, 4 and 5 numbers, 6 bytes.
  let type: Int
  /// How many of it and what it lies in may be absent.
  let mostLevel: Int
  /// Whether it, or what it lies in, may stand several times in a row.
  let isRepeated: Bool

  /// The leaves of a tree, in the order of the columns.
  /// - Throws: `FileProblem` for a tree that does not read.
  static func leaves(of schema: [ThriftValue], path file: String) throws(FileProblem)
    -> [ParquetLeaf]
  {
    var leaves: [ParquetLeaf] = []
    var next = 1
    func read(_ parents: [String], _ level: Int, _ isRepeated: Bool) throws(FileProblem) {
      guard next < schema.count, parents.count < 64, let name = schema[next][4]?.text else {
        throw FileProblem(file, "its schema does not read")
      }
      let element = schema[next]
      next += 1
      let repetition = element[3]?.integer ?? 0
      let level = level + (repetition > 0 ? 1 : 0)
      let isRepeated = isRepeated || repetition == 2
      let children = element[5]?.integer ?? 0
      let path = parents + [name]
      guard children > 0 else {
        leaves.append(
          ParquetLeaf(
            path: path, type: element[1]?.integer ?? -1, mostLevel: level, isRepeated: isRepeated))
        return
      }
      for _ in 0..<min(children, schema.count) { try read(path, level, isRepeated) }
    }
    for _ in 0..<max(0, min(schema.first?[5]?.integer ?? 0, schema.count)) {
      try read([], 0, false)
    }
    return leaves
  }
}
