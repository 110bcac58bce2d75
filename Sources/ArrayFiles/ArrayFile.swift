import Foundation

/// One door to an array of numbers, whatever format its file has.
public enum ArrayFile {
  /// Reads one array.
  ///
  /// NPY, stored NPZ and safetensors stay in the mapped file; what is deflated, in Fortran order, in
  /// another byte order, or text is brought into memory.
  /// - Parameters:
  ///   - place: a file whose ending names its format, or `FILE:NAME` for the array of that name in an NPZ
  ///     or safetensors file, or the column of that name in a table.
  ///   - names: what the array may be called where a file has several; the first that is there is taken,
  ///     else the only one. In a table with a header it is that column, or the whole table without the
  ///     columns of `others`.
  ///   - others: columns of a table that belong to other arrays.
  /// - Returns: a table of one column as `[rows]`, else as `[rows, columns]`.
  /// - Throws: `FileProblem` when the file cannot be read or does not hold the array.
  public static func read(
    _ place: String, names: [String], others: [String] = []
  ) throws(FileProblem) -> LocatedArray {
    let (path, wanted) = split(place)
    guard let format = ArrayFormat(path: path) else {
      guard FileManager.default.fileExists(atPath: path) else {
        throw FileProblem(path, "there is no such file")
      }
      throw FileProblem(path, "its ending is none of \(ArrayFormat.endings)")
    }
    switch format {
    case .npy: return LocatedArray(try NPYFile.read(path), path: path)
    case .npz, .safetensors:
      return try ArrayCollection(path: path).only(
        wanted.map { [$0] } ?? names, isRequired: wanted != nil)
    case .csv, .tsv:
      let table = try CSVFile.readNumbers(path, separator: format == .tsv ? "\t" : ",")
      return try columns(of: table, path: path, wanted: wanted, names: names, others: others)
    }
  }

  /// `FILE:NAME` in its parts; the name is there only behind the ending of a format with names.
  private static func split(_ place: String) -> (path: String, name: String?) {
    guard ArrayFormat(path: place) == nil, let colon = place.lastIndex(of: ":"),
      let format = ArrayFormat(path: String(place[..<colon])), format != .npy
    else { return (place, nil) }
    return (String(place[..<colon]), String(place[place.index(after: colon)...]))
  }

  private static func columns(
    of table: CSVFile.Numbers, path: String, wanted: String?, names: [String], others: [String]
  ) throws(FileProblem) -> LocatedArray {
    let header = table.header ?? []
    func located(_ array: NumericArray, name: String = "") -> LocatedArray {
      LocatedArray(array, path: path, name: name, isText: true)
    }
    if let name = (wanted.map { [$0] } ?? names).first(where: header.contains),
      let column = header.firstIndex(of: name)
    {
      return located(selecting([column], of: table), name: name)
    }
    if let wanted {
      let found = table.header.map { "its columns are \($0.joined(separator: ", "))" }
      throw FileProblem(
        path, "no column is named '\(wanted)'; \(found ?? "its first line does not name columns")")
    }
    let kept = (0..<table.columns).filter { $0 >= header.count || !others.contains(header[$0]) }
    return located(
      kept.count == table.columns && table.columns > 1
        ? table.values : selecting(kept, of: table))
  }

  private static func selecting(_ columns: [Int], of table: CSVFile.Numbers) -> NumericArray {
    let values = table.values.doubles()
    let rows = values.count / table.columns
    let kept = [Double](unsafeUninitializedCapacity: rows * columns.count) { target, count in
      for row in 0..<rows {
        for column in columns {
          target[count] = values[row * table.columns + column]
          count += 1
        }
      }
    }
    return NumericArray(kept, shape: columns.count == 1 ? [rows] : [rows, columns.count])
  }
}
