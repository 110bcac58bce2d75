package import Foundation

/// Files that are no arrays, tables or lists which this package reads, told by their first bytes: what each is, and what
/// its owner can do.
package enum ForeignFile {
  /// What a file was taken for.
  package enum Expectation {
    /// An array or a table of numbers.
    case arrays
    /// A text of lines, such as a list of pictures.
    case lines
  }

  /// The kinds with a beginning of their own, which no text has.
  private static let beginnings: [(bytes: [UInt8], kind: Kind)] = [
    ([0x1f, 0x8b], .compressed("gzip", "gzip -dc")),
    (Array("BZh".utf8), .compressed("bzip2", "bzip2 -dc")),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], .compressed("xz", "xz -dc")),
    ([0x28, 0xb5, 0x2f, 0xfd], .compressed("zstd", "zstd -dc")),
    (Array("PAR1".utf8), .parquet),
    (Array("ARROW1".utf8), .table("an Arrow or Feather table", "pandas.read_feather")),
    (
      [0x89] + Array("HDF\r\n".utf8),
      .arrays("an HDF5 file, as h5py, Keras and MATLAB's -v7.3 write it")
    ),
    ([0xd0, 0xcf, 0x11, 0xe0], .table("an Excel workbook", "pandas.read_excel")),
    (Array("MATLAB 5.0".utf8), .arrays("a MATLAB file")),
    ([0x93] + Array("NUMPY".utf8), .array),
    ([0x89] + Array("PNG".utf8), .other("a PNG picture")),
    ([0xff, 0xd8, 0xff], .other("a JPEG picture")),
    (Array("%PDF-".utf8), .other("a PDF")),
  ]
  /// Beginnings in plain letters that no table has.
  private static let letters = ["MATLAB 5.0 MAT", "%PDF-"].map { Array($0.utf8) }

  private enum Kind {
    case compressed(_ format: String, _ command: String)
    case parquet
    case table(_ title: String, _ reader: String)
    case arrays(_ title: String)
    case pickle(isTensor: Bool)
    /// One array of NumPy.
    case array
    /// Several of them.
    case arrayArchive
    case archive
    /// What holds no numbers.
    case other(_ title: String)
  }

  /// - Throws: `FileProblem` for a file that begins as another kind does than its ending says.
  static func refuse(_ path: String, as format: ArrayFormat) throws(FileProblem) {
    // The length that begins a safetensors file may be any number.
    guard let bytes = try? MappedFile(path: path).bytes,
      format != .safetensors || bytes.dropFirst(8).first != UInt8(ascii: "{"),
      let kind = kind(bytes)
    else { return }
    switch (kind, format) {
    case (.array, .npy), (.arrayArchive, .npz), (.archive, .npz): return
    default: throw FileProblem(path, words(kind, path, .arrays))
    }
  }

  /// What a file is and what to do about it.
  /// - Parameters:
  ///   - bytes: its first 64 or more.
  ///   - path: its name, for the advice.
  ///   - expectation: what it was taken for.
  /// - Returns: `nil` for one that is none of these, such as a text.
  package static func words(
    _ bytes: Data, path: String, for expectation: Expectation = .arrays
  ) -> String? {
    kind(bytes).map { words($0, path, expectation) }
  }

  private static func words(
    _ kind: Kind, _ path: String, _ expectation: Expectation
  ) -> String {
    let expected =
      expectation == .lines
      ? "expected a text of lines, in UTF-8"
      : "an array or a table was expected (\(ArrayFormat.endings))"
    switch kind {
    case .parquet where expectation == .lines:
      return "it is a Parquet file, which --data parquet:FILE reads; \(expected)"
    case .array where expectation == .lines:
      return "it is a NumPy array, which --data arrays:FOLDER reads; \(expected)"
    case .parquet: return words(.table("a Parquet table", "pandas.read_parquet"), path, expectation)
    case .array: return renamed("an array of NumPy", ".npy")
    case .arrayArchive: return renamed("several arrays of NumPy", ".npz")
    case .other(let title): return "it is \(title); \(expected)"
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
    case .archive: return "it is a ZIP archive; unpack it, and give the file that is meant"
    }
  }

  private static func renamed(_ title: String, _ ending: String) -> String {
    "it is \(title); give it a name that ends in \(ending)"
  }

  /// As ``words(_:path:)``, by the ending as well: for a file whose ending is none that is read.
  static func words(path: String) -> String? {
    guard let bytes = try? MappedFile(path: path).bytes else { return nil }
    if let words = words(bytes, path: path) { return words }
    switch (path as NSString).pathExtension.lowercased() {
    case "json":
      return
        "JSON is read for class counts, class distributions and groups alone; give arrays as .npy or tables as .csv"
    case "pkl", "pickle": return words(.pickle(isTensor: false), path, .arrays)
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
        || letters.contains(where: { start.starts(with: $0) })
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
    if name.hasSuffix(".npy") { return .arrayArchive }
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
