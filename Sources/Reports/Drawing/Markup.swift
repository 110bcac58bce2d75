/// Text for HTML and SVG.
package enum Markup {
  /// The text with everything replaced that a parser could take for markup.
  ///
  /// By scalar, not by character: a quotation mark that carries a combining accent is another
  /// character, but the parser sees the mark. What neither HTML nor XML allows becomes U+FFFD.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
        result.unicodeScalars.append("\u{FFFD}")
      // Direction overrides would turn around the text that follows.
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        result.unicodeScalars.append("\u{FFFD}")
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
