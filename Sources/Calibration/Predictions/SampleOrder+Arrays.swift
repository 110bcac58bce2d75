import ArrayFiles
import Foundation

/// Keys of rows that lie beside an array: arrays of one axis in the same file, or, of a file of one array, in its folder.
extension SampleOrder {
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
    return names(in: collection).enumerated().compactMap { number, name in
      guard SampleKeys.names.contains(name.lowercased()), name != source.name,
        let texts = try? collection.texts(name), texts.count == samples
      else { return nil }
      return SampleKeys(number, name, title: "array '\(name)'", texts: texts)
    }
  }

  /// A key's value in a row, and which row that is, in words.
  static func value(
    of key: SampleKeys, in source: LocatedArray, row: Int
  ) throws(FileProblem) -> (text: String, place: String)? {
    if let found = try source.table?.texts(key.number)[row] {
      return (found.text, "line \(found.line)")
    }
    guard let collection = collection(of: source) else { return nil }
    return try collection.texts(names(in: collection)[key.number]).map {
      ($0[row], "row \(row), counted from 0")
    }
  }

  private static func names(in collection: ArrayCollection) -> [String] {
    collection.isFolder ? SampleKeys.names : collection.names
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
