/// Lines that begin with # before the first row of a table, as NumPy's savetxt and other programs write them.
///
/// The last of them names the columns where it has as many fields as the line below and that is not the names itself;
/// the others are left out.
struct CSVComments {
  /// What a reader should know of the lines left out; `nil` for none.
  let note: String?

  /// - Parameters:
  ///   - scanner: at the first line; afterwards at the one with the names, or at the first row.
  ///   - wanted: what somebody said about the names.
  /// - Throws: `FileProblem` for quotes that do not end.
  init(skippedBy scanner: inout CSVScanner, _ wanted: CSVFile.Header) throws(FileProblem) {
    let line = scanner.line
    var last: CSVScanner?
    var count = 0
    while scanner.isAtComment {
      last = scanner
      count += 1
      scanner.skipLine()
      scanner.skipEmptyLines()
    }
    guard let last else {
      note = nil
      return
    }
    var detail = ""
    if scanner.isAtEnd {
      scanner = last
      count -= 1
    } else if wanted != .absent {
      var (comment, rows) = (last, scanner)
      let fields = (try? comment.row().count) ?? 1
      let first = try rows.row()
      let isNamed = try Self.areNames(first, &rows)
      if fields == first.count, !isNamed {
        scanner = last
        count -= 1
      } else if fields > 1, fields != first.count {
        detail = "; the last of them has \(fields) fields, the line below \(first.count)"
      }
    }
    note =
      switch count {
      case 0: nil
      case 1:
        "line \(line), which begins with #, is left out\(detail.replacing("the last of them", with: "it"))"
      default: "\(count) lines that begin with # are left out\(detail)"
      }
  }

  /// Whether a line names the columns: it has no number, and the line below has one.
  private static func areNames(
    _ fields: [CSVScanner.Field], _ below: inout CSVScanner
  ) throws(FileProblem) -> Bool {
    guard fields.allSatisfy({ below.number($0) == nil }) else { return false }
    below.skipEmptyLines()
    guard !below.isAtEnd else { return false }
    return try below.row().contains { below.number($0) != nil }
  }
}
