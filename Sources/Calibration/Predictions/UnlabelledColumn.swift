import ArrayFiles

/// Finds a last column of a table of logits that no label means, while each of the others is one: it may be the scores of a
/// class without samples, or something else about the samples that is called in a way that nobody knows.
///
/// Rows of probabilities tell it themselves, by their sum.
enum UnlabelledColumn {
  /// Labels of every other class from which on such a column is refused: a class as common as the rarest of the others is
  /// then absent with a chance of e⁻⁵, less than 1 %.
  private static let enough = 5

  /// - Parameters:
  ///   - labels: of the rows, as positions; read from names of classes.
  ///   - rows: the scores.
  ///   - source: where the labels are.
  /// - Returns: a doubt where labels are too few to tell; none where nothing is doubtful.
  /// - Throws: `FileProblem` with both readings.
  static func warnings(
    _ labels: [Int], of rows: PredictionRows, from source: LocatedArray
  ) throws(FileProblem) -> [String] {
    guard source.table?.holdsNames == true, rows.kind == .logits, rows.given == nil,
      rows.experts == 1, let table = rows.source.table, !table.isChosen, rows.classes > 2
    else { return [] }
    let last = rows.classes - 1
    var counts = [Int](repeating: 0, count: rows.classes)
    for label in labels { counts[label] += 1 }
    guard counts[last] == 0, let rarest = counts.dropLast().min(), rarest > 0 else { return [] }
    let doubt =
      "\(table.title(last)) the last, is the label of no sample, and each other column is one: the scores of a class "
      + "without samples, or something else about the samples? "
    let ways =
      "--columns \(table.selection(without: [last])), or all: --columns \(table.selection(without: []))"
    guard rarest < enough else {
      throw FileProblem(rows.source.path, doubt + "Say which columns are scores: " + ways)
    }
    return [
      "\(rows.source.path): \(doubt)It is taken for a class; --columns says which are: \(ways)"
    ]
  }
}
