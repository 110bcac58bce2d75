import Foundation

/// Whether the first line of a table of numbers names its columns: the one rule for all tables.
///
/// It does when none of its fields is a number, and when it counts 0, 1, 2, … (or 1, 2, 3, …) over rows that
/// hold fractions, as tables without names are written by pandas and R. What may be either is refused, such as
/// 0.0, 1.0, 2.0, the names of classes that are no integers.
struct CSVHeader {
  /// `nil` when the first line is a row.
  let names: [String]?
  /// What a reader should know of how the line was taken.
  var note: String?
  /// Whether the one column begins with a plain 0, which may be its name: pandas calls it so.
  var mayBeZero = false

  /// Words for a number that is missing: they are no names.
  static let missing: Set<String> = [
    "", "na", "n/a", "null", "none", "nil", "missing", "-", "?", "#n/a",
  ]

  /// What settles a line that may be either.
  enum WayOut {
    /// The command has `--header`, and it reaches this table.
    case option
    /// Nobody can say it for this table, which has to be written in another way.
    case rewriting

    fileprivate var words: String {
      switch self {
      case .option: "say which: --header yes or --header no"
      case .rewriting:
        "give the columns names that are no numbers, or the numbers as .npy, where no line can be names"
      }
    }

    fileprivate var named: String {
      switch self {
      case .option: " (--header yes takes the line for names)"
      case .rewriting: ""
      }
    }
  }

  /// - Parameters:
  ///   - wanted: what somebody said about the line.
  ///   - scanner: at the first line; behind it afterwards, when it is a header.
  ///   - wayOut: what a message advises.
  /// - Throws: `FileProblem` for a line that may be either, or neither.
  init(
    _ wanted: CSVFile.Header, _ scanner: inout CSVScanner, wayOut: WayOut = .option
  ) throws(FileProblem) {
    var behind = scanner
    let fields = try behind.row()
    let isNumber = fields.map { scanner.number($0) != nil }
    switch wanted {
    case .absent: names = nil
    case .present: names = try Self.names(fields, scanner)
    case .automatic:
      if isNumber.allSatisfy({ $0 }) {
        let isHeader = try Self.isCountedHeader(fields, scanner, rest: behind, wayOut)
        names = isHeader ? try Self.names(fields, scanner) : nil
        note =
          isHeader
          ? "line \(behind.lineOfField), which counts its columns, is taken for their names" : nil
        mayBeZero =
          fields.count == 1 && !isHeader && CSVNumber.isZero(scanner.bytes, fields[0].range)
      } else {
        try Self.checkNames(fields, isNumber, scanner, wayOut)
        names = try Self.names(fields, scanner)
      }
    }
    try Self.checkSeparator(fields, scanner)
    if names != nil { scanner = behind }
  }

  private static func names(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner
  ) throws(FileProblem) -> [String] {
    var names: [String] = []
    for field in fields {
      do {
        names.append(try scanner.name(field))
      } catch {
        throw FileProblem(scanner.path, at: "line \(scanner.line)", "the header is not UTF-8")
      }
    }
    // NumPy's savetxt writes its header as a comment.
    if names[0].hasPrefix("# "), names.count > 1, !fields[0].isQuoted {
      names[0] = String(names[0].dropFirst(2))
    }
    return names
  }

  /// Whether a line of numbers is a header. Names are whole numbers without a sign, all different.
  private static func isCountedHeader(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner, rest: CSVScanner, _ wayOut: WayOut
  ) throws(FileProblem) -> Bool {
    let numbers = fields.compactMap { scanner.number($0) }
    guard fields.count >= 2, Set(numbers).count == numbers.count else { return false }
    var rest = rest
    rest.skipEmptyLines()
    guard !rest.isAtEnd else { return false }
    let first = numbers[0]
    let isConsecutive = numbers.indices.allSatisfy { numbers[$0] == Double($0) + first }
    guard fields.allSatisfy({ CSVNumber.isCount(scanner.bytes, $0.range) }) else {
      // -1, 0, 1 and 0.0, 1.0, 2.0 over rows of other numbers.
      guard isConsecutive, fields.allSatisfy({ CSVNumber.isWhole(scanner.bytes, $0.range) }),
        try hasOnlyRows(&rest, with: CSVNumber.isBroken)
      else { return false }
      throw ambiguous(fields, scanner, wayOut)
    }
    let hasFractions = try hasOnlyRows(&rest, with: CSVNumber.isFraction)
    let counts = isConsecutive && first <= 1
    // Two columns: 0,1 is as good a row as a header.
    if hasFractions, counts, fields.count >= 3 { return true }
    guard hasFractions || counts && first == 0 else { return false }
    throw ambiguous(fields, scanner, wayOut)
  }

