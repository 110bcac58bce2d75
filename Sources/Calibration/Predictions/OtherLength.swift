import ArrayFiles

/// Why a file may have more or fewer rows than there are samples or classes, as words behind both numbers.
enum OtherLength {
  /// Of labels: an empty line among them, or a table with a count a class.
  static func hint(labels source: LocatedArray) -> String {
    guard let table = source.table else { return "" }
    let isCount = table.leftNames.contains {
      ClassNumbers.Kind.counts.columns.contains($0.name.lowercased())
    }
    return table.emptyLineHint + (isCount ? " (a count a class? Labels are one a sample)" : "")
  }

  /// The problem of labels, with an empty line among their scores where there are more labels.
  static func explained(
    _ problem: FileProblem, labels: LocatedArray, scores: PredictionRows
  ) -> FileProblem {
    guard labels.array.count > scores.samples, let line = scores.source.table?.emptyLine else {
      return problem
    }
    return FileProblem(
      problem.path, at: problem.place,
      "\(problem.problem); line \(line) of \(scores.source.path) is empty, and is no row")
  }

  /// Of counts or shares: an empty line among them, or the labels of samples.
  /// - Parameters:
  ///   - source: the numbers.
  ///   - classes: how many there are.
  ///   - noun: what the numbers are called.
  /// - Returns: the words; empty for no reason.
  static func hint(_ source: LocatedArray, classes: Int, noun: String) -> String {
    let numbers = source.array.doubles()
    let areLabels =
      numbers.count > classes
      && numbers.allSatisfy { $0 == $0.rounded() && $0 >= 0 && $0 < Double(classes) }
    return (source.table?.emptyLineHint ?? "")
      + (areLabels ? " (labels, one a sample? The \(noun) are one a class)" : "")
  }
}
