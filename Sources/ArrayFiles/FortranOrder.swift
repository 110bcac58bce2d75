import Foundation

/// Rearranging arrays whose first axis varies fastest (Fortran order) to row-major order.
enum FortranOrder {
  /// - Precondition: `bytes` holds the elements of `shape`, none or more.
  static func rowMajor(_ bytes: Data, shape: [Int], elementType: ElementType) -> Data {
    // Axes of extent 1 move nothing; with one axis left the two orders are the same.
    let extents = shape.filter { $0 != 1 }
    guard extents.count > 1, !bytes.isEmpty else { return bytes }
    switch elementType.byteCount {
    case 1: return rearranged(bytes, extents, UInt8.self)
    case 2: return rearranged(bytes, extents, UInt16.self)
    case 4: return rearranged(bytes, extents, UInt32.self)
    default: return rearranged(bytes, extents, UInt64.self)
    }
  }

  /// Transposes the plane of the first and last axis for every index of the axes between them: the
  /// first is contiguous in the source and the last in the result.
  private static func rearranged<Element: BitwiseCopyable>(
    _ bytes: Data, _ extents: [Int], _: Element.Type
  ) -> Data {
    let rows = extents[0]
    let columns = extents[extents.count - 1]
    let middle = extents.dropFirst().dropLast()
    let planes = middle.reduce(1, *)
    var result = Data(count: bytes.count)
    bytes.withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        for plane in 0..<planes {
          let (sourcePlane, targetPlane) = offsets(
            ofPlane: plane, middle: middle, first: rows, last: columns)
          transpose(
            rows: rows, columns: columns, width: MemoryLayout<Element>.size,
            from: (source, sourcePlane, rows * planes), to: (target, targetPlane, planes * columns),
            as: Element.self)
        }
      }
    }
    return result
  }

  /// Where the plane begins in the source (first axis fastest) and in the result (last axis fastest).
  private static func offsets(
    ofPlane plane: Int, middle: ArraySlice<Int>, first: Int, last: Int
  ) -> (source: Int, target: Int) {
    var rest = plane
    var sourceStride = first
    var source = 0
    var target = 0
    var targetStride = middle.reduce(last, *)
    for extent in middle {
      let index = rest % extent
      rest /= extent
      source += index * sourceStride
      sourceStride *= extent
      targetStride /= extent
      target += index * targetStride
    }
    return (source, target)
  }

  private static func transpose<Element: BitwiseCopyable>(
    rows: Int, columns: Int, width: Int,
    from source: (bytes: UnsafeRawBufferPointer, start: Int, columnStride: Int),
    to target: (bytes: UnsafeMutableRawBufferPointer, start: Int, rowStride: Int),
    as _: Element.Type
  ) {
    // Tiles keep both sides in the cache; walking one side whole would miss on every element.
    let tile = 32
    for rowStart in stride(from: 0, to: rows, by: tile) {
      for columnStart in stride(from: 0, to: columns, by: tile) {
        for row in rowStart..<min(rowStart + tile, rows) {
          for column in columnStart..<min(columnStart + tile, columns) {
            let from = source.start + column * source.columnStride + row
            let to = target.start + row * target.rowStride + column
            target.bytes.storeBytes(
              of: source.bytes.loadUnaligned(fromByteOffset: from * width, as: Element.self),
              toByteOffset: to * width, as: Element.self)
          }
        }
      }
    }
  }
}
