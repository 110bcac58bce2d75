package import Foundation

/// The order in which a number's bytes lie in a file.
package enum ByteOrder: Sendable {
  case littleEndian, bigEndian

  package static var native: ByteOrder {
    1.littleEndian == 1 ? .littleEndian : .bigEndian
  }
}

extension Data {
  /// The bytes with each element of `width` bytes reversed, from `order` to the machine's own; the
  /// very same bytes when there is nothing to do.
  package func inNativeOrder(from order: ByteOrder, width: Int) -> Data {
    guard order != .native, width > 1 else { return self }
    switch width {
    case 2: return swapped { (element: UInt16) in element.byteSwapped }
    case 4: return swapped { (element: UInt32) in element.byteSwapped }
    case 8: return swapped { (element: UInt64) in element.byteSwapped }
    default: preconditionFailure("no element has \(width) bytes")
    }
  }

  private func swapped<Element: BitwiseCopyable>(_ swap: (Element) -> Element) -> Data {
    var result = Data(count: count)
    let width = MemoryLayout<Element>.size
    withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        for offset in stride(from: 0, to: source.count, by: width) {
          let element = source.loadUnaligned(fromByteOffset: offset, as: Element.self)
          target.storeBytes(of: swap(element), toByteOffset: offset, as: Element.self)
        }
      }
    }
    return result
  }
}
