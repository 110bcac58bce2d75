/// The four pixels around a place, with straight lines between them.
struct LinearWindow: InterpolationWindow {
  /// Offsets of the rows and of the columns, in bytes.
  private let upper: Int
  private let lower: Int
  private let left: Int
  private let right: Int
  private let restX: Double
  private let restY: Double

  @inline(__always)
  init(_ neighbours: Neighbours, width: Int, channels: Int) {
    upper = neighbours.row(0) * width * channels
    lower = neighbours.row(1) * width * channels
    left = neighbours.column(0) * channels
    right = neighbours.column(1) * channels
    restX = neighbours.restX
    restY = neighbours.restY
  }

  @inline(__always)
  func level(_ pixels: UnsafePointer<UInt8>) -> Double {
    let first = horizontal(pixels + upper)
    return first + (horizontal(pixels + lower) - first) * restY
  }

  @inline(__always)
  private func horizontal(_ row: UnsafePointer<UInt8>) -> Double {
    Double(row[left]) + Double(Int32(row[right]) &- Int32(row[left])) * restX
  }
}
