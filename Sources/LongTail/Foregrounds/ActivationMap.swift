/// How much each place of a picture speaks for the picture's class: its class activation map (Zhou, Khosla, Lapedriza,
/// Oliva, Torralba, CVPR 2016), as levels from 0 to 255, row by row.
struct ActivationMap: Sendable, Equatable {
  let height: Int
  let width: Int
  let levels: [UInt8]

  /// - Precondition: one level a place.
  init(height: Int, width: Int, levels: [UInt8]) {
    precondition(levels.count == height * width, "\(levels.count) levels for \(height)×\(width)")
    self.height = height
    self.width = width
    self.levels = levels
  }

  /// The activations `w_y · F` of a map, brought to 0 … 255 between their smallest and their largest, and cut off to bytes;
  /// all 0 where they are all alike.
  init(height: Int, width: Int, activations: [Float]) {
    let (least, most) = (activations.min() ?? 0, activations.max() ?? 0)
    self.init(
      height: height, width: width,
      levels: activations.map { most > least ? UInt8(255 * (($0 - least) / (most - least))) : 0 })
  }

  /// Where in a picture the map lies, in the picture's pixels.
  struct Region: Sendable, Equatable {
    let top: Double
    let left: Double
    let height: Double
    let width: Double

    /// All of a picture.
    init(_ size: PictureSize) {
      (top, left) = (0, 0)
      (height, width) = (Double(size.height), Double(size.width))
    }

    /// What a cut takes of a picture, before it is resized.
    init(_ cut: PictureCut, of size: PictureSize) {
      let rows = Double(size.height) / Double(cut.whole.height)
      let columns = Double(size.width) / Double(cut.whole.width)
      top = Double(cut.window.top) * rows
      left = Double(cut.window.left) * columns
      height = Double(cut.window.height) * rows
      width = Double(cut.window.width) * columns
    }
  }

  /// The map's level at each pixel of a picture, linear between the middles of its places, rounded; `nil` outside of the
  /// region that the map is of.
  func levels(over size: PictureSize, in region: Region) -> [UInt8?] {
    let rows = (0..<size.height).map {
      place($0, from: region.top, over: region.height, of: height)
    }
    let columns = (0..<size.width).map {
      place($0, from: region.left, over: region.width, of: width)
    }
    return rows.flatMap { row in
      columns.map { column in
        guard let row, let column else { return nil }
        func level(_ y: Int, _ x: Int) -> Double { Double(levels[y * width + x]) }
        let above =
          level(row.first, column.first) * (1 - column.rest)
          + level(row.first, column.next) * column.rest
        let below =
          level(row.next, column.first) * (1 - column.rest)
          + level(row.next, column.next) * column.rest
        return UInt8((above * (1 - row.rest) + below * row.rest).rounded())
      }
    }
  }

  /// The places before and after the middle of a pixel, and how far it lies from the first to the second.
  private func place(
    _ pixel: Int, from start: Double, over length: Double, of count: Int
  ) -> (first: Int, next: Int, rest: Double)? {
    let share = (Double(pixel) + 0.5 - start) / length
    guard 0..<1 ~= share else { return nil }
    let position = min(max(share * Double(count) - 0.5, 0), Double(count - 1))
    let first = Int(position)
    return (first, min(first + 1, count - 1), position - Double(first))
  }
}
