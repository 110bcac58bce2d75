/// Multiply-adds of convolutions and matrix products for one sample in inference; batch norm, additions and
/// pooling are not counted, as usual.
public struct NetworkCost: Sendable, Codable, Equatable {
  /// Of what all experts share.
  public let shared: Int
  /// Of each expert's own part, its classifier included.
  public let experts: [Int]
  /// Of one decision of the router; 0 without one.
  public let decision: Int

  /// When all experts are asked.
  public var total: Int { cost(expertsUsed: experts.count) }

  /// When the first `count` experts are asked, 1 … M.
  public func cost(expertsUsed count: Int) -> Int {
    precondition((1...experts.count).contains(count), "\(count) of \(experts.count) experts")
    // The router is asked after each expert but the last one of the network.
    return shared + experts[..<count].reduce(0, +) + decision * min(count, experts.count - 1)
  }

  /// The mean over samples, of which each was shown to so many experts; `nil` for none.
  public func average(expertsUsed: [Int]) -> Double? {
    guard !expertsUsed.isEmpty else { return nil }
    let sum = expertsUsed.reduce(0.0) { $0 + Double(cost(expertsUsed: $1)) }
    return sum / Double(expertsUsed.count)
  }
}

extension ExpertModel {
  /// What one sample costs.
  public var cost: NetworkCost {
    let (shared, last, stages) = trunk.multiplyAdds(from: input.extents)
    let classifier = classes * settings.backbone.backbone.featureWidth(for: input)
    return NetworkCost(
      shared: shared,
      experts: branches.map { $0.multiplyAdds(last: last, stages: stages) + classifier },
      decision: router?.multiplyAdds ?? 0)
  }
}
