/// The mean of the picture and of enlargements of its middle: moving towards it.
struct ZoomBlur: Corruption {
  static let name = "zoom_blur"
  private let factors: [[Double]]

  init(_ parameters: CorruptionParameters) {
    let ranges: [(end: Double, step: Double)] = parameters.choose(
      cifar: [(1.06, 0.01), (1.11, 0.01), (1.16, 0.01), (1.21, 0.01), (1.26, 0.01)],
      imagenet: [(1.11, 0.01), (1.16, 0.01), (1.21, 0.02), (1.26, 0.02), (1.31, 0.03)])
    factors = ranges.map { Self.factors(to: $0.end, step: $0.step) }
  }

  /// From 1 on as NumPy's `arange` counts: whether the end is in it depends on rounding.
  private static func factors(to end: Double, step: Double) -> [Double] {
    let count = Int(((end - 1) / step).rounded(.up))
    let difference = (1 + step) - 1
    return (0..<count).map { 1 + Double($0) * difference }
  }

  func corrupted(
    _ picture: DecodedPicture, severity: Int, draws: inout some CorruptionDraws
  ) -> DecodedPicture {
    let picture = FloatPicture(picture)
    let factors = factors[severity: severity]
    var sums = picture.values
    for factor in factors {
      let zoomed = picture.clippedZoom(factor)
      for index in sums.indices { sums[index] += zoomed.values[index] }
    }
    return picture.with(sums.map { $0 / Double(factors.count + 1) }).bytes
  }
}
