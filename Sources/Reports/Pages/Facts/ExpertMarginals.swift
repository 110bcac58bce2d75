/// How far what experts predict on average is from the class priors that they were trained for:
/// KL(prior ‖ average prediction) in nats (Aimar et al., CVPR 2023, Figure 3).
public struct ExpertMarginals: Sendable, Codable, Equatable {
  /// One for each expert, 0 or more.
  public var experts: [Double]
  /// Of their product.
  public var ensemble: Double

  public init(experts: [Double], ensemble: Double) {
    self.experts = experts
    self.ensemble = ensemble
  }
}
