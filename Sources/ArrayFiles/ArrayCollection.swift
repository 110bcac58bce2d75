import Foundation

/// Arrays by name, wherever they lie: a folder with a file for each, or one NPZ or safetensors file.
public struct ArrayCollection: Sendable {
  enum Content: Sendable {
    case folder
    case npz(NPZArchive)
    case safetensors(SafetensorsFile)
  }

  /// The folder or file, as given.
  public let path: String
  let content: Content

  /// - Throws: `FileProblem` when it is not there, or a file that is neither NPZ nor safetensors.
  public init(path: String) throws(FileProblem) {
    self.path = path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem(path, "there is no such file or folder")
    }
    if isFolder.boolValue {
      content = .folder
      return
    }
    let format = ArrayFormat(path: path)
    if let format { try ForeignFile.refuse(path, as: format) }
    switch format {
    case .npz: content = .npz(try NPZArchive(try MappedFile(path: path).bytes, path: path))
    case .safetensors: content = .safetensors(try SafetensorsFile.read(path))
    default:
      throw FileProblem(
        path,
        "a folder, or a file with several arrays (.npz, .safetensors) was expected"
          + (format == nil ? ForeignFile.words(path: path).map { "; \($0)" } ?? "" : ""))
    }
  }

  /// Whether the arrays are files of a folder, rather than parts of one file.
  public var isFolder: Bool {
    if case .folder = content { true } else { false }
  }

  /// The array of that name.
  ///
  /// - Parameters:
  ///   - name: the array's, which a folder has as a file's.
  ///   - columns: what a column with the array may be called in a table, beside the name.
  ///   - others: columns of a table that belong to other arrays.
  ///   - isColumn: whether it is one column of a table.
  ///   - columnNames: what that column may hold instead of numbers; each name is read as its position.
  ///   - choice: how a table is read where it does not say itself; `nil` where nobody can say it.
  ///   - synonyms: what the only such column or array may be called where none has one of the names.
  /// - Returns: `nil` when there is none.
  /// - Throws: `FileProblem` when it cannot be read, a folder has it in two formats, or other numbers are there under the
  ///   singular or plural of the name, or in a file under another of one column's names.
  public func array(
    _ name: String, columns: [String] = [], others: [String] = [],
    isColumn: Bool = false, columnNames: [String] = [], choice: TableChoice? = nil,
    synonyms: [String] = []
  ) throws(FileProblem) -> LocatedArray? {
    switch content {
    case .folder:
      guard let file = try file(name) else { return nil }
      func read(_ file: String) throws(FileProblem) -> LocatedArray {
        try ArrayFile.read(
          file, names: [name] + columns.filter { $0 != name }, others: others, isColumn: isColumn,
          columnNames: columnNames, choice: choice, synonyms: synonyms)
      }
      let found = try read(file)
      try Self.refuseTwin(of: found.array, file, try self.file(Self.twin(of: name))) {
        file throws(FileProblem) in try read(file).array
      }
      return found
    case .npz, .safetensors:
      guard choice == nil || choice == TableChoice() else {
        throw FileProblem(
          path,
          "--columns and --header are for tables (.csv, .tsv); this file has no columns to choose")
      }
      let twin = Self.twin(of: name)
      try refuseSynonyms(
        [name, twin] + (isColumn ? columns.filter { $0 != name && $0 != twin } : []))
      if let own = try stored(name) { return own }
      return try synonym(synonyms).flatMap { words throws(FileProblem) in try stored(words[0]) }
    }
  }

  /// The arrays of a file; none of a folder.
  package var names: [String] {
    switch content {
    case .folder: []
    case .npz(let archive): archive.names
    case .safetensors(let file): file.tensors.map(\.name)
    }
  }

  /// Whether there is an array of that name, in whatever format.
  public func holds(_ name: String) -> Bool {
    switch content {
    case .folder: (try? file(name)) != .some(nil)
    case .npz(let archive): archive.names.contains(name)
    case .safetensors(let file): file[name] != nil
    }
  }

  func stored(_ name: String) throws(FileProblem) -> LocatedArray? {
    switch content {
    case .folder: return nil
    case .npz(let archive):
      guard archive.names.contains(name) else { return nil }
      return LocatedArray(try archive.array(name).array, path: path, name: name)
    case .safetensors(let file):
      return file[name].map { LocatedArray($0, path: path, name: name) }
    }
  }

  /// The file of a folder that holds the array, by any of the endings; `nil` where there is none.
  /// - Throws: `FileProblem` for two of them.
  package func file(_ name: String) throws(FileProblem) -> String? {
    let files = ArrayFormat.allCases
      .map { (path as NSString).appendingPathComponent(name + "." + $0.rawValue) }
      .filter { FileManager.default.fileExists(atPath: $0) }
    guard files.count <= 1 else {
      let both = files.map { ($0 as NSString).lastPathComponent }.joined(separator: " and ")
      throw FileProblem(path, "both \(both) are in this folder; one of them was expected")
    }
    return files.first
  }

  /// The first of these names that is there, or else, if any name will do, the only array.
  /// - Parameters:
  ///   - names: what the array may be called.
  ///   - isRequired: whether it has one of these names.
  ///   - axes: how many of its axes have another extent than 1, for the advice where none of the names is there; `nil`
  ///     where nobody knows.
  /// - Returns: the array.
  /// - Throws: `FileProblem` where it is not there or cannot be read.
  func only(
    _ names: [String], isRequired: Bool, axes: Int? = nil
  ) throws(FileProblem) -> LocatedArray {
    let known = self.names
    let name =
      names.first(where: known.contains) ?? (known.count == 1 && !isRequired ? known[0] : nil)
    guard let name, let array = try stored(name) else {
      throw FileProblem(
        path,
        "it holds no array '\(names.joined(separator: "' or '"))'; \(listed); \(choice(axes: axes))"
      )
    }
    return array
  }
}
