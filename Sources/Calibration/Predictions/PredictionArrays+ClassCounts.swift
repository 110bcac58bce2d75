public import ArrayFiles
import Foundation

extension PredictionArrays {
  /// Integers, one a class: a JSON array in class order or object by class, or an array file, whose table may name the
  /// classes.
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
    let file = try JSONClassNumbers(path, .counts)
    var counts: [Int] = []
    for (index, number) in file.numbers.enumerated() {
      guard let count = Int(exactly: number) else {
        throw file.problem(index, "\(number); a whole number was expected")
      }
      counts.append(count)
    }
    let found = try file.order.places(for: classes)
    return try (checked(counts, found.places, file.problem), found.notes)
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
