import Foundation

/// Rows of text under a header, printed in any of the output formats.
struct Table {
  var header: [String]
  var rows: [[String]]

  func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: aligned
    case .markdown: markdown
    case .csv:
      ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") }
        .joined(separator: "\n")
    case .json: json
    }
  }

  private var aligned: String {
    let widths = header.indices.map { column in
      ([header] + rows).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return isNumeric(index) ? padding + cell.0 : cell.0 + padding
      }.joined(separator: "  ").trimmedAtEnd
    }
    return ([line(header)] + rows.map(line)).joined(separator: "\n")
  }

  private func isNumeric(_ column: Int) -> Bool {
    !rows.isEmpty
      && rows.allSatisfy { row in
        row[column].isEmpty || row[column] == "–"
          || row[column].first.map { $0.isNumber || $0 == "-" || $0 == "−" } ?? false
      }
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String {
      "| "
        + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ")
        + " |"
    }
    let rule = "|" + header.map { _ in "---" }.joined(separator: "|") + "|"
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// A missing figure is an empty field: that is what readers of CSV take for missing.
  private static func quoted(_ cell: String) -> String {
    if cell == "–" { return "" }
    guard cell.contains(where: { ",\"\n".contains($0) }) else { return cell }
    return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }

  private var json: String {
    let objects = rows.map { row in
      Dictionary(zip(header, row).map { ($0, JSONCell($1)) }, uniquingKeysWith: { $1 })
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(objects) else { return "[]" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// A cell that becomes a number in JSON when it reads as one.
private struct JSONCell: Encodable {
  let text: String

  init(_ text: String) { self.text = text }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value = Int(text) {
      try container.encode(value)
    } else if let value = Double(text), value.isFinite {
      try container.encode(value)
    } else if text == "–" {
      try container.encodeNil()
    } else {
      try container.encode(text)
    }
  }
}

extension String {
  fileprivate var trimmedAtEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
