/// Which expert is best at which class (the preferences of SHIKE's Figure 3; Jin et al., 2023).
///
/// The figure's rule for ties is not published. Here experts that are equally accurate on a class share
/// it, so that the shares of a group sum to one and no expert gains by its place. Nobody is best at a class
/// that nobody recognises a sample of.
public struct ExpertStrengths: Sendable, Equatable {
  /// How many experts were compared, at least one.
  public let experts: Int
  /// For each class the experts, counted from 0 and ascending, that no other is better than; empty for a
  /// class without samples, or one that none of them recognises.
  public let bestOfClass: [[Int]]
  /// For each class the accuracy of the best; `nil` for a class without samples.
  public let highestOfClass: [Double?]

  /// - Parameter accuracies: for each expert its accuracy on each class, `nil` for one without samples.
  /// - Precondition: an expert or more, with the same classes, the same of them without samples.
  public init(accuracies: [[Double?]]) {
    guard let first = accuracies.first else { preconditionFailure("no expert") }
    experts = accuracies.count
    highestOfClass = first.indices.map { label in accuracies.compactMap { $0[label] }.max() }
    let highest = highestOfClass
    bestOfClass = first.indices.map { label in
      guard let best = highest[label], best > 0 else { return [] }
      return accuracies.indices.filter { accuracies[$0][label] == best }
    }
  }

  /// For each expert the share of some classes that it is best at, of those that any expert recognises; they
  /// sum to one.
  /// - Returns: `nil` when there is none.
  public func shares(of classes: [Int]) -> [Double]? {
    let recognised = classes.filter { !bestOfClass[$0].isEmpty }
    guard !recognised.isEmpty else { return nil }
    return (0..<experts).map { expert in
      recognised.map { label in
        let best = bestOfClass[label]
        return best.contains(expert) ? 1 / Double(best.count) : 0
      }.compensatedSum() / Double(recognised.count)
    }
  }

  /// Share of some classes that several experts are equally good at, of those that any expert recognises; `nil`
  /// when there is none.
  public func tiedShare(of classes: [Int]) -> Double? {
    let recognised = classes.filter { !bestOfClass[$0].isEmpty }
    guard !recognised.isEmpty else { return nil }
    return Double(recognised.count { bestOfClass[$0].count > 1 }) / Double(recognised.count)
  }
}
