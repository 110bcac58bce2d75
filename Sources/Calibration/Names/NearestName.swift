/// The known name that somebody most likely meant, for "did you mean".
///
/// Nearest by edit distance (insertions, deletions, substitutions, swaps of neighbours; letter case
/// counts nothing), and not further than a third of the longer name; a name that begins with what was
/// given comes next.
/// - Returns: `nil` when nothing is near.
public func nearest(_ name: String, among known: [String]) -> String? {
  let wanted = name.lowercased()
  guard !wanted.isEmpty else { return nil }
  let ranked = known.map { (name: $0, distance: editDistance(wanted, $0.lowercased())) }
  if let best = ranked.min(by: { $0.distance < $1.distance }),
    best.distance <= max(1, max(wanted.count, best.name.count) / 3)
  {
    return best.name
  }
  return known.first { $0.lowercased().hasPrefix(wanted) }
}

/// Edit distance in which a swap of two neighbours counts once (optimal string alignment).
private func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a)
  let b = Array(b)
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  var beforePrevious = [Int](repeating: 0, count: b.count + 1)
  var previous = Array(0...b.count)
  for i in 1...a.count {
    var current = [i] + [Int](repeating: 0, count: b.count)
    for j in 1...b.count {
      let substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
      current[j] = min(substitution, previous[j] + 1, current[j - 1] + 1)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        current[j] = min(current[j], beforePrevious[j - 2] + 1)
      }
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}
