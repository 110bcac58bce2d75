import LongTail

extension RoutingFigures {
  /// A row for each number of experts.
  var table: Table {
    Table(
      header: ["experts_asked", "share_of_samples"],
      rows: shares.enumerated().map { [.count($0 + 1), .number($1)] })
  }
}

/// What a router saves, under the names that the tables have.
struct RoutingResult: Encodable {
  let routing: RoutingFigures

  private enum CodingKeys: String, CodingKey {
    case shares
    case averageExperts = "average_experts"
    case averageMultiplyAdds = "average_multiply_adds"
    case totalMultiplyAdds = "total_multiply_adds"
    case savedShare = "saved_share"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(routing.shares, forKey: .shares)
    try container.encode(routing.averageExperts, forKey: .averageExperts)
    try container.encode(routing.averageMultiplyAdds, forKey: .averageMultiplyAdds)
    try container.encode(routing.totalMultiplyAdds, forKey: .totalMultiplyAdds)
    try container.encode(routing.savedShare, forKey: .savedShare)
  }
}
