/// What an expert does with the map of an earlier stage that its alignment branch brings to the shape of its
/// own (Jin et al., CVPR 2023).
public enum DepthFusion: String, Sendable, CaseIterable {
  /// Multiplies its own map with it: depth-wise knowledge fusion.
  case multiply
  /// Has it in place of its own, so that experts are branches of different depths, as in the network of the
  /// paper's Figure 1; an expert at the depth of the last stage has the backbone's own blocks.
  case replace
}

extension DepthFusion: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "fusion")
  }
}
