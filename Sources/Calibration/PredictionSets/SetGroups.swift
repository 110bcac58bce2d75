public import ArrayFiles
import Foundation

/// A group for each class, from a file.
public enum SetGroups {
  /// A JSON object from class number to group, `{"0": "trees", "1": "herbs", …}`, or an array with a group a
  /// class, `["trees", "herbs", …]`.
  /// - Returns: one name a class, in class order.
  /// - Throws: `FileProblem` for another file, or one that does not name every class once.
  public static func read(_ path: String, classes: Int) throws(FileProblem) -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path, "cannot be read: a JSON object from class to group was expected")
    }
    if let list = try? JSONDecoder().decode([String].self, from: data) {
      guard list.count == classes else {
        throw FileProblem(path, "\(list.count) groups for \(classes) classes")
      }
      return list
    }
    guard let table = try? JSONDecoder().decode([String: String].self, from: data) else {
      throw FileProblem(
        path,
        "a JSON object from class number to group was expected, such as {\"0\": \"trees\"}, "
          + "or an array with a group a class")
    }
    var groups = [String?](repeating: nil, count: classes)
    for (key, group) in table.sorted(by: { $0.key < $1.key }) {
      guard let label = Int(key), (0..<classes).contains(label), String(label) == key else {
        throw FileProblem(
          path, at: key, "no class of that number; 0 to \(classes - 1) was expected")
      }
      groups[label] = group
    }
    let missing = groups.indices.filter { groups[$0] == nil }
    guard missing.isEmpty else {
      throw FileProblem(path, "no group for \(ClassList.words(missing))")
    }
    return groups.compactMap { $0 }
  }
}
