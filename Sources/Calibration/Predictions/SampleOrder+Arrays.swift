import ArrayFiles
import Foundation

/// Keys of rows that lie beside an array: arrays of one axis in the same file, or, of a file of one array, in its folder.
extension SampleOrder {
  /// Arrays of one place that are looked at, at most, beside those that are called as keys are: a folder may hold a file a
  /// sample.
  private static let mostArrays = 64

  /// Whether two arrays have their keys in one place, which says nothing about their order.
  static func areTogether(_ first: LocatedArray, _ second: LocatedArray) -> Bool {
    guard first.table == nil, second.table == nil, let one = place(of: first),
      let other = place(of: second)
    else { return false }
    return PredictionRows.isSameFile(one, other)
  }

  /// The keys beside an array that is no table.
  /// - Parameters:
  ///   - source: the array.
  ///   - samples: how many rows it has.
  /// - Returns: none where they cannot be read or are of another length.
  static func keys(beside source: LocatedArray, samples: Int) -> [SampleKeys] {
    guard let collection = collection(of: source) else { return [] }
    let names = collection.columnNames
    let ownName = name(of: source)
    return names.enumerated().compactMap { number, name in
      let isCalled = SampleKeys.areCalled(name)
      guard name != ownName, isCalled || names.count <= mostArrays && SampleKeys.mayBeCalled(name),
        let column = collection.column(name), column.count == samples,
        isCalled || column.kind != .fractions, let texts = try? collection.texts(name)
      else { return nil }
      let key = SampleKeys(number, name, title: "array '\(name)'", texts: texts, isArray: true)
      return isCalled || areKeys(key, column.kind) ? key : nil
    }
  }

  /// Whether an array tells samples apart that is not called so: most of its texts, or all of its numbers, are there once.
  private static func areKeys(_ key: SampleKeys, _ kind: ArrayCollection.ColumnKind) -> Bool {
    SampleKeys.identify(key.exact)
      && (kind == .text || Set(key.exact).count == key.exact.count)
  }

  /// What an array is called where it lies.
  private static func name(of source: LocatedArray) -> String {
    guard source.name.isEmpty else { return source.name }
    return URL(fileURLWithPath: source.path).resolvingSymlinksInPath().deletingPathExtension()
      .lastPathComponent
  }

  /// A key's value in a row, and which row that is, in words.
  static func value(
    of key: SampleKeys, in source: LocatedArray, row: Int
  ) throws(FileProblem) -> (text: String, place: String)? {
    if let found = try source.table?.texts(key.number)[row] {
      return (found.text, "line \(found.line)")
    }
    guard let collection = collection(of: source) else { return nil }
    return try collection.texts(collection.columnNames[key.number]).map {
      ($0[row], "row \(row), counted from 0")
    }
  }

  /// The file or folder that an array shares with its keys; `nil` for a file that there is not.
  private static func place(of source: LocatedArray) -> String? {
    guard FileManager.default.fileExists(atPath: source.path) else { return nil }
    switch ArrayFormat(path: source.path) {
    case .npz, .safetensors: return source.path
    case .npy:
      return URL(fileURLWithPath: source.path).resolvingSymlinksInPath()
        .deletingLastPathComponent().path
    default: return nil
    }
  }

  private static func collection(of source: LocatedArray) -> ArrayCollection? {
    guard source.table == nil else { return nil }
    return place(of: source).flatMap { try? ArrayCollection(path: $0) }
  }
}
