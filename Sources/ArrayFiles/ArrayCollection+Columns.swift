import Foundation

/// Arrays of one axis, told by their headers alone: nothing large is read to find a small one.
extension ArrayCollection {
  /// What the elements of an array are.
  package enum ColumnKind: Sendable {
    case text, integers, fractions
  }

  /// The arrays that lie together: of a folder its `.npy` files, by their names in order.
  package var columnNames: [String] {
    guard isFolder else { return names }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return files.filter { $0.hasSuffix(".npy") }.sorted().map { String($0.dropLast(4)) }
  }

  /// An array of one axis; of a folder that of its `.npy` file.
  /// - Parameter name: the array's.
  /// - Returns: how many elements it has, and what they are; `nil` where there is none, where its header cannot be read,
  ///   and for other axes and other elements (truth values, Python objects).
  package func column(_ name: String) -> (count: Int, kind: ColumnKind)? {
    switch content {
    case .folder:
      let file = (path as NSString).appendingPathComponent(name + ".npy")
      guard let bytes = try? MappedFile(path: file).bytes else { return nil }
      return Self.column(header: bytes, path: file)
    case .npz(let archive):
      guard archive.names.contains(name), let head = try? archive.head(name) else { return nil }
      return Self.column(header: head, path: path)
    case .safetensors(let file):
      guard let array = file[name], array.shape.count == 1, array.elementType != .bool else {
        return nil
      }
      return (array.count, array.elementType.isFloatingPoint ? .fractions : .integers)
    }
  }

  private static func column(header bytes: Data, path: String) -> (count: Int, kind: ColumnKind)? {
    guard let fields = try? NPYHeader.fields(bytes, path: path).fields, fields.shape.count == 1
    else { return nil }
    let kinds: [Character: ColumnKind] = [
      "U": .text, "S": .text, "a": .text, "i": .integers, "u": .integers, "f": .fractions,
    ]
    return fields.typeDescription.first { !"<>|=".contains($0) }.flatMap { kinds[$0] }
      .map { (fields.shape[0], $0) }
  }
}
