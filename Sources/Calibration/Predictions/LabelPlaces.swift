import ArrayFiles

/// Finds single columns and arrays that are hardly labels, where nobody chose them.
///
/// A prediction or a number of the row that is taken for the labels gives a figure like any other, and often a
/// perfect one.
enum LabelPlaces {
  /// What a column or an array holds instead, by its name in small letters and without signs between.
  private static let others: [(what: String, names: Set<String>)] = [
    (
      "predictions",
      [
        "pred", "preds", "ypred", "ypreds", "yhat", "predlabel", "predlabels", "predclass",
        "predicted",
        "predictedlabel", "predictedlabels", "predictedclass", "predictedclasses", "prediction",
        "predictions",
        "predictionlabel", "labelpred", "labelpredicted", "classpred", "classpredicted", "argmax",
        "topclass", "toplabel", "top1", "top1class", "top1label", "output", "outputs",
        "modeloutput",
      ]
    ),
    (
      "numbers or names of the rows",
      [
        "id", "ids", "index", "idx", "row", "rowid", "rownumber", "sample", "sampleid", "image",
        "imageid",
        "uid", "unnamed0", "level0", "filename", "path", "key",
      ]
    ),
    (
      "the parts of the data",
      ["split", "splits", "fold", "folds", "subset", "partition"]
    ),
    (
      "other numbers about the samples",
      [
        "confidence", "confidences", "conf", "score", "scores", "prob", "probs", "probability",
        "maxprob",
        "maxprobability", "logit", "logits", "loss", "entropy", "margin", "weight", "weights",
        "sampleweight", "sampleweights", "count", "counts", "correct", "hit", "hits", "rank",
        "epoch", "step",
      ]
    ),
  ]

  /// - Parameters:
  ///   - source: labels as they were found.
  ///   - isChosen: whether somebody named the array.
  ///   - classNames: names that are labels, should the first line be one of them.
  /// - Throws: `FileProblem` that names both readings.
  static func check(
    _ source: LocatedArray, isChosen: Bool, classNames: [String]?
  ) throws(FileProblem) {
    guard !isChosen, source.table?.isChosen != true else { return }
    let name = source.table == nil ? source.name : source.table?.names?.first ?? ""
    guard classNames?.contains(name) != true,
      let what = others.first(where: { $0.names.contains(ScoreColumns.plain(name)) })?.what
    else { return }
    let kind = source.table == nil ? "array" : "column"
    let wayOut = "the name label says that it holds the labels"
    throw FileProblem(
      source.path,
      "its only \(kind) is called '\(name)', as \(what) are: the labels of the samples, or \(what)? "
        // Behind the last colon of a place stands the name.
        + (name.contains(":")
          ? wayOut
          : "\("\(source.path):\(name)".shellWord) takes it for the labels; \(wayOut) as well"))
  }
}
