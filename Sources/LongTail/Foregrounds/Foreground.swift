/// The part of a picture that speaks for its class: where the activation map is at least three quarters of its mean (Zhang,
/// Wei, Zhou, Wu, AAAI 2021, section 3.3).
struct Foreground: Sendable, Equatable {
  let size: PictureSize
  /// The map's level where it belongs to the foreground, else 0; row by row.
  let levels: [UInt8]
  /// Whether each pixel belongs to it.
  let mask: [Bool]

  /// - Parameters:
  ///   - map: of the picture's class.
  ///   - size: the picture's.
  ///   - region: the part of the picture that the map is of.
  init(_ map: ActivationMap, of size: PictureSize, in region: ActivationMap.Region) {
    let all = map.levels(over: size, in: region)
    let known = all.compactMap { $0 }
    let mean = Double(known.reduce(0) { $0 + Int($1) }) / Double(max(1, known.count))
    mask = all.map { level in level.map { Double($0) >= mean * 0.75 } ?? false }
    levels = zip(all, mask).map { $1 ? $0 ?? 0 : 0 }
    self.size = size
  }

  /// Which lines of pixels a foreground reaches to.
  enum Extent: String, Sendable, CaseIterable {
    /// From the first line to the last one.
    case whole
    /// The first two lines that have some of it, as in the authors' code.
    case firstTwo
  }

  /// The first and the last row with some of the foreground.
  func rows(_ extent: Extent) -> (first: Int, last: Int) {
    Self.ends(
      (0..<size.height).filter { row in
        mask[row * size.width..<(row + 1) * size.width].contains(true)
      }, extent, of: size.height)
  }

  /// The first and the last column with some of the foreground.
  func columns(_ extent: Extent) -> (first: Int, last: Int) {
    Self.ends(
      (0..<size.width).filter { column in
        stride(from: column, to: mask.count, by: size.width).contains { mask[$0] }
      }, extent, of: size.width)
  }

  private static func ends(
    _ lines: [Int], _ extent: Extent, of count: Int
  ) -> (first: Int, last: Int) {
    guard let first = lines.first, let last = lines.last else { return (0, count - 1) }
    return (first, extent == .whole || lines.count == 1 ? last : lines[1])
  }
}
