import ArrayFiles
import Foundation

/// Names of classes that lie beside scores, in class order: the lines of `class_names.txt` in a folder of predictions, or an
/// array `class_names` of NumPy's text in that folder or in the NPZ file of the scores. In a run's folder of predictions
/// without them, those that the run wrote down.
struct GivenClassNames: Sendable, Equatable {
  let names: [String]
  /// Where they are.
  let path: String

  private static let name = "class_names"
  private static let fileName = name + ".txt"
  /// What scores are called in a folder of predictions.
  private static let scoreNames = ["logits", "probabilities", "expert_logits"]

  /// The names beside scores.
  /// - Parameters:
  ///   - source: the scores.
  ///   - classes: how many they have.
  /// - Returns: `nil` where there are none.
  /// - Throws: `FileProblem` for names that cannot be read, that are empty or there twice, or of another number, for two
  ///   files of names, and for names that contradict those of the scores' columns.
  static func beside(
    _ source: LocatedArray, classes: Int
  ) throws(FileProblem) -> GivenClassNames? {
    guard let found = try found(beside: source.path) else { return nil }
    guard found.names.count == classes else {
      throw FileProblem(
        found.path,
        "\(found.names.count) names for the \(classes) classes of \(source.path); one a class, in class order, was "
          + "expected\(unnamed(source, found.names))")
    }
    if let columns = source.table?.names, columns.count == classes,
      !KnownClasses.areNumbers(columns), !NumberedClasses.mayBeReplaced(columns, by: found.names)
    {
      try InputDescription(classNames: columns).checkSameClasses(
        InputDescription(classNames: found.names), in: found.path, as: source.path)
    }
    return found
  }

  /// Which columns of a table of scores the names leave out, where all of them are columns, as "; …"; else nothing.
  private static func unnamed(_ source: LocatedArray, _ names: [String]) -> String {
    guard let table = source.table, let columns = table.names, names.count < columns.count,
      !names.isEmpty, Set(names).isSubset(of: columns)
    else { return "" }
    let others = columns.indices.filter { !names.contains(columns[$0]) }
    return
      "; \(CSVTable.list(others.map { columns[$0] })) \(others.count == 1 ? "is" : "are") none of them: --columns "
      + "\(table.selection(without: others)) reads the scores of the others alone"
  }

  private static func found(beside path: String) throws(FileProblem) -> GivenClassNames? {
    // Scores may be in memory alone.
    guard let format = ArrayFormat(path: path), FileManager.default.fileExists(atPath: path) else {
      return nil
    }
    if format == .npz, let names = try ArrayCollection(path: path).texts(name) {
      return try GivenClassNames(names, path: path)
    }
    let file = (path as NSString).lastPathComponent as NSString
    guard scoreNames.contains(file.deletingPathExtension) else { return nil }
    let folder = path.parentFolder
    let list = (folder as NSString).appendingPathComponent(fileName)
    let hasList = FileManager.default.fileExists(atPath: list)
    let array = (folder as NSString).appendingPathComponent(name + ".npy")
    guard let names = try ArrayCollection(path: folder.isEmpty ? "." : folder).texts(name) else {
      return hasList ? try GivenClassNames(lines(of: list), path: list) : try ofRun(folder)
    }
    guard !hasList else {
      throw FileProblem(
        folder, "both \(fileName) and \(name).npy are in this folder; one of them was expected")
    }
    return try GivenClassNames(names, path: array)
  }

  /// What a run wrote down of its data, as far as it is read here.
  private struct RunData: Decodable {
    let classNames: [String]
  }

  /// The names in the `data.json` of the run whose predictions lie in a folder: runs of older versions have no list beside
  /// their predictions.
  private static func ofRun(_ folder: String) throws(FileProblem) -> GivenClassNames? {
    let predictions = folder.parentFolder
    guard (predictions as NSString).lastPathComponent == "predictions" else { return nil }
    let path = (predictions.parentFolder as NSString).appendingPathComponent("data.json")
    guard let data = FileManager.default.contents(atPath: path),
      let names = try? JSONDecoder().decode(RunData.self, from: data).classNames,
      !KnownClasses.areNumbers(names)
    else { return nil }
    return try GivenClassNames(names, path: path)
  }

  private init(_ names: [String], path: String) throws(FileProblem) {
    var places: [String: Int] = [:]
    for (place, name) in names.enumerated() {
      guard !name.isEmpty else {
        throw FileProblem(path, "name \(place + 1) is empty; one name a class was expected")
      }
      guard let first = places.updateValue(place, forKey: name) else { continue }
      throw FileProblem(
        path,
        "names \(first + 1) and \(place + 1) are both “\(name)”; one name a class was expected"
      )
    }
    self.names = names
    self.path = path
  }

  /// The lines of a text, whatever system wrote it, without empty ones at its end.
  private static func lines(of path: String) throws(FileProblem) -> [String] {
    guard let data = FileManager.default.contents(atPath: path),
      var text = String(data: data, encoding: .utf8)
    else { throw FileProblem(path, "cannot be read; text in UTF-8, a name a line, was expected") }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    var lines = text.split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map(String.init)
  }

  /// Writes names into a folder of predictions.
  /// - Throws: `FileProblem` for a name that no line can hold, and for a file that cannot be written.
  static func write(_ names: [String], to folder: String) throws(FileProblem) {
    let path = (folder as NSString).appendingPathComponent(fileName)
    if let name = names.first(where: {
      $0.isEmpty || $0.contains { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
    }) {
      throw FileProblem(
        path, "the class name “\(name)” cannot stand on a line of its own; rename the class")
    }
    _ = try GivenClassNames(names, path: path)
    try AtomicFile.write(Data(names.map { $0 + "\n" }.joined().utf8), to: path)
  }
}
