import ArgumentParser
import Foundation
import LongTail

/// Which runs a comparison is made of.
struct ComparisonGrid {
  /// One run.
  struct Place: Hashable {
    let method: String
    /// `nil` takes the data as they are.
    let factor: Double?
    let seed: Int

    /// Its folder's name.
    var folder: String {
      let split = factor.map { String(format: "-if%g", $0) } ?? ""
      return "\(method)\(split)-seed\(seed)"
    }
  }

  let methods: [String]
  let factors: [Double?]
  let seeds: [Int]

  /// Seed by seed, so that a table with every method is there early.
  var places: [Place] {
    seeds.flatMap { seed in
      factors.flatMap { factor in
        methods.map { Place(method: $0, factor: factor, seed: seed) }
      }
    }
  }

  /// - Throws: `UnknownName` for a method, `ValidationError` for lists that do not read.
  init(methods: [String], factors: String?, seeds: String) throws {
    self.methods = methods.flatMap { $0.split(separator: ",").map(String.init) }
    for method in self.methods { _ = try Methods.method(named: method) }
    self.factors =
      try factors.map { text in
        try text.split(separator: ",").map { part in
          guard let value = Double(part) else {
            throw ValidationError(
              "--imbalance-factors: expected numbers such as 10,50,100, found “\(part)”")
          }
          do { return try ImbalanceFactor(value).value } catch let problem as DatasetProblem {
            throw ValidationError("--imbalance-factors: \(problem)")
          }
        }
      } ?? [nil]
    self.seeds = try Self.seeds(seeds)
    try NameList.requireUnique(self.methods, "METHODS")
    try NameList.requireUnique(self.factors, "--imbalance-factors")
    try NameList.requireUnique(self.seeds, "--seeds")
  }

  /// `0..2` or `0,1,5`.
  private static func seeds(_ text: String) throws -> [Int] {
    let wrong = ValidationError("--seeds: expected 0..2 or 0,1,5, found “\(text)”")
    let ends = text.components(separatedBy: "..")
    if ends.count == 2 {
      guard let first = Int(ends[0]), let last = Int(ends[1]), first >= 0, last >= first,
        last - first < 10_000
      else { throw wrong }
      return Array(first...last)
    }
    return try text.split(separator: ",").map { part in
      guard let seed = Int(part), seed >= 0 else { throw wrong }
      return seed
    }
  }
}
