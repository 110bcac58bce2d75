import ArrayFiles
import Foundation

/// Rows under a header, written in any of the output formats.
///
/// Tables for reading round their figures; JSON and CSV have them in full.
///
/// ```swift
/// let table = Table(
///   header: ["class", "images", "accuracy"], rows: [["cat", .count(120), .number(0.81)]])
/// print(table.text(.markdown))
/// ```
public struct Table: Sendable {
  /// What stands in one place. Only what was given as a number is a number in JSON: a class named "007"
  /// stays a text.
  public enum Cell: Sendable {
    case text(String)
    /// A whole number; `nil` where there is none.
    case count(Int?)
    /// With so many digits behind the point where it is read by a person; `nil` where there is none.
    case number(Double?, digits: Int = 4)
  }

  /// A name for each column; the keys of JSON.
  public var header: [String]
  /// `[rows][columns]`, each with one cell a column.
  public var rows: [[Cell]]

  /// - Precondition: every row has one cell a column.
  public init(header: [String], rows: [[Cell]]) {
    for row in rows {
      precondition(row.count == header.count, "\(row.count) cells under \(header.count) names")
    }
    self.header = header
    self.rows = rows
  }

  /// The whole table, without a line end behind it.
  public func text(_ format: OutputFormat) -> String {
    switch format {
    case .table: aligned
    case .markdown: markdown
    case .csv:
      ([header] + rows.map { $0.map(\.exact) }).map { $0.map(\.csvField).joined(separator: ",") }
        .joined(separator: "\n")
    case .json: Self.json(rows.map { Dictionary(zip(header, $0), uniquingKeysWith: { $1 }) })
    }
  }

  /// Any value as JSON with sorted keys.
  /// - Precondition: it holds no number that is not finite.
  public static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("a result holds what JSON cannot: \(value)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private var aligned: String {
    let shown = rows.map { $0.map(\.rounded) }
    let widths = header.indices.map { column in
      ([header] + shown).map { $0[column].count }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      zip(cells, widths).enumerated().map { index, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return isNumeric(index) ? padding + cell.0 : cell.0 + padding
      }.joined(separator: "  ").trimmedAtEnd
    }
    return ([line(header)] + shown.map(line)).joined(separator: "\n")
  }

  private func isNumeric(_ column: Int) -> Bool {
    !rows.isEmpty && rows.allSatisfy { !$0[column].isText }
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String {
      "| "
        + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ")
        + " |"
    }
    let rule =
      "|" + header.indices.map { isNumeric($0) ? "---:" : "---" }.joined(separator: "|") + "|"
    return ([line(header), rule] + rows.map { line($0.map(\.rounded)) }).joined(separator: "\n")
  }
}

extension Table.Cell: ExpressibleByStringInterpolation {
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
}

extension Table.Cell: Encodable {
  /// A text or a number; numbers that are not finite as texts, absent ones as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .count(let count?): try container.encode(count)
    case .number(let number?, _) where number.isFinite: try container.encode(number)
    case .number(let number?, _): try container.encode("\(number)")
    case .count(nil), .number(nil, _): try container.encodeNil()
    }
  }

  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }

  /// For people.
  fileprivate var rounded: String {
    switch self {
    case .text(let text): text
    case .count(let count?): "\(count)"
    case .number(let number?, let digits):
      number.isFinite ? String(format: "%.\(digits)f", number) : "\(number)"
    case .count(nil), .number(nil, _): "–"
    }
  }

  /// For programs: as many digits as give the same number back; empty where there is none.
  fileprivate var exact: String {
    switch self {
    case .text(let text): text
    case .count(let count): count.map(String.init) ?? ""
    case .number(let number, _): number.map { "\($0)" } ?? ""
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
