import Foundation

/// What a router saves.
public struct RoutingFigures: Sendable, Codable, Equatable {
  /// Mean number of experts that a sample is shown to.
  public let averageExperts: Double
  /// Share of the samples that are shown to 1, 2, … M experts.
  public let shares: [Double]
  /// Mean multiply-adds of a sample.
  public let averageMultiplyAdds: Double
  /// Those of a sample that all experts see.
  public let totalMultiplyAdds: Int

  /// Share of the multiply-adds that are not made, in [0, 1).
  public var savedShare: Double { 1 - averageMultiplyAdds / Double(totalMultiplyAdds) }

  /// Share of the samples that are shown to each expert, 1 for the first.
  public var sharesAsked: [Double] { shares.indices.map { 1 - shares[..<$0].reduce(0, +) } }

  /// `nil` for no samples.
  init?(expertsUsed: [Int], cost: NetworkCost) {
    guard let average = cost.average(expertsUsed: expertsUsed) else { return nil }
    let count = Double(expertsUsed.count)
    averageExperts = Double(expertsUsed.reduce(0, +)) / count
    shares = cost.experts.indices.map { place in
      Double(expertsUsed.count { $0 == place + 1 }) / count
    }
    averageMultiplyAdds = average
    totalMultiplyAdds = cost.total
  }
}

extension RoutingFigures: CustomStringConvertible {
  public var description: String {
    // Of small networks more digits are needed to tell the two apart.
    let digits = totalMultiplyAdds < 10_000_000 ? 3 : 1
    return String(
      format: "the router asks %.2f of %d experts on average, %.*f of %.*f million multiply-adds "
        + "(%.1f %% saved)",
      averageExperts, shares.count, digits, averageMultiplyAdds / 1e6, digits,
      Double(totalMultiplyAdds) / 1e6, savedShare * 100)
  }
}
