package import Foundation

/// Files that are no arrays or tables which this package reads, told by their first bytes: what each is, and what its
/// owner can do.
package enum ForeignFile {
  /// The kinds with a beginning of their own, which no text has.
  private static let beginnings: [(bytes: [UInt8], kind: Kind)] = [
    ([0x1f, 0x8b], .compressed("gzip", "gzip -dc")),
    (Array("BZh".utf8), .compressed("bzip2", "bzip2 -dc")),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .compressed("xz", "xz -dc")),
    ([0x28, 0xb5, 0x2f, 0xfd], .compressed("zstd", "zstd -dc")),
    (Array("PAR1".utf8), .table("a Parquet table", "pandas.read_parquet")),
    (Array("ARROW1".utf8), .table("an Arrow or Feather table", "pandas.read_feather")),
    (
      [0x89] + Array("HDF\r\n".utf8),
      .arrays("an HDF5 file, as h5py, Keras and MATLAB's -v7.3 write it")
    ),
    ([0xd0, 0xcf, 0x11, 0xe0], .table("an Excel workbook", "pandas.read_excel")),
    (Array("MATLAB 5.0".utf8), .arrays("a MATLAB file")),
    ([0x93] + Array("NUMPY".utf8), .renamed("an array of NumPy", ".npy")),
  ]

  private enum Kind {
    case compressed(_ format: String, _ command: String)
    case table(_ title: String, _ reader: String)
    case arrays(_ title: String)
    case pickle(isTensor: Bool)
    case renamed(_ title: String, _ ending: String)
    case archive
  }

  /// - Throws: `FileProblem` for a file that begins as another kind does than its ending says.
  static func refuse(_ path: String, as format: ArrayFormat) throws(FileProblem) {
    // The length that begins a safetensors file may be any number.
    guard let bytes = try? MappedFile(path: path).bytes,
      format != .safetensors || bytes.dropFirst(8).first != UInt8(ascii: "{"),
      let kind = kind(bytes)
    else { return }
    switch (kind, format) {
    case (.renamed(_, ".npy"), .npy), (.renamed(_, ".npz"), .npz), (.archive, .npz): return
    default: throw FileProblem(path, words(kind, path))
    }
  }

  /// What a file is and what to do about it.
  /// - Parameters:
  ///   - bytes: its first 64 or more.
  ///   - path: its name, for the advice.
  /// - Returns: `nil` for one that is none of these, such as a text.
  package static func words(_ bytes: Data, path: String) -> String? {
    kind(bytes).map { words($0, path) }
  }

  private static func words(_ kind: Kind, _ path: String) -> String {
    switch kind {
    case .compressed(let format, let command):
      return "it is compressed by \(format); unpack it: \(unpacking(path, command))"
    case .table(let title, let reader):
      return
        "it is \(title); write it as a table of text, such as by \(reader)(\(quoted(path))).to_csv(\"table.csv\", "
        + "index=False)"
    case .arrays(let title):
      return "it is \(title); save each array by numpy.save(\"logits.npy\", array)"
    case .pickle(true):
      return "it is a file of PyTorch, which holds pickled objects; save the tensor as an array: "
        + "numpy.save(\"logits.npy\", torch.load(\(quoted(path))).cpu().numpy())"
    case .pickle(false):
      return
        "it is a pickle of Python, which is not read; save the array: numpy.save(\"logits.npy\", array)"
    case .renamed(let title, let ending):
      return "it is \(title); give it a name that ends in \(ending)"
    case .archive: return "it is a ZIP archive; unpack it, and give the file that is meant"
    }
  }

  /// As ``words(_:path:)``, by the ending as well: for a file whose ending is none that is read.
  static func words(path: String) -> String? {
    guard let bytes = try? MappedFile(path: path).bytes else { return nil }
    if let words = words(bytes, path: path) { return words }
    switch (path as NSString).pathExtension.lowercased() {
    case "json":
      return
        "JSON is read for class counts, class distributions and groups alone; give arrays as .npy or tables as .csv"
    case "pkl", "pickle": return words(.pickle(isTensor: false), path)
    case "txt", "dat", "data", "":
      return
        "a table of text needs a name that ends in .csv (fields separated by commas) or .tsv (by tabs)"
    default: return nil
    }
  }

  private static func kind(_ bytes: Data) -> Kind? {
    let start = Array(bytes.prefix(64))
    // A text may begin with the same letters.
    guard
      start.contains(where: { $0 < 9 || $0 >= 0x80 })
        || start.starts(with: Array("MATLAB 5.0 MAT".utf8))
    else { return nil }
    if let found = beginnings.first(where: { start.starts(with: $0.bytes) }) { return found.kind }
    // A pickle of protocol 2 to 5; PyTorch's former format begins with a pickled number.
    if start.count > 2, start[0] == 0x80, (2...5).contains(start[1]) {
      return .pickle(
        isTensor: start.dropFirst(2).starts(with: [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46]))
    }
    guard start.starts(with: [0x50, 0x4b, 3, 4]), start.count > 30 else { return nil }
    // The name of the first entry of a ZIP archive.
    let length = Int(start[26]) | Int(start[27]) << 8
    let name = String(decoding: bytes.dropFirst(30).prefix(length), as: UTF8.self)
    if name.hasSuffix(".npy") { return .renamed("several arrays of NumPy", ".npz") }
    if name.hasSuffix("data.pkl") { return .pickle(isTensor: true) }
    let isWorkbook = ["[Content_Types].xml", "_rels/", "docProps/", "xl/"].contains(
      where: name.hasPrefix)
    return isWorkbook ? .table("an Excel workbook", "pandas.read_excel") : .archive
  }

  /// The command that unpacks a file beside itself.
  private static func unpacking(_ path: String, _ command: String) -> String {
    let parts = path as NSString
    let isNamed = ["gz", "bz2", "xz", "zst"].contains(parts.pathExtension.lowercased())
    let target =
      isNamed
      ? parts.deletingPathExtension
      : (path.parentFolder as NSString).appendingPathComponent(
        "unpacked-" + parts.lastPathComponent)
    return "\(command) \(path.shellWord) > \(target.shellWord)"
  }

  /// As a string of Python.
  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
