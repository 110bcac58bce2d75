import Foundation

extension CSVTable {
  /// How many rows there are below the header.
  /// - Throws: `FileProblem` for text that is not UTF-8, and for rows of another length.
  package func rowCount() throws(FileProblem) -> Int { try texts(0).count }

  /// The first field of a column that is neither a number nor a truth value, and its line; `nil` where there is none.
  /// - Throws: `FileProblem` for text that is not UTF-8, for rows of another length, and for a column that is not there.
  package func word(inColumn name: String) throws(FileProblem) -> (text: String, line: Int)? {
    guard let column = try column(named: name) else { throw noColumn(named: name) }
    return try texts(column).first {
      !$0.isNumber && !$0.text.isEmpty && CSVHint.truth($0.text) == nil
    }.map { ($0.text, $0.line) }
  }

  /// Rows of numbers, and where they stand.
  struct NumberedRows {
    /// float64, or bool where a column holds truth values; `[rows, columns]`.
    let numbers: NumericArray
    let lines: RowLines
    /// Whether the numbers are positions of the names that the fields hold.
    var areNames = false
  }

  /// One column that holds numbers, or names instead: each is its position in `names`. The column holds names when
  /// its first field is one of them, or no number; then all fields must be. Fields that all are true or false, in any
  /// capitals, are of type bool, as NumPy has them, unless the names are these words.
  /// - Throws: `FileProblem` for a name that is none of these, and for fields of both kinds.
  func rows(_ column: Int, names: [String]) throws(FileProblem) -> NumberedRows {
    let problem: FileProblem
    do {
      return try rows([column], advice: Self.advice(names))
    } catch {
      problem = error
    }
    let fields = try texts(column)
    if let truth = Self.truthValues(fields, besides: names) { return truth }
    guard !names.isEmpty else { throw problem }
    let positions = Dictionary(zip(names, names.indices)) { first, _ in first }
    guard let first = fields.first, !first.text.isEmpty,
      !first.isNumber || positions[first.text] != nil
    else { throw problem }
    var values: [Double] = []
    var lines = RowLines()
    for field in fields {
      guard let position = positions[field.text] else {
        throw unknown(field, names, column, first)
      }
      values.append(Double(position))
      lines.append(field.line)
    }
    return NumberedRows(
      numbers: NumericArray(values, shape: [values.count, 1]), lines: lines, areNames: true)
  }

  private static func truthValues(_ fields: [Text], besides names: [String]) -> NumberedRows? {
    var values: [UInt8] = []
    var lines = RowLines()
    for field in fields {
      guard !names.contains(field.text), let value = CSVHint.truth(field.text) else { return nil }
      values.append(value ? 1 : 0)
      lines.append(field.line)
    }
    guard !values.isEmpty else { return nil }
    return NumberedRows(
      numbers: NumericArray(
        shape: [values.count, 1], elementType: .bool, bytes: Data(values)), lines: lines)
  }

  private func unknown(
    _ field: Text, _ names: [String], _ column: Int, _ first: Text
  ) -> FileProblem {
    let place = "line \(field.line), field \(column + 1)"
    guard !field.text.isEmpty else {
      return FileProblem(path, at: place, "the field is empty, the name of a class was expected")
    }
    let mixture =
      field.isNumber
      ? "; line \(first.line) has the name '\(first.text)': names or numbers throughout were expected"
      : CSVHint.truthValue(field.text)
    return FileProblem(
      path, at: place,
      "'\(field.text.prefix(40))' is none of the \(names.count) classes \(Self.list(names))\(mixture)"
    )
  }

  /// What to do about a label that is no number.
  private static func advice(_ names: [String]) -> String {
    names.isEmpty
      ? "; labels are the classes' numbers from 0, or their names where the scores are a table whose columns are "
        + "called by them"
      : "; labels are the classes' numbers from 0, or their names throughout: \(list(names))"
  }
}
