/// The folders in which the files lie that keys name, where these are paths: 1.png may be there once for each class.
struct SampleFolders {
  /// Hashes of the folders of a row's file, nearest first, without those that begin every row's path and say nothing about
  /// one row; empty where no row has another.
  private let rows: [[Int]]

  /// Whether no folder says anything about a row.
  var isEmpty: Bool { rows.isEmpty }

  /// - Parameter texts: keys, one a row. Numbers between slashes are dates or fractions, and no paths.
  init(_ texts: [String]) {
    guard texts.contains(where: { $0.utf8.contains { $0 == 47 || $0 == 92 } }) else {
      rows = []
      return
    }
    var isNumeric = true
    var folders: [[Int]] = []
    for text in texts {
      let parts = text.lowercased().split(whereSeparator: Self.isSeparator).filter { $0 != "." }
      isNumeric = isNumeric && parts.allSatisfy { Double($0) != nil }
      folders.append(parts.dropLast().map(\.hashValue))
    }
    let first = folders.first ?? []
    let root = folders.map { zip(first, $0).prefix { $0 == $1 }.count }.min() ?? 0
    let rest = folders.map { Array($0.dropFirst(root).reversed()) }
    rows = isNumeric || rest.allSatisfy(\.isEmpty) ? [] : rest
  }

  static func isSeparator(_ character: Character) -> Bool { character == "/" || character == "\\" }

  /// The first row whose folders differ from those of the other file's row; what lies before the shorter path may differ,
  /// and so may the folders of a file whose name is there once, which tells the row apart by itself.
  /// - Parameters:
  ///   - other: the folders of as many rows.
  ///   - names: a hash a row of the file's name.
  /// - Returns: a row from 0; `nil` for none.
  func firstConflict(with other: SampleFolders, names: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    for name in names { counts[name, default: 0] += 1 }
    return rows.indices.first { row in
      counts[names[row], default: 0] > 1 && zip(rows[row], other.rows[row]).contains { $0 != $1 }
    }
  }

  /// A hash a row of the file's name and the nearest folders, as many of them as every row of both files has.
  static func trails(
    _ mine: (folders: SampleFolders, names: [Int]), _ theirs: (folders: SampleFolders, names: [Int])
  ) -> (mine: [Int], theirs: [Int])? {
    guard !mine.folders.isEmpty, !theirs.folders.isEmpty else { return nil }
    let depth = (mine.folders.rows + theirs.folders.rows).map(\.count).min() ?? 0
    func trails(_ side: (folders: SampleFolders, names: [Int])) -> [Int] {
      zip(side.names, side.folders.rows).map { name, folders in
        var hasher = Hasher()
        hasher.combine(name)
        hasher.combine(folders.prefix(depth).map { $0 })
        return hasher.finalize()
      }
    }
    return (trails(mine), trails(theirs))
  }
}
