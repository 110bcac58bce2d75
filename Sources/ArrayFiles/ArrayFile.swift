import Foundation

/// One door to an array of numbers, whatever format its file has.
public enum ArrayFile {
  /// Reads one array.
  ///
  /// NPY, stored NPZ and safetensors stay in the mapped file; what is deflated, in Fortran order, in
  /// another byte order, or text is brought into memory.
  /// - Parameters:
  ///   - place: a file whose ending names its format, or `FILE:NAME` for the array of that name in an NPZ
  ///     or safetensors file, or the column of that name in a table. `FILE:0` of a table of one column says that its
  ///     first line, a plain 0, is the column's name, as pandas writes it.
  ///   - names: what the array may be called where a file has several; the first that is there is taken,
  ///     else the only one; of one column they all mean the same, and two that differ are refused. In a table
  ///     with a header it is that column, or the whole table without the columns of `others`.
  ///   - others: columns of a table that belong to other arrays, in small or capital letters; they are left
  ///     out where somebody did not choose the columns. Where there may be such, columns of words (names of files,
  ///     comments) are left out as well.
  ///   - isColumn: whether the array is one column of a table, so that another table than one of a single
  ///     column must name it.
  ///   - columnNames: what the fields of such a column of a table may hold instead of numbers; each name is read as
  ///     its position in this list.
  ///   - choice: how a table is read where it does not say itself; `nil` where nobody can say it.
  ///   - synonyms: what the only column or array of its kind may be called where none has one of the names.
  ///   - axes: how many axes the array has, for the advice where a file has several arrays and none of the names;
  ///     `nil` where nobody knows.
  /// - Returns: a table of one column as `[rows]`, else as `[rows, columns]`.
  /// - Throws: `FileProblem` when the file cannot be read or does not hold the array; for a table whose first
  ///   column counts its rows or has no name, as nobody knows whether it belongs to the array.
  public static func read(
    _ place: String, names: [String], others: [String] = [], isColumn: Bool = false,
    columnNames: [String] = [], choice: TableChoice? = nil,
    synonyms: [String] = [], axes: Int? = nil
  ) throws(FileProblem) -> LocatedArray {
    let (path, wanted) = split(place)
    guard let format = ArrayFormat(path: path) else {
      throw otherFile(path)
    }
    guard format.isTable || choice == nil || choice == TableChoice() else {
      throw FileProblem(
        path,
        "--columns and --header are for tables (.csv, .tsv); this file has no columns to choose")
    }
    try ForeignFile.refuse(path, as: format)
    switch format {
    case .npy: return LocatedArray(try NPYFile.read(path), path: path)
    case .npz, .safetensors:
      let arrays = try ArrayCollection(path: path)
      let own = names.contains(where: arrays.holds) ? names : arrays.synonym(synonyms) ?? names
      if wanted == nil {
        if isColumn { try arrays.refuseSynonyms(names) }
        if let name = names.first(where: arrays.holds) {
          try arrays.refuseSynonyms([name, ArrayCollection.twin(of: name)])
        }
      }
      return try arrays.only(
        wanted.map { [$0] } ?? own, isRequired: wanted != nil, axes: isColumn ? 1 : axes)
    case .csv, .tsv:
      let table = try opened(path, format, choice, column: wanted)
      let own = table.synonym(of: names, synonyms).map { [$0] } ?? names
      return try TableReading(table: table, choice: choice, columnNames: columnNames).array(
        wanted: wanted, names: own, others: others, isColumn: isColumn)
    }
  }

  /// The table at a place, opened, its first line understood as ``read(_:names:others:isColumn:columnNames:choice:)``
  /// does where nobody says how; `nil` for another format.
  package static func table(_ place: String) throws(FileProblem) -> CSVTable? {
    let path = path(of: place)
    guard let format = ArrayFormat(path: path), format.isTable else { return nil }
    return try opened(path, format, nil, column: name(in: place))
  }

  private static func opened(
    _ path: String, _ format: ArrayFormat, _ choice: TableChoice?, column: String?
  ) throws(FileProblem) -> CSVTable {
    try ForeignFile.refuse(path, as: format)
    func table(_ header: CSVFile.Header) throws(FileProblem) -> CSVTable {
      try CSVTable(
        path, header: header, separator: format == .tsv ? "\t" : ",",
        wayOut: choice == nil ? .rewriting : .option)
    }
    let header = choice?.header ?? .automatic
    let found = try table(header)
    // Columns without names are numbered from 1: who asks for column 0 says that the first line is its name.
    return header == .automatic && found.mayBeginWithName && column == "0"
      ? try table(.present) : found
  }

  /// What is wrong with a file whose ending is none of the formats'.
  private static func otherFile(_ place: String) -> FileProblem {
    var path = place
    let files = FileManager.default
    if !files.fileExists(atPath: path), let colon = path.lastIndex(of: ":") {
      path = String(path[..<colon])
    }
    var isFolder: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isFolder) else {
      return FileProblem(place, "there is no such file")
    }
    if isFolder.boolValue {
      return FileProblem(path, "it is a folder, where a file with one array was expected")
    }
    if let format = ArrayFormat(path: path) {
      return FileProblem(place, "a .\(format.rawValue) file holds one array, which has no name")
    }
    return FileProblem(
      path,
      "its ending is none of \(ArrayFormat.endings)"
        + (ForeignFile.words(path: path).map { "; \($0)" } ?? ""))
  }

  /// The file of a place, without the name of an array or a column in it.
  public static func path(of place: String) -> String { split(place).path }

  /// The name behind the file of a place; `nil` when there is none.
  public static func name(in place: String) -> String? { split(place).name }

  /// `FILE:NAME` in its parts; the name is there only behind the ending of a format with names.
  private static func split(_ place: String) -> (path: String, name: String?) {
    guard ArrayFormat(path: place) == nil, let colon = place.lastIndex(of: ":"),
      let format = ArrayFormat(path: String(place[..<colon])), format != .npy
    else { return (place, nil) }
    return (String(place[..<colon]), String(place[place.index(after: colon)...]))
  }
}
