public import ArrayFiles
import Foundation

/// A group for each class, from a file.
public enum SetGroups {
  /// A JSON object from each class, by name or number, to its group, `{"cat": "pets", "lion": "wild", …}` or
  /// `{"0": "pets", "1": "wild", …}`, or an array with a group a class, `["pets", "wild", …]`.
  /// - Parameters:
  ///   - path: the file.
  ///   - classes: how many there are.
  ///   - classNames: in class order; `nil` where nobody named them, and numbers alone will do.
  ///   - owner: what has these classes, for messages.
  /// - Returns: one name a class, in class order.
  /// - Throws: `FileProblem` for another file, or one that does not name every class once.
  public static func read(
    _ path: String, classes: Int, classNames: [String]? = nil, of owner: String = "the predictions"
  ) throws(FileProblem) -> [String] {
    try read(path, for: KnownClasses(count: classes, names: classNames, owner: owner)).groups
  }

  /// As ``read(_:classes:classNames:of:)``, with what the reader should know of whose they are.
  package static func read(
    _ path: String, for classes: KnownClasses
  ) throws(FileProblem) -> (groups: [String], notes: [String]) {
    let data = try JSONClassNumbers.contents(path)
    if let list = try? JSONDecoder().decode([String].self, from: data) {
      let order = ClassOrder(path: path, count: list.count, noun: "groups", statement: .position)
      return (list, try order.places(for: classes).notes)
    }
    guard let members = try JSONMembers.texts(data, path: path), !members.isEmpty else {
      throw FileProblem(
        path,
        "a JSON object from the name or number of each class to its group was expected, such as {\"cat\": \"pets\"} or "
          + "{\"0\": \"pets\"}, or an array with a group a class")
    }
    let order = ClassOrder(
      path: path, count: members.count, noun: "groups", statement: .keys(members.map(\.name)))
    let found = try order.places(for: classes)
    return (found.places.map { members[$0].value }, found.notes)
  }
}
