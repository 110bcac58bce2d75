/// How much a page shows; a page that would grow too large is made again with the next level.
struct Detail: Equatable {
  /// Runs whose diagrams are drawn; the tables have them all.
  let diagramRuns: Int
  /// Most cells a side of a confusion matrix.
  let confusionCells: Int
  /// Whether the table of classes and the CSV are on the page.
  let hasClassFigures: Bool

  static let levels = [
    Detail(diagramRuns: 8, confusionCells: 100, hasClassFigures: true),
    Detail(diagramRuns: 8, confusionCells: 100, hasClassFigures: false),
    Detail(diagramRuns: 6, confusionCells: 60, hasClassFigures: true),
    Detail(diagramRuns: 4, confusionCells: 50, hasClassFigures: false),
    Detail(diagramRuns: 1, confusionCells: 40, hasClassFigures: false),
  ]

  /// The first page that is small enough; the smallest there is when none is.
  static func fitting(_ page: (Detail) -> String) -> String {
    var text = ""
    for level in levels {
      text = page(level)
      if text.utf8.count <= Page.largestSize { return text }
    }
    return text
  }
}
