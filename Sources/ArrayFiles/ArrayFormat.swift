import Foundation

/// The formats of files with arrays of numbers; a file's ending tells which it has.
public enum ArrayFormat: String, Sendable, CaseIterable {
  case npy, npz, safetensors, csv, tsv

  /// `nil` when the ending is none of theirs, in small or capital letters.
  public init?(path: String) {
    self.init(rawValue: (path as NSString).pathExtension.lowercased())
  }

  /// True for tables as text, whose columns may have names.
  public var isTable: Bool { self == .csv || self == .tsv }

  /// The endings as a list for messages: ".npy, .npz, …".
  public static var endings: String { allCases.map { "." + $0.rawValue }.joined(separator: ", ") }
}
