import ArrayFiles
import Foundation

/// A tensor as a view of a storage: any strides, shared storages, any offset.
struct StridedTensor {
  let storage: StorageReference
  let elementType: ElementType
  /// Index of the first element in the storage.
  let offset: Int
  let shape: [Int]
  /// Steps of each axis, in elements.
  let strides: [Int]

  /// Number of elements; the initialiser has made sure that it does not overflow.
  var count: Int { shape.reduce(1, *) }

  /// Bytes of the tensor's own elements, once it is contiguous.
  var byteCount: Int { count * elementType.byteCount }

  /// Nil when the view is not possible: other numbers of axes, negative extents or strides, or
  /// elements outside the storage.
  init?(
    storage: StorageReference, elementType: ElementType, offset: Int, shape: [Int], strides: [Int]
  ) {
    guard shape.count == strides.count, shape.count <= 64, offset >= 0 else { return nil }
    // Of a storage without a type the count is in bytes.
    let available =
      storage.elementType == nil ? storage.count / elementType.byteCount : storage.count
    var count = elementType.byteCount
    var last = offset
    for (extent, stride) in zip(shape, strides) {
      guard extent >= 0, stride >= 0 else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      let (reach, reachOverflow) = max(extent - 1, 0).multipliedReportingOverflow(by: stride)
      let (sum, sumOverflow) = last.addingReportingOverflow(reach)
      guard !overflow, !reachOverflow, !sumOverflow else { return nil }
      (count, last) = (product, sum)
    }
    guard count == 0 || last < available else { return nil }
    self.storage = storage
    self.elementType = elementType
    self.offset = offset
    self.shape = shape
    self.strides = strides
  }

  /// Whether the elements lie one after the other in row-major order.
  var isContiguous: Bool {
    var expected = 1
    for (extent, stride) in zip(shape, strides).reversed() where extent != 1 {
      guard stride == expected else { return false }
      expected *= extent
    }
    return true
  }

  /// The tensor as an array: a slice of the storage's bytes when it is contiguous, else a copy.
  ///
  /// - Precondition: `bytes` holds the whole storage that `storage` refers to.
  func array(in bytes: Data) -> NumericArray {
    guard count > 0 else {
      return NumericArray(shape: shape, elementType: elementType, bytes: Data())
    }
    let width = elementType.byteCount
    let start = (storage.start + offset) * width
    let part = bytes.dropFirst(start)
    let elements =
      if isContiguous {
        part.prefix(byteCount)
      } else {
        switch width {
        case 1: gathered(part, UInt8.self)
        case 2: gathered(part, UInt16.self)
        case 4: gathered(part, UInt32.self)
        default: gathered(part, UInt64.self)
        }
      }
    return NumericArray(shape: shape, elementType: elementType, bytes: elements)
  }

  private func gathered<Element: BitwiseCopyable>(_ part: Data, _: Element.Type) -> Data {
    let width = MemoryLayout<Element>.size
    let rowLength = shape[shape.count - 1]
    let rowStride = strides[strides.count - 1]
    var result = Data(count: byteCount)
    part.withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        var indices = Array(repeating: 0, count: shape.count)
        var rowStart = 0
        var written = 0
        while written < target.count {
          for column in 0..<rowLength {
            let element = source.loadUnaligned(
              fromByteOffset: (rowStart + column * rowStride) * width, as: Element.self)
            target.storeBytes(of: element, toByteOffset: written, as: Element.self)
            written += width
          }
          // The next row: count up, the last axis but one fastest.
          for axis in shape.indices.dropLast().reversed() {
            indices[axis] += 1
            rowStart += strides[axis]
            if indices[axis] < shape[axis] { break }
            rowStart -= indices[axis] * strides[axis]
            indices[axis] = 0
          }
        }
      }
    }
    return result
  }
}
