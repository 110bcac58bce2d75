/// A name that nothing answers to, with the names that something does.
public struct UnknownName: Error, Equatable, CustomStringConvertible {
  /// What was asked for: "dataset", "sampler".
  public let kind: String
  public let name: String
  public let known: [String]

  public init(_ name: String, kind: String, known: [String]) {
    self.name = name
    self.kind = kind
    self.known = known
  }

  /// The known name with the fewest edits to the given one, unless more than half of it would change.
  public var nearest: String? {
    let ranked = known.map { (name: $0, edits: editDistance($0, name.lowercased())) }
    guard let best = ranked.min(by: { $0.edits < $1.edits }) else { return nil }
    return best.edits * 2 <= max(best.name.count, name.count) ? best.name : nil
  }

  public var description: String {
    let suggestion = nearest.map { "; did you mean “\($0)”?" } ?? "."
    return "unknown \(kind) “\(name)”\(suggestion) Known: \(known.joined(separator: ", "))"
  }
}

/// Insertions, deletions and replacements that turn one text into the other (Levenshtein).
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in second.indices {
      let replaced = diagonal + (letter == second[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
