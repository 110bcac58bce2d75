import Foundation

/// Arrays of one text a sample or class, such as keys and names.
extension ArrayCollection {
  /// The texts of an array of one axis: NumPy's text, or whole numbers as they are written.
  /// - Parameter name: the array's; of a folder its `.npy` file's.
  /// - Returns: `nil` where there is none.
  /// - Throws: `FileProblem` for an array that cannot be read, has other axes, or holds something else.
  package func texts(_ name: String) throws(FileProblem) -> [String]? {
    switch content {
    case .folder:
      let file = (path as NSString).appendingPathComponent(name + ".npy")
      guard FileManager.default.fileExists(atPath: file) else { return nil }
      let bytes = try MappedFile(path: file).bytes
      if let found = try NPYFile.texts(bytes, path: file) {
        return try Self.oneAxis(found, path: file)
      }
      return try Self.wholeNumbers(LocatedArray(try NPYFile.parse(bytes, path: file), path: file))
    case .npz(let archive):
      guard archive.names.contains(name) else { return nil }
      if let found = try archive.texts(name) {
        return try Self.oneAxis(found, path: path, at: "array '\(name)'")
      }
      return try stored(name).map { array throws(FileProblem) in try Self.wholeNumbers(array) }
    case .safetensors:
      return try stored(name).map { array throws(FileProblem) in try Self.wholeNumbers(array) }
    }
  }

  private static func oneAxis(
    _ found: (shape: [Int], texts: [String]), path: String, at place: String = ""
  ) throws(FileProblem) -> [String] {
    guard found.shape.count == 1 else {
      throw FileProblem(path, at: place, "shape \(found.shape) of text; one axis was expected")
    }
    return found.texts
  }

  private static func wholeNumbers(_ source: LocatedArray) throws(FileProblem) -> [String] {
    guard source.array.shape.count == 1, source.array.elementType != .bool,
      let numbers = try? source.array.integers(acceptingWholeFloats: true)
    else {
      throw source.problem(
        "shape \(source.array.shape) of \(source.array.elementType); one axis of text or whole numbers was expected"
      )
    }
    return numbers.map(String.init)
  }
}
