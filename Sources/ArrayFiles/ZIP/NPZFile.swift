public import Foundation

/// NumPy's format for several named arrays: a ZIP archive of NPY files.
public enum NPZFile {
  /// All arrays of the archive, by name without the ending `.npy`.
  ///
  /// - Parameters:
  ///   - path: the archive, stored (`numpy.savez`) or deflated (`numpy.savez_compressed`).
  ///   - limit: the most bytes that may be decompressed in all.
  /// - Returns: stored arrays as slices of the mapped file, deflated ones in memory.
  /// - Throws: when the archive or any array in it cannot be read.
  public static func read(
    _ path: String, limit: Int = 1 << 32
  ) throws(FileProblem) -> [String: NumericArray] {
    try parse(try MappedFile(path: path).bytes, path: path, limit: limit)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  public static func parse(
    _ bytes: Data, path: String, limit: Int = 1 << 32
  ) throws(FileProblem) -> [String: NumericArray] {
    let archive = try NPZArchive(bytes, path: path)
    var arrays: [String: NumericArray] = [:]
    var allowance = limit
    for name in archive.names {
      let (array, unpacked) = try archive.array(name, limit: allowance)
      allowance -= unpacked
      arrays[name] = array
    }
    return arrays
  }

  /// Writes the arrays, stored, in the order of their names; the same arrays give the same bytes.
  public static func write(
    _ arrays: [String: NumericArray], to path: String
  ) throws(FileProblem) {
    var archive = ZIPWriter()
    var file = try AtomicFile.Writer(path: path)
    for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
      let header = try NPYFile.header(
        shape: array.shape, elementType: array.elementType, path: path)
      try archive.add(name + ".npy", [header, array.bytes], to: &file)
    }
    try archive.finish(&file)
    try file.commit()
  }
}
