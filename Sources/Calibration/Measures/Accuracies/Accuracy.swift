/// How often predictions are right: over all, by class, by group.
public struct Accuracy: Sendable, Equatable {
  /// Share of correct predictions, in [0, 1]; `nil` without samples.
  public let overall: Double?
  /// Share of correct predictions among the samples of each class; `nil` for a class without samples.
  public let ofClass: [Double?]

  init(overall: Double?, ofClass: [Double?]) {
    self.overall = overall
    self.ofClass = ofClass
  }

  /// Of top labels against the true ones, `[samples]`, each in `0 ..< classes`.
  public init(_ top: TopLabels, labels: [Int], classes: Int) {
    var counts = [Int](repeating: 0, count: classes)
    var hits = counts
    for (label, isRight) in zip(labels, top.correct(labels)) {
      counts[label] += 1
      hits[label] += isRight ? 1 : 0
    }
    overall =
      labels.isEmpty ? nil : Double(hits.reduce(0, +)) / Double(labels.count)
    ofClass = counts.indices.map {
      counts[$0] == 0 ? nil : Double(hits[$0]) / Double(counts[$0])
    }
  }

  /// Mean over the classes that have samples; `nil` without any.
  public var balanced: Double? { mean(of: Array(ofClass.indices)) }

  /// Mean over classes of one group; `nil` when none of them has samples.
  public func of(_ group: ShotGroup, in groups: ShotGroups) -> Double? {
    mean(of: groups.classes(in: group))
  }

  private func mean(of classes: [Int]) -> Double? {
    let known = classes.compactMap { ofClass[$0] }
    return known.isEmpty ? nil : known.compensatedSum() / Double(known.count)
  }
}
