package import Foundation

/// The cyclic redundancy check of ZIP, gzip and PNG (ISO 3309, polynomial 0x04C11DB7).
package enum CRC32 {
  /// Of all bytes.
  package static func checksum(_ data: Data) -> UInt32 { Inflation.checksum([data]) }
}
