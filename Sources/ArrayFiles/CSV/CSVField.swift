extension String {
  /// In quotation marks, with those in it doubled.
  package var inQuotes: String {
    var quoted = String.UnicodeScalarView()
    quoted.append("\"")
    for scalar in unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// As one field of a CSV file: in quotation marks where it holds a comma, a quotation mark or a line end.
  package var csvField: String {
    let isPlain = !utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
        || $0 == UInt8(ascii: "\r")
    }
    return isPlain ? self : inQuotes
  }
}
