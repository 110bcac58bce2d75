import ArrayFiles
import Foundation

/// Finds columns of a table that are hardly the scores of a class, where nobody chose the columns.
///
/// A label, a prediction or a row's number that is taken for a class changes every figure and looks like any
/// other number: such a table is refused until somebody says which columns are scores.
enum ScoreColumns {
  /// Names of columns with whole numbers that no class has, in small letters and without signs between.
  private static let wholeNames: Set<String> = [
    "id", "ids", "index", "idx", "row", "rowid", "rownumber", "sample", "sampleid", "image",
    "imageid",
    "y", "ytrue", "ypred", "yhat", "target", "targets", "class", "classid", "truth", "groundtruth",
    "gt",
    "true", "truelabel", "trueclass", "labelid", "labelindex", "pred", "preds", "predlabel",
    "predclass",
    "predicted", "predictedlabel", "predictedclass", "prediction", "predictions", "answer",
    "correct", "hit",
    "fold", "split", "epoch", "step", "unnamed0", "level0", "category", "species", "actual",
    "expected", "outcome", "classidx", "classindex", "labelidx", "argmax",
    "topclass", "top1class", "toplabel", "top1label", "maxclass", "argmaxclass", "predid",
    "predidx",
    "predindex", "n", "count", "nr", "rank",
  ]
  /// Names of columns with other numbers about a sample.
  private static let otherNames: Set<String> = [
    "index", "id", "ytrue", "ypred", "yhat", "pred", "prediction", "predicted", "groundtruth",
    "truelabel", "predictedlabel", "confidence", "maxprob", "maxprobability", "maxlogit", "loss",
    "nll",
    "logloss", "crossentropy", "entropy", "margin", "uncertainty", "weight", "weights",
    "sampleweight", "sampleweights", "probtrue", "ptrue", "energy", "freeenergy", "energyscore",
    "logsumexp", "lse", "score", "maxscore", "scoremax", "max", "maxvalue", "maxsoftmax", "msp",
    "softmax", "logit", "logitmax", "prob", "probmax", "probability", "p", "top1", "top1prob",
    "top1score", "conf", "temperature", "temp", "time", "timestamp", "latency", "duration",
    "seconds",
  ]

  /// - Throws: `FileProblem` that names the columns and both readings.
  static func check(_ source: LocatedArray, kind: PredictionRows.Kind) throws(FileProblem) {
    try checkNames(source)
    try checkLabels(source)
    guard let table = source.table, !table.isChosen, source.array.shape.count == 2 else { return }
    let whole = wholeColumns(source.array)
    let wholeOnes = Set(whole.map(\.column))
    let hasFractions = whole.count < source.array.shape[1]
    let isSingle = source.array.shape[0] == 1
    // A row's sum of 1 tells that a column of 0 and 1 is a probability, or that it is none.
    let strange = whole.filter {
      hasFractions && !isSingle && (kind == .logits || !$0.isShare)
    }.map(\.column)
    guard strange.isEmpty else {
      throw refusal(
        source, strange, hasFractions: true, table,
        strange.count == 1
          ? "holds whole numbers and the others fractions"
          : "hold whole numbers and the others fractions")
    }
    let letters = (table.names ?? []).count { plain($0).count == 1 }
    let plainNames = Set((table.names ?? []).map(plain))
    let named = (table.names ?? []).indices.filter {
      let name = plain(table.names?[$0] ?? "")
      // Of classes True and False the one is no probability of the true label.
      guard !name.hasSuffix("true") || !plainNames.contains(name.dropLast(4) + "false") else {
        return false
      }
      // Of columns a, b, c, … one may well be n, p or y.
      guard name.count > 1 || letters == 1 else { return false }
      return otherNames.contains(name) || wholeOnes.contains($0) && wholeNames.contains(name)
    }
    guard named.isEmpty else {
      throw refusal(
        source, named, hasFractions: hasFractions, table,
        named.count == 1
          ? "is called as columns are that hold no scores"
          : "are called as columns are that hold no scores")
    }
  }

  /// Two classes of one name could not be told apart by whoever compares the order of classes.
  private static func checkNames(_ source: LocatedArray) throws(FileProblem) {
    var places: [String: Int] = [:]
    for (place, name) in (source.table?.names ?? []).enumerated() {
      guard let first = places.updateValue(place, forKey: name) else { continue }
      throw FileProblem(
        source.path,
        "columns \(first + 1) and \(place + 1) of the scores are both called “\(name)”; one name a class was expected"
      )
    }
  }

  /// A column `label` that was chosen holds the labels, wherever those are read from.
  private static func checkLabels(_ source: LocatedArray) throws(FileProblem) {
    guard let table = source.table, let names = table.names else { return }
    let labels = names.indices.filter {
      PredictionRows.labelNames.contains(names[$0].lowercased())
    }
    guard let first = labels.first, labels.count < names.count else { return }
    throw FileProblem(
      source.path,
      "\(table.title(first)) holds the labels; it cannot be a score as well: --columns "
        + table.selection(without: labels))
  }

  private static func refusal(
    _ source: LocatedArray, _ columns: [Int], hasFractions: Bool, _ table: TableColumns,
    _ what: String
  ) -> FileProblem {
    let list = columns.map { table.title($0) }.listed(most: 4, separator: " and ")
    let other = columns.count == 1 ? "the scores of a class" : "the scores of classes"
    return FileProblem(
      source.path,
      "\(list) \(what): \(other), or something else about the samples (a label, a prediction, a number of "
        + "the row)? Say which columns are scores: --columns \(table.selection(without: columns)), or all: "
        + "--columns \(table.selection(without: []))")
  }

  /// Columns that hold whole numbers only, and whether those are all 0 or 1.
  private static func wholeColumns(_ array: NumericArray) -> [(column: Int, isShare: Bool)] {
    let (rows, width) = (array.shape[0], array.shape[1])
    var open = (0..<width).map { (column: $0, isShare: true) }
    array.bytes.withUnsafeBytes { bytes in
      var row = 0
      while row < rows, !open.isEmpty {
        open = open.compactMap { place, isShare in
          let value = bytes.loadUnaligned(
            fromByteOffset: (row * width + place) * 8, as: Double.self)
          guard value.isFinite, value == value.rounded() else { return nil }
          return (place, isShare && (value == 0 || value == 1))
        }
        row += 1
      }
    }
    return open
  }

  /// A name in small letters, with letters and digits only.
  static func plain(_ name: String) -> String {
    name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
