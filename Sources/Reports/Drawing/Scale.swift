import Foundation

/// Where a value lies along an axis.
package protocol Scale: Sendable {
  /// The values at the two ends.
  var domain: ClosedRange<Double> { get }
  /// 0 at the lower end, 1 at the upper; values outside are moved to the nearer end, and what is
  /// not a number to the lower one.
  func fraction(_ value: Double) -> Double
  /// Round values inside the domain, about as many as asked for.
  func ticks(about count: Int) -> [Double]
}

/// Equal steps for equal differences.
package struct LinearScale: Scale {
  package let domain: ClosedRange<Double>

  /// - Parameter domain: ends that ``spans(_:)`` does not tell apart, or beyond ``largest``, are moved.
  package init(_ domain: ClosedRange<Double>) {
    guard !Self.spans(domain) else {
      self.domain = domain
      return
    }
    let middle = min(max(domain.lowerBound, -Self.largest), Self.largest)
    let margin = max(abs(middle) * 0.1, 0.5)
    let upper = min(max(domain.upperBound, -Self.largest), Self.largest)
    self.domain = (middle - margin)...(max(middle, upper) + margin)
  }

  /// The largest value in size that has a place of its own: a difference of two can be computed.
  private static let largest = 1e300

  /// Whether differences within the domain survive rounding.
  private static func spans(_ domain: ClosedRange<Double>) -> Bool {
    let size = max(abs(domain.lowerBound), abs(domain.upperBound))
    return size <= largest && domain.upperBound - domain.lowerBound > max(size * 1e-12, 1e-290)
  }

  /// A domain around the values whose ends are round; one step wide where the values are all equal.
  package init(around values: [Double], including base: Double? = nil) {
    let all = values.filter { abs($0) <= Self.largest } + (base.map { [$0] } ?? [])
    let lower = all.min() ?? 0
    let upper = all.max() ?? 1
    let margin = Self.spans(lower...upper) ? 0 : max(abs(lower) * 0.1, 0.5)
    let step = Self.step(for: (upper + margin) - (lower - margin), about: 5)
    var low = ((lower - margin) / step).rounded(.down) * step
    var high = ((upper + margin) / step).rounded(.up) * step
    // A base at the very end stays the end.
    if let base, base == lower { low = base }
    if let base, base == upper { high = base }
    self.init(low...max(high, low + step))
  }

  package func fraction(_ value: Double) -> Double {
    guard !value.isNaN else { return 0 }
    let share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    return min(max(share, 0), 1)
  }

  package func ticks(about count: Int) -> [Double] {
    let step = Self.step(for: domain.upperBound - domain.lowerBound, about: count)
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    guard first <= last else { return [] }
    return (Int(first)...Int(last)).map { Double($0) * step }
  }

  /// 1, 2 or 5 times a power of ten.
  package static func step(for extent: Double, about count: Int) -> Double {
    let rough = extent / Double(max(count, 1))
    let power = pow(10, log10(rough).rounded(.down))
    let ratio = rough / power
    return (ratio < 1.5 ? 1 : ratio < 3 ? 2 : ratio < 7 ? 5 : 10) * power
  }
}

/// Equal steps for equal ratios.
package struct LogarithmicScale: Scale {
  package let domain: ClosedRange<Double>

  /// - Parameter domain: ends outside ``sizes`` are moved to them, and ends that are too near apart.
  package init(_ domain: ClosedRange<Double>) {
    let lower = min(max(domain.lowerBound, Self.sizes.lowerBound), Self.sizes.upperBound)
    let upper = min(max(domain.upperBound, Self.sizes.lowerBound), Self.sizes.upperBound)
    self.domain = upper / lower > 1 + 1e-12 ? lower...upper : lower / 2...lower * 2
  }

  /// Values of which any two have a ratio that can be computed.
  private static let sizes = 1e-150...1e150

  /// A domain around the positive values, with a little room at both ends.
  package init(around values: [Double], room: Double = 1.15) {
    let positive = values.filter(Self.sizes.contains)
    let lower = positive.min() ?? 1
    let upper = positive.max() ?? 10
    let margin = lower == upper ? max(room, 2) : room
    self.init(lower / margin...upper * margin)
  }

  package func fraction(_ value: Double) -> Double {
    guard value > 0 else { return 0 }
    let share = log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
    return min(max(share, 0), 1)
  }

  /// Powers of ten; with 2 and 5 between them where there is room and need.
  package func ticks(about count: Int) -> [Double] {
    let lowest = Int(log10(domain.lowerBound).rounded(.down))
    let highest = Int(log10(domain.upperBound).rounded(.up))
    let decades = (lowest...max(lowest, highest)).map { pow(10, Double($0)) }
    for factors in [[1.0, 2, 5], [1, 3], [1]] {
      let values = decades.flatMap { decade in factors.map { $0 * decade } }
      let inside = values.filter {
        $0 >= domain.lowerBound * (1 - 1e-9) && $0 <= domain.upperBound * (1 + 1e-9)
      }
      if inside.count <= max(count, 2) { return inside }
    }
    let powers = decades.filter { domain.contains($0) }
    let stride = max(1, (powers.count + count - 1) / max(count, 1))
    return powers.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }
}
