internal import ArrayFiles
internal import Foundation

extension Datasets {
  /// The text that names the same data from any folder: `image-folder:pictures` as
  /// `image-folder:/data/pictures`. What names no source stays as it is.
  /// - Parameters:
  ///   - text: such as `cifar100:DIR`.
  ///   - folder: where relative paths in it start.
  /// - Returns: the text with paths from the root on.
  public static func located(_ text: String, from folder: String) -> String {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty,
      let type = all.first(where: { $0.name == String(parts[0]) })
    else { return text }
    return "\(parts[0]):\(type.located(String(parts[1]), from: folder))"
  }
}

extension String {
  /// This path from the root on; a relative one starts from `folder`.
  func absolutePath(from folder: String) -> String {
    let path = expandingHomeFolder
    // Joined as text: what a part of a path is may depend on links.
    return path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }
}
