import ArgumentParser
import Foundation
import LongTail

extension ComparisonGrid {
  /// - Parameters:
  ///   - names: methods, apart or with commas.
  ///   - factors: such as `10,50,100`; `nil` takes the data as they are.
  ///   - seeds: `0..2` or `0,1,5`.
  /// - Throws: `UnknownName` for a method, `ValidationError` for lists that do not read.
  init(named names: [String], factors: String?, seeds: String) throws {
    let methods = names.flatMap { $0.split(separator: ",").map(String.init) }
    for method in methods { _ = try Methods.method(named: method) }
    let factors: [Double?] =
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
    let seeds = try Self.seeds(seeds)
    try NameList.requireUnique(methods, "METHODS")
    try NameList.requireUnique(factors, "--imbalance-factors")
    try NameList.requireUnique(seeds, "--seeds")
    try self.init(methods: methods, factors: factors, seeds: seeds)
  }

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
