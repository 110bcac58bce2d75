/// What a router that decides how many experts to ask saves.
public struct ExpertRouting: Sendable, Codable, Equatable {
  /// Share of the samples that are shown to 1, 2, … experts, one for each expert, in [0, 1].
  public var shares: [Double]
  /// Mean number of experts that a sample is shown to.
  public var averageExperts: Double
  /// Mean multiply-adds of a sample.
  public var averageMultiplyAdds: Double
  /// Those of a sample that all experts see, above 0.
  public var totalMultiplyAdds: Double

  public init(
    shares: [Double], averageExperts: Double, averageMultiplyAdds: Double,
    totalMultiplyAdds: Double
  ) {
    self.shares = shares
    self.averageExperts = averageExperts
    self.averageMultiplyAdds = averageMultiplyAdds
    self.totalMultiplyAdds = totalMultiplyAdds
  }

  /// Share of the multiply-adds that are not made.
  var savedShare: Double { 1 - averageMultiplyAdds / totalMultiplyAdds }
}
