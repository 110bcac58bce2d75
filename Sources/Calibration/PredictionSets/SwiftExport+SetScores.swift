extension LeastAmbiguousScore: SwiftExportableScore {
  var swiftExpression: String { "1 - probability" }
}

extension PrevalenceAdjustedScore: SwiftExportableScore {
  var swiftExpression: String { "-probability / prior[label]" }
}

extension WeightedPrevalenceScore: SwiftExportableScore {
  var swiftExpression: String {
    weights.isEmpty
      ? "-probability / prior[label]"
      : "-((\(SwiftExport.literal(weights)) as [Double])[label] * probability) / prior[label]"
  }
}

extension SetDraw {
  /// The number as a Swift expression.
  fileprivate var swiftExpression: String {
    switch self {
    case .random: "draw"
    case .inclusive: "0.0"
    case .exclusive: "1.0"
    }
  }
}

extension AdaptiveScore: SwiftExportableScore {
  var swiftExpression: String {
    "before + probability - \(draw.swiftExpression) * probability"
  }
}

extension RegularizedAdaptiveScore: SwiftExportableScore {
  var swiftExpression: String {
    "before + probability - \(draw.swiftExpression) * probability "
      + "+ \(lambda) * Double(max(rank - \(allowedRank), 0))"
  }
}

extension SortedAdaptiveScore: SwiftExportableScore {
  var swiftExpression: String {
    let u = draw.swiftExpression
    return "rank == 1 ? (1 - \(u)) * highest : highest + \(weight) * (Double(rank - 1) - \(u))"
  }
}

extension RankScore: SwiftExportableScore {
  var swiftExpression: String { "Double(rank) - \(draw.swiftExpression)" }
}

extension MarginScore: SwiftExportableScore {
  var swiftExpression: String { "(rank == 1 ? second : highest) - probability" }
}
