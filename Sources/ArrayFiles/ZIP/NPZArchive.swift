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
    let (entry, content) = try content(name, limit: limit)
    do {
      let array = try NPYFile.parse(content, path: archive.path)
      return (array, entry.method == 0 ? 0 : content.count)
    } catch { throw problem(error, in: entry) }
  }

  /// - Parameter name: one of ``names``.
  /// - Returns: shape and elements of an array of text; `nil` for another one.
  /// - Throws: `FileProblem` when the entry cannot be read.
  func texts(_ name: String) throws(FileProblem) -> (shape: [Int], texts: [String])? {
    let (entry, content) = try content(name, limit: 1 << 30)
    do { return try NPYFile.texts(content, path: archive.path) } catch {
      throw problem(error, in: entry)
    }
  }

  /// - Parameter name: one of ``names``.
  /// - Returns: how its file begins, with the whole header of an array of numbers or text.
  /// - Throws: `FileProblem` when the entry cannot be read.
  func head(_ name: String) throws(FileProblem) -> Data {
    try archive.head(of: entry(name), byteCount: 1 << 12)
  }

  private func entry(_ name: String) -> ZIPArchive.Entry {
    guard let entry = archive[name + ".npy"] else {
      preconditionFailure("no array '\(name)' in \(archive.path)")
    }
    return entry
  }

  private func content(
    _ name: String, limit: Int
  ) throws(FileProblem) -> (entry: ZIPArchive.Entry, content: Data) {
    let entry = entry(name)
    return (entry, try archive.contents(of: entry, limit: limit))
  }

  private func problem(_ error: FileProblem, in entry: ZIPArchive.Entry) -> FileProblem {
    let place = error.place.isEmpty ? "" : ", \(error.place)"
    return FileProblem(archive.path, at: "entry '\(entry.name)'\(place)", error.problem)
  }
}
