import ArrayFiles

/// Comma-separated values as RFC 4180 has them, with a header and line feeds.
public struct CSV: Sendable, Equatable {
  /// Names of the columns.
  public var header: [String]
  /// Fields without quotation marks, as many in each row as the header has.
  public var rows: [[String]]

  /// - Precondition: each row has as many fields as the header.
  public init(header: [String], rows: [[String]]) {
    for row in rows {
      precondition(
        row.count == header.count, "\(row.count) fields under \(header.count) headings")
    }
    self.header = header
    self.rows = rows
  }

  /// The whole file; fields with commas, quotation marks or line ends are quoted.
  public var text: String {
    ([header] + rows).map { $0.map(\.csvField).joined(separator: ",") + "\n" }.joined()
  }
}
