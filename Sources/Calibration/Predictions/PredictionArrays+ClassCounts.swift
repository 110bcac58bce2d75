public import ArrayFiles
import Foundation

extension PredictionArrays {
  /// Integers, one a class: a JSON array in class order, or an array file, whose table may name the classes.
  /// - Parameters:
  ///   - path: the file.
  ///   - classes: how many there are.
  ///   - classNames: in class order, which names in the file are held against; `nil` where nobody named them.
  ///   - owner: what has these classes, for messages.
  /// - Returns: the counts in class order, and what the reader should know of whose they are, a line each.
  /// - Throws: `FileProblem` for anything but one whole number a class, and for other classes.
  public static func classCounts(
    _ path: String, classes: Int, classNames: [String]? = nil, of owner: String = "the predictions"
  ) throws(FileProblem) -> (counts: [Int], notes: [String]) {
    try classCounts(
      path, for: KnownClasses(count: classes, names: classNames, owner: owner))
  }

  package static func classCounts(
    _ path: String, for classes: KnownClasses
  ) throws(FileProblem) -> (counts: [Int], notes: [String]) {
    guard ArrayFormat(path: path) == nil, path.lowercased().hasSuffix(".json") else {
      return try classCounts(ClassNumbers(path, .counts), for: classes)
    }
    let counts: [Int]
    do {
      counts = try JSONDecoder().decode(
        [Int].self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch is DecodingError {
      throw FileProblem(path, "not a JSON array of integers")
    } catch {
      throw FileProblem.unreadable(path, error)
    }
    let order = ClassOrder(path: path, count: counts.count, kind: .counts, statement: .position)
    let found = try order.places(for: classes)
    return try (
      checked(counts, found.places) { FileProblem(path, at: "class \($0)", $1) }, found.notes
    )
  }

  static func classCounts(
    _ numbers: ClassNumbers, for classes: KnownClasses
  ) throws(FileProblem) -> (counts: [Int], notes: [String]) {
    try numbers.refuseThousands()
    let counts = try integers(numbers.source, numbers.problem)
    let found = try numbers.places(for: classes)
    return try (checked(counts, found.places, numbers.problem), found.notes)
  }

  private static func checked(
    _ counts: [Int], _ places: [Int], _ problem: (Int, String) -> FileProblem
  ) throws(FileProblem) -> [Int] {
    if let index = counts.firstIndex(where: { $0 < 0 }) {
      throw problem(index, "count \(counts[index]); 0 or more was expected")
    }
    return places.map { counts[$0] }
  }
}
