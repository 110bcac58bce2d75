/// How large prediction sets are; figures are `nil` without samples.
public struct SetSizes: Sendable, Codable, Equatable {
  /// The mean number of classes in a set.
  public let mean: Double?
  /// A quarter of the sets are not larger; between two sizes it is interpolated.
  public let lowerQuartile: Double?
  /// Half of the sets are not larger; between two sizes it is interpolated.
  public let median: Double?
  /// Three quarters of the sets are not larger; between two sizes it is interpolated.
  public let upperQuartile: Double?
  /// Nine sets in ten are not larger.
  public let upperTenth: Double?
  /// Share of sets with one class.
  public let singletons: Double?
  /// Share of sets with one class, the true one.
  public let rightSingletons: Double?
  /// Share of sets without a class.
  public let empties: Double?
  /// How many sets have each size that is there.
  public let histogram: [Int: Int]

  init(_ outcomes: SetOutcomes) {
    let count = Double(outcomes.sizes.count)
    func share(_ number: Int) -> Double? { count > 0 ? Double(number) / count : nil }
    histogram = outcomes.sizes.reduce(into: [:]) { $0[Int($1), default: 0] += 1 }
    let total = outcomes.sizes.reduce(0) { $0 + Int($1) }
    mean = share(total)
    singletons = share(histogram[1] ?? 0)
    empties = share(histogram[0] ?? 0)
    rightSingletons = share(
      zip(outcomes.sizes, outcomes.isCovered).count { $0 == 1 && $1 })
    let sorted = outcomes.sizes.sorted()
    func quantile(_ share: Double) -> Double? {
      guard !sorted.isEmpty else { return nil }
      let place = share * Double(sorted.count - 1)
      let lower = Int(place.rounded(.down))
      let upper = min(lower + 1, sorted.count - 1)
      return Double(sorted[lower])
        + (place - Double(lower)) * (Double(sorted[upper]) - Double(sorted[lower]))
    }
    lowerQuartile = quantile(0.25)
    median = quantile(0.5)
    upperQuartile = quantile(0.75)
    upperTenth = quantile(0.9)
  }
}
