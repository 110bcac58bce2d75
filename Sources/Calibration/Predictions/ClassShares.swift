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

  /// A number a class in class order, in a JSON array or an array file: shares whose sum is one, or counts,
  /// which are whole numbers with a larger sum. Any other sum is taken for a slip, not scaled away. Of what
  /// `longtail prior` writes, its `prior`.
  /// - Returns: one share a class, with sum one.
  /// - Throws: `FileProblem` when the file cannot be read, or its numbers are neither.
  package static func read(_ path: String) throws(FileProblem) -> [Double] {
    let numbers = try numbers(path)
    if let index = numbers.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw FileProblem(
        path, at: "class \(index)", "share \(numbers[index]); a number of 0 or more was expected")
    }
    let total = numbers.reduce(0, +)
    let isCounts = total > 1 && numbers.allSatisfy { $0 == $0.rounded() }
    guard isCounts || abs(total - 1) <= tolerance else {
      throw FileProblem(
        path,
        "the shares sum to \(String(format: "%.6g", total)); 1 was expected, or a count a class in whole numbers"
      )
    }
    return numbers.map { $0 / total }
  }

  /// Refuses a file of `longtail prior` whose classes are others, or in another order.
  /// - Parameters:
  ///   - path: a file with shares, or a word for a distribution.
  ///   - names: of the classes that it is for, in order; `nil` when nobody named them.
  ///   - owner: what has these names.
  /// - Throws: `FileProblem` that names the first class that differs.
  package static func checkNames(
    _ path: String, _ names: [String]?, of owner: String
  ) throws(FileProblem) {
    guard let names, isFile(path), let own = estimate(path)?.classNames else { return }
    guard own != names else { return }
    guard
      let index = own.indices.first(where: { !names.indices.contains($0) || names[$0] != own[$0] })
    else { throw FileProblem(path, "\(own.count) classes, but \(names.count) in \(owner)") }
    let other = names.indices.contains(index) ? "'\(names[index])'" : "no class"
    throw FileProblem(
      path,
      "class \(index) is '\(own[index])', but \(other) in \(owner); the same classes in the same "
        + "order were expected")
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

  /// What `longtail prior` has written; `nil` for another file.
  private static func estimate(_ path: String) -> Estimate? {
    guard path.lowercased().hasSuffix(".json"),
      let data = FileManager.default.contents(atPath: path),
      let estimate = try? JSONDecoder().decode(Estimate.self, from: data),
      estimate.format == PriorEstimate.format
    else { return nil }
    return estimate
  }

  private static func numbers(_ path: String) throws(FileProblem) -> [Double] {
    guard path.lowercased().hasSuffix(".json") else {
      let array = try ArrayFile.read(path, names: ["prior", "class_counts"]).array
      guard array.shape.count(where: { $0 != 1 }) <= 1 else {
        throw FileProblem(path, "its shape is \(array.shape); one number a class was expected")
      }
      return array.doubles()
    }
    if let estimate = estimate(path) { return estimate.prior }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path, "cannot be read: a JSON array with a number a class was expected")
    }
    guard let numbers = try? JSONDecoder().decode([Double].self, from: data) else {
      throw FileProblem(path, "not a JSON array of numbers; one number a class was expected")
    }
    return numbers
  }
}
