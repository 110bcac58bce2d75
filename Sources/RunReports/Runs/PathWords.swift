/// Paths in texts that are handed on: where something lies on a machine is nobody else's business.
enum PathWords {
  /// The text with the last part alone of each path that begins at the root or a home folder, or climbs:
  /// `image-folder:/home/me/pictures` as `image-folder:…/pictures`.
  static func shortened(_ text: String) -> String {
    var result = ""
    var piece = ""
    func flush() {
      result += shortenedPiece(piece)
      piece = ""
    }
    // A source names paths after a colon, its settings after an equals sign, several with commas.
    for character in text {
      if "=,:".contains(character) {
        flush()
        result.append(character)
      } else {
        piece.append(character)
      }
    }
    flush()
    return result
  }

  private static func shortenedPiece(_ piece: String) -> String {
    guard piece.hasPrefix("/") || piece.hasPrefix("~") || piece.contains("../") else {
      return piece
    }
    let last = piece.split(separator: "/").last.map(String.init) ?? ""
    return last.isEmpty ? "…" : "…/\(last)"
  }
}
