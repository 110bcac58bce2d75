/// What people's tables have where a number separated by commas was expected.
enum CSVHint {
  private static let separators: [(character: Character, name: String)] = [
    (";", "semicolons"), ("\t", "tabs"), (",", "commas"), ("|", "vertical bars"),
  ]

  /// Words for a line that another separator would cut into fields; `nil` where none would.
  static func separator(_ text: String, expected: UInt8) -> String? {
    let own = Character(Unicode.Scalar(expected))
    for (separator, name) in separators where separator != own && text.contains(separator) {
      return "the fields are separated by \(name); \(expectation(expected))\(wayOut(separator))"
    }
    let parts = text.split(separator: " ")
    guard parts.count > 1, parts.allSatisfy({ Double($0) != nil }) else { return nil }
    return "the fields are separated by spaces; \(expectation(expected))"
  }

  /// " (…)" for a field that another separator would cut into numbers, as it does with 5;0 of the row 0,5;0,5; else
  /// nothing.
  static func cutNumbers(_ text: String, expected: UInt8) -> String {
    let own = Character(Unicode.Scalar(expected))
    for (separator, name) in separators where separator != own && text.contains(separator) {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard separator != ",", parts.allSatisfy({ Double($0) != nil }) else { continue }
      return " (fields separated by \(name), with decimal commas? Fields separated by "
        + "\(expected == UInt8(ascii: "\t") ? "tabs" : "commas") and decimal points were expected\(wayOut(separator)))"
    }
    return ""
  }

  private static func wayOut(_ separator: Character) -> String {
    switch separator {
    case ";":
      "; spreadsheets write semicolons together with decimal commas, pandas reads them by sep=\";\", decimal=\",\""
    case "|": "; pandas reads them by sep=\"|\""
    default: ""
    }
  }

  /// " (…)" for a field that is empty because its line ends with a separator.
  static func emptyEnd(_ separator: UInt8) -> String {
    " (the line ends with a \(separator == UInt8(ascii: "\t") ? "tab" : "comma"), which begins one more field; take it "
      + "off every line)"
  }

  private static func expectation(_ separator: UInt8) -> String {
    separator == UInt8(ascii: "\t")
      ? "tabs were expected in a .tsv file"
      : "commas were expected in a .csv file (tabs in a .tsv file)"
  }

  /// " (…)" for a text that is a number in another spelling; else nothing.
  static func decimalComma(_ text: String) -> String {
    let digits = text.filter { !$0.isNumber }
    if digits == "," || digits == "-," {
      return " (a decimal comma? a point was expected)"
    }
    return text.contains("\u{2212}") ? " (its minus sign is U+2212; a hyphen was expected)" : ""
  }

  /// What a text says, if it is true or false in whatever capitals.
  static func truth(_ text: String) -> Bool? { ["true": true, "false": false][text.lowercased()] }

  /// " (…)" for a text that says whether something is true; else nothing.
  static func truthValue(_ text: String) -> String {
    truth(text) != nil
      ? " (a truth value? 0 for false and 1 for true were expected)" : ""
  }
}
