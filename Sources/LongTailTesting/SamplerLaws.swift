import Foundation
public import LongTail

/// What every sampler promises.
public enum SamplerLaws {
  /// Nine classes between 100 samples and 2, in an order that means nothing.
  private static let counts = [40, 100, 2, 7, 60, 3, 25, 11, 5]
  private static let labels = counts.enumerated().flatMap { label, count in
    [Int](repeating: label, count: count)
  }

  /// - Returns: the laws that it breaks; none for a good one.
  public static func violations(of sampler: some Sampler) -> [LawViolation] {
    var book = LawBook()
    func order(seed: UInt64 = 3, epoch: Int = 1) -> [Int] {
      sampler.order(
        labels: labels, classes: counts.count, seed: seed, epoch: epoch, epochs: 4)
    }
    let first = order()
    book.require(first == order(), "an order depends on labels, seed and epoch alone")
    book.require(first != order(seed: 4), "another seed gives another order")
    book.require(first != order(epoch: 2), "another epoch gives another order")
    book.require(
      first.allSatisfy { labels.indices ~= $0 }, "every position is one of a sample",
      "\(first.first { !(labels.indices ~= $0) } ?? 0) of \(labels.count)")
    book.require(
      first.count >= labels.count, "an epoch shows as many samples as there are or more",
      "\(first.count) of \(labels.count)")
    for label in [0, 1, 4] {
      let draws = first.filter { labels.indices ~= $0 && labels[$0] == label }
      book.require(
        Set(draws).count * 2 > min(draws.count, counts[label]),
        "most draws of a class are of different samples",
        "class \(label): \(Set(draws).count) in \(draws.count)")
    }
    let exponent = shownExponent(of: sampler)
    book.require(
      abs(exponent - sampler.priorExponent) < 0.02,
      "priorExponent is the power of the class sizes that it shows", "\(exponent)")
    return book.violations + CatalogItemLaws.violations(of: sampler)
  }

  /// The q with which a class of n samples is shown ∝ n^q times in the last of 200 epochs, of 40 seeds.
  static func shownExponent(of sampler: some Sampler) -> Double {
    let counts = PowerLaw.counts
    let labels = counts.enumerated().flatMap { label, count in
      [Int](repeating: label, count: count)
    }
    var shown = [Double](repeating: 0, count: counts.count)
    for seed in 0..<40 as Range<UInt64> {
      let order = sampler.order(
        labels: labels, classes: counts.count, seed: seed, epoch: 199, epochs: 200)
      for position in order where labels.indices ~= position { shown[labels[position]] += 1 }
    }
    return PowerLaw.exponent(of: shown)
  }
}

/// Shares of classes as a power of their sizes.
enum PowerLaw {
  static let counts = [400, 120, 40, 10]

  /// The slope of log `shares` over log ``counts``, by least squares.
  static func exponent(of shares: [Double]) -> Double {
    let (x, y) = (counts.map { log(Double($0)) }, shares.map { log($0) })
    let (meanX, meanY) = (x.reduce(0, +) / 4, y.reduce(0, +) / 4)
    let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    return covariance / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
  }
}
