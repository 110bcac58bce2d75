import ArrayFiles
import Foundation

extension MergeableEvidence {
  /// Writes the state as JSON, the whole file or nothing.
  public func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try AtomicFile.write(encoder.encode(self), to: path)
  }

  /// - Throws: `FileProblem` when the file is not there or holds something else.
  public static func read(_ path: String) throws -> MergeableEvidence {
    let state: MergeableEvidence
    do {
      state = try JSONDecoder().decode(
        MergeableEvidence.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    } catch let error as DecodingError {
      throw FileProblem(path, "not a state of metrics: \(error.reason)")
    } catch {
      throw FileProblem.unreadable(path, error)
    }
    if let flaw = state.flaw { throw FileProblem(path, at: flaw.key, flaw.problem) }
    return state
  }

  /// What no measurement gives, and its key.
  private var flaw: (key: String, problem: String)? {
    guard MeasureSettings.binCounts.contains(bins) else {
      return ("bins", "\(bins); 1 to 100000 were expected")
    }
    guard classes >= 2 else { return ("classes", "\(classes); 2 or more were expected") }
    if let count = classNames?.count, count != classes {
      return ("classNames", "\(count) names; \(classes) were expected, one a class")
    }
    let tables = [
      ("byTrueLabel", byTrueLabel), ("byPredictedLabel", byPredictedLabel),
      ("classwise", classwise),
    ]
    for (key, table) in tables {
      if let flaw = table.flaw(rows: classes, bins: bins) {
        return ("\(key).\(flaw.key)", flaw.problem)
      }
    }
    if let flaw = cells.flaw(rows: 1, bins: Self.cellCount) {
      return ("cells.\(flaw.key)", flaw.problem)
    }
    if let flaw = partsFlaw { return flaw }
    let hits = cells.hits(row: 0)
    for (key, table) in tables.prefix(2) {
      let (own, right) = (table.counts.reduce(0, +), table.hits.reduce(0, +))
      guard own == samples, right == hits else {
        return (
          key,
          "\(own) samples, \(right) of them right; \(samples) and \(hits) were expected, as in cells"
        )
      }
    }
    for label in 0..<classes {
      let (own, right) = (classwise.samples(row: label), classwise.hits(row: label))
      let ofClass = byTrueLabel.samples(row: label)
      guard own == samples, right == ofClass else {
        return (
          "classwise",
          "class \(label) has \(own) samples, \(right) of them its own; \(samples) and \(ofClass) were "
            + "expected"
        )
      }
    }
    let count = Double(samples)
    // No sample adds more than −log 10⁻²⁰, or 2, to its sum.
    guard (-1e-9...47 * count + 1e-9).contains(likelihood.value) else {
      return (
        "likelihood", "\(likelihood.value) for \(samples) samples; 0 to \(47 * count) was expected"
      )
    }
    guard (-1e-6...2.1 * count + 1e-9).contains(squares.value) else {
      return ("squares", "\(squares.value) for \(samples) samples; 0 to \(2 * count) was expected")
    }
    return nil
  }

  private var partsFlaw: (key: String, problem: String)? {
    guard let parts else { return nil }
    guard !parts.isEmpty else { return ("parts", "none; one or more were expected") }
    var rest = samples
    for (place, part) in parts.enumerated() {
      guard (0...rest).contains(part.samples) else {
        return ("parts.\(place)", "\(part.samples) samples; 0 to \(rest) were expected")
      }
      rest -= part.samples
      guard part.hash < SampleDigest.modulus else {
        return (
          "parts.\(place).hash", "\(part.hash); less than \(SampleDigest.modulus) was expected"
        )
      }
    }
    return nil
  }
}
