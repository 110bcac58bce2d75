import Foundation

/// The arrays of an NPZ file, each read when it is asked for.
struct NPZArchive: Sendable {
  /// Names of the arrays, without the ending `.npy`, in the order of the archive.
  let names: [String]

  private let archive: ZIPArchive

  /// Reads the directory of the archive in `bytes`; `path` names it in messages.
  init(_ bytes: Data, path: String) throws(FileProblem) {
    archive = try ZIPArchive(bytes, path: path)
    for entry in archive.entries where !entry.name.hasSuffix(".npy") {
      throw FileProblem(
        path, at: "entry '\(entry.name)'", "an NPZ file holds only entries that end in .npy")
    }
    names = archive.entries.map { String($0.name.dropLast(4)) }
  }

  /// - Parameters:
  ///   - name: one of ``names``.
  ///   - limit: the most bytes that may be decompressed.
  /// - Returns: the array, a slice of the archive when it is stored there as it is, and how many bytes
  ///   were decompressed for it.
  /// - Throws: `FileProblem` when the entry cannot be read.
  func array(
    _ name: String, limit: Int = 1 << 32
  ) throws(FileProblem) -> (array: NumericArray, unpacked: Int) {
    guard let entry = archive[name + ".npy"] else {
      preconditionFailure("no array '\(name)' in \(archive.path)")
    }
    let content = try archive.contents(of: entry, limit: limit)
    do {
      let array = try NPYFile.parse(content, path: archive.path)
      return (array, entry.method == 0 ? 0 : content.count)
    } catch {
      let place = error.place.isEmpty ? "" : ", \(error.place)"
      throw FileProblem(archive.path, at: "entry '\(entry.name)'\(place)", error.problem)
    }
  }
}