  private static func ambiguous(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner, _ wayOut: WayOut
  ) -> FileProblem {
    let line =
      fields.prefix(4).map {
        String(decoding: scanner.bytes[scanner.trimmed($0.range)], as: UTF8.self)
      }.joined(separator: ",") + (fields.count > 4 ? ",…" : "")
    return FileProblem(
      scanner.path, at: "line \(scanner.line)",
      "\(line) may be the names of the columns (as pandas and R write numbered ones) or the first row; "
        + wayOut.words)
  }

  /// Whether every row has a field of a kind.
  private static func hasOnlyRows(
    _ rest: inout CSVScanner, with isWanted: (UnsafeRawBufferPointer, Range<Int>) -> Bool
  ) throws(FileProblem) -> Bool {
    while !rest.isAtEnd {
      var isFound = false
      while true {
        let (field, isLast) = try rest.field()
        if !isFound { isFound = isWanted(rest.bytes, field.range) }
        if isLast { break }
      }
      guard isFound else { return false }
      rest.skipEmptyLines()
    }
    return true
  }

  /// Refuses a line that may as well be a row with a mistake in it.
  private static func checkNames(
    _ fields: [CSVScanner.Field], _ isNumber: [Bool], _ scanner: CSVScanner, _ wayOut: WayOut
  ) throws(FileProblem) {
    var scanner = scanner
    // For the line in messages.
    _ = try scanner.row()
    let numbers = fields.indices.filter { isNumber[$0] }
    // Names that count, beside an index without a name or a label: 0,1,2,label.
    let counted = numbers.compactMap { index in
      CSVNumber.isCount(scanner.bytes, fields[index].range) ? scanner.number(fields[index]) : nil
    }
    let isNameless = fields[0].range.isEmpty
    let isCounted =
      counted.count == numbers.count && counted.count >= (isNameless ? 1 : 2) && counted[0] <= 1
      && counted.indices.allSatisfy { counted[$0] == counted[0] + Double($0) }
    let isAllMissing = numbers.isEmpty && fields.allSatisfy { isMissing($0, scanner) }
    for (index, field) in fields.enumerated() where !isNumber[index] {
      guard let text = try? scanner.name(field) else {
        throw scanner.problem(field: index + 1, "the name is not UTF-8")
      }
      let isEmptyEnd = text.isEmpty && index > 0 && index == fields.count - 1
      if numbers.isEmpty || isCounted {
        // The first column of a table with an index has no name.
        guard
          text.isEmpty
            ? index > 0 || isAllMissing : isAllMissing || isCounted && isMissing(field, scanner)
        else { continue }
        throw scanner.problem(
          field: index + 1,
          "\(text.isEmpty ? "the field is empty" : "'\(text)' is not a number"); a name of the column or a "
            + "number was expected\(wayOut.named)\(isEmptyEnd ? CSVHint.emptyEnd(scanner.separator) : "")"
        )
      }
      let other = numbers[0]
      let number = String(
        decoding: scanner.bytes[scanner.trimmed(fields[other].range)], as: UTF8.self)
      throw scanner.problem(
        field: index + 1,
        (text.isEmpty ? "the field is empty" : "'\(text.prefix(40))' is not a number")
          + ", but field \(other + 1), \(number), is one; a row of numbers or a line of names was expected"
          + wayOut.named.replacing("the line", with: "it") + CSVHint.decimalComma(text)
          + CSVHint.cutNumbers(text, expected: scanner.separator)
          + (isEmptyEnd ? CSVHint.emptyEnd(scanner.separator) : ""))
    }
  }

  private static func isMissing(_ field: CSVScanner.Field, _ scanner: CSVScanner) -> Bool {
    missing.contains(((try? scanner.name(field)) ?? "").lowercased())
  }

  /// A line that is one field although it has another separator is not what it seems.
  private static func checkSeparator(
    _ fields: [CSVScanner.Field], _ scanner: CSVScanner
  ) throws(FileProblem) {
    guard fields.count == 1, !fields[0].isQuoted, scanner.number(fields[0]) == nil,
      let text = String(validating: scanner.bytes[fields[0].range], as: UTF8.self),
      let hint = CSVHint.separator(text, expected: scanner.separator)
    else { return }
    throw FileProblem(scanner.path, at: "line \(scanner.line)", hint)
  }
}
