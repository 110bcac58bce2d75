import Calibration

/// How many experts a run's router asks, and what that saves.
struct ExpertRoutingBlocks {
  let facts: ExpertFacts

  /// None without a router.
  var blocks: [Block] {
    guard let routing = facts.routing else { return [] }
    let experts = facts.experts.count
    // Of small networks more digits are needed to tell the two apart.
    let digits = routing.totalMultiplyAdds < 1e7 ? 3 : 1
    func millions(_ count: Double) -> String { Numerals.fixed(count / 1e6, digits: digits) }
    return [
      .heading("How many experts are asked"),
      .paragraph(
        "A router decides after each expert whether to ask the next one. On average it asks "
          + "**\(Numerals.fixed(routing.averageExperts, digits: 2)) of \(experts)** experts, with "
          + "\(millions(routing.averageMultiplyAdds)) instead of "
          + "\(millions(routing.totalMultiplyAdds)) million multiply-adds an image: "
          + "**\(Numerals.percent(routing.savedShare))** are saved. The ensemble's figures are of the "
          + "experts that were asked."),
      .figure(
        GroupedBars(
          title: "Share of the test images by the number of experts asked",
          axisTitle: "share of the test images",
          categories: routing.shares.indices.map {
            GroupedBars.Category($0 == 0 ? "1 expert" : "\($0 + 1) experts", missing: "none")
          },
          series: [GroupedBars.Series("test images", values: routing.shares.map { Figure($0) })]),
        heading: "Share of the images by the number of experts asked",
        caption: "Experts are asked in their order, from the first on."),
    ]
  }
}
