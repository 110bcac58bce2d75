import Calibration
import LongTail

extension ExpertReportText: Encodable {
  private enum CodingKeys: String, CodingKey {
    case run, split, selection, prior, routing, evidence
    case expectedMarginals = "expected_marginals"
    case testDistribution = "test_distribution"
    case classNames = "class_names"
  }

  /// The conditions and all figures as one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(run, forKey: .run)
    try container.encode(split, forKey: .split)
    try container.encode(selection, forKey: .selection)
    try container.encode(testDistribution, forKey: .testDistribution)
    try container.encode(prior, forKey: .prior)
    try container.encode(classNames, forKey: .classNames)
    try container.encode(routing.map(RoutingResult.init), forKey: .routing)
    try container.encode(expectedMarginals, forKey: .expectedMarginals)
    try container.encodeIfPresent(evidence, forKey: .evidence)
    // It writes its keys into the same object.
    try report.encode(to: encoder)
  }
}
