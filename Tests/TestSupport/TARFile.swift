package import Foundation

/// Writes small tar archives.
package enum TARFile {
  /// A POSIX archive of regular files.
  package static func archive(_ files: [(name: String, content: Data)]) -> Data {
    var data = Data()
    for file in files {
      var header = [UInt8](repeating: 0, count: 512)
      func put(_ text: String, at place: Int) {
        for (offset, byte) in text.utf8.enumerated() { header[place + offset] = byte }
      }
      put(file.name, at: 0)
      put("0000644", at: 100)
      put(String(repeating: "0", count: 11), at: 136)
      let size = String(file.content.count, radix: 8)
      put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
      put("0", at: 156)
      put("ustar", at: 257)
      put("00", at: 263)
      put("        ", at: 148)
      let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
      put(String(repeating: "0", count: 6 - sum.count) + sum + "\0", at: 148)
      data.append(contentsOf: header)
      data.append(file.content)
      data.append(Data(count: (512 - file.content.count % 512) % 512))
    }
    data.append(Data(count: 1024))
    return data
  }
}
