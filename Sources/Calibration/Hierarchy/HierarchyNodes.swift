import ArrayFiles
import Foundation

/// Looks for what a hierarchy's file has in place of nodes: numbers, words for what is missing, and a node in two
/// spellings.
enum HierarchyNodes {
  /// Words that programs write where a table has no value.
  private static let missing: Set<String> = [
    "nan", "na", "n/a", "#n/a", "<na>", "null", "none", "nil", "-", "--", "?",
  ]

  /// - Parameters:
  ///   - node: as it is written.
  ///   - childName: what lies in it.
  ///   - path: the file.
  ///   - place: where it stands there.
  /// - Throws: `FileProblem` for a word that stands for a missing one.
  static func refuseMissing(
    _ node: String, of childName: String, _ path: String, at place: String
  ) throws(FileProblem) {
    guard missing.contains(node.trimmingCharacters(in: .whitespaces).lowercased()) else { return }
    throw FileProblem(
      path, at: place,
      "“\(node)” stands for a missing value; the coarser class of \(childName) was expected (where a branch ends below the "
        + "others, an empty field, or in JSON nothing)")
  }

  /// Counts and the like that stand in a column between levels.
  /// - Parameters:
  ///   - columns: names of the columns that nobody chose.
  ///   - chains: the nodes of each class in these columns.
  ///   - path: the file.
  /// - Throws: `FileProblem` for a column that has nothing but numbers.
  static func refuseNumbers(
    _ columns: [String], _ chains: [[String]], _ path: String
  ) throws(FileProblem) {
    for (level, column) in columns.enumerated() {
      guard chains.allSatisfy({ Double($0[level]) != nil }) else { continue }
      let others = columns.filter { $0 != column }.joined(separator: ",")
      throw FileProblem(
        path,
        "the column “\(column)” has nothing but numbers, which may be no coarser classes; take it out, or name the columns "
          + "that are levels: \("\(path):\(others.isEmpty ? column : others)".shellWord)")
    }
  }

  /// - Parameters:
  ///   - levels: name and nodes of each.
  ///   - path: the file.
  /// - Throws: `FileProblem` for two nodes of a level that differ by capitals or outer spaces alone.
  static func refuseTwins(
    _ levels: [(name: String, nodes: [String])], _ path: String
  ) throws(FileProblem) {
    for level in levels {
      var spellings: [String: String] = [:]
      for node in level.nodes {
        let plain = node.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
        guard let other = spellings.updateValue(node, forKey: plain), other != node else {
          continue
        }
        throw FileProblem(
          path,
          "“\(other)” and “\(node)” (\(level.name)) differ by capitals or outer spaces alone; expected one spelling of a node"
        )
      }
    }
  }

  /// Words for a first line that has one field, where another separator would give it more; empty otherwise.
  static func separatorHint(_ header: String, isTabbed: Bool) -> String {
    let separators: [(Character, String)] =
      isTabbed
      ? [(",", "commas, as in a file called .csv"), (";", "semicolons")]
      : [(";", "semicolons"), ("\t", "tabs, as in a file called .tsv")]
    guard let found = separators.first(where: { header.contains($0.0) }) else { return "" }
    return
      "; its fields seem to be separated by \(found.1), where \(isTabbed ? "tabs" : "commas") were expected"
  }
}
