package import ArrayFiles
import Foundation

/// A class distribution in a file: what `--prior`, `--test-prior` and `--weights` read.
package enum ClassShares {
  /// How far from one the sum of shares may be: they may be rounded to three digits.
  private static let tolerance = 1e-3

  /// Whether a text names a file rather than a distribution: one is there, or its name has a point or a slash
  /// as names of files do.
  package static func isFile(_ text: String) -> Bool {
    let isWord = ["forward-", "backward-"].contains(where: text.hasPrefix)
    return FileManager.default.fileExists(atPath: text)
      || !isWord && text.contains { $0 == "." || $0 == "/" }
  }

  /// Shares whose sum is one, or counts, which are whole numbers with a larger sum, in a JSON array, a JSON object or an array file.
  /// Any other sum is taken for a slip, not scaled away. Of what `longtail prior` writes, its `prior`.
  /// - Parameters:
  ///   - path: the file.
  ///   - classes: those that it is for. Names in the file are held against theirs: a table or an object may have them in
  ///     another order, what `longtail prior` writes may not. `nil` where nobody knows them; names are then refused.
  /// - Returns: one share a class, with sum one, and what the reader should know of whose they are.
  /// - Throws: `FileProblem` when the file cannot be read, its numbers are neither, or it is for other classes.
  package static func read(
    _ path: String, for classes: KnownClasses?
  ) throws(FileProblem) -> (shares: [Double], notes: [String]) {
    let file = try File(path)
    let found = try file.places(classes)
    return (found.places.map { file.shares[$0] }, found.notes)
  }

  /// As ``read(_:for:)``, where nobody knows the classes.
  package static func read(_ path: String) throws(FileProblem) -> [Double] {
    try read(path, for: nil).shares
  }

  /// Finds out before the classes are known whether a file holds shares or counts.
  /// - Throws: `FileProblem` when it cannot be read or does not.
  package static func check(_ path: String) throws(FileProblem) { _ = try File(path) }

  /// The shares of a file, in its own order.
  private struct File {
    let shares: [Double]
    let places: (KnownClasses?) throws(FileProblem) -> (places: [Int], notes: [String])

    init(_ path: String) throws(FileProblem) {
      let problem: (Int, String) -> FileProblem
      let numbers: [Double]
      if path.lowercased().hasSuffix(".json") {
        let order: ClassOrder
        (numbers, order, problem) = try ClassShares.json(path)
        places = { classes throws(FileProblem) in try order.places(for: classes) }
      } else {
        let read = try ClassNumbers(path, .shares)
        numbers = read.source.array.doubles()
        if numbers.reduce(0, +) > 1 + ClassShares.tolerance { try read.refuseThousands() }
        places = { classes throws(FileProblem) in try read.places(for: classes) }
        problem = read.problem
      }
      if let index = numbers.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
        throw problem(index, "share \(numbers[index]); a number of 0 or more was expected")
      }
      let total = numbers.reduce(0, +)
      let isCounts = total > 1 && numbers.allSatisfy { $0 == $0.rounded() }
      guard isCounts || abs(total - 1) <= ClassShares.tolerance else {
        throw FileProblem(
          path,
          "the shares sum to \(String(format: "%.6g", total)); 1 was expected, or a count a class in whole numbers"
        )
      }
      shares = numbers.map { $0 / total }
    }
  }

  private struct Estimate: Decodable {
    let format: String
    let prior: [Double]
    var classNames: [String]?

    private enum CodingKeys: String, CodingKey {
      case format, prior
      case classNames = "class_names"
    }
  }

  /// The numbers of a JSON array or object, or of what `longtail prior` has written, which may have names.
  private static func json(
    _ path: String
  ) throws(FileProblem) -> ([Double], ClassOrder, (Int, String) -> FileProblem) {
    let data = try JSONClassNumbers.contents(path)
    guard let estimate = try? JSONDecoder().decode(Estimate.self, from: data),
      estimate.format == PriorEstimate.format
    else {
      let file = try JSONClassNumbers(data, path: path, .shares)
      return (file.numbers, file.order, file.problem)
    }
    let names = estimate.classNames
    guard names == nil || names?.count == estimate.prior.count else {
      throw FileProblem(
        path, at: "class_names",
        "\(names?.count ?? 0) names for \(estimate.prior.count) shares")
    }
    var order = ClassOrder(
      path: path, count: estimate.prior.count, noun: ClassNumbers.Kind.shares.rawValue,
      statement: names.map { .fixedNames($0) } ?? .position)
    order.areOfScores = true
    return (estimate.prior, order, { FileProblem(path, at: "class \($0)", $1) })
  }
}
