public import ArrayFiles
import Foundation

/// A folder with predictions: the arrays `logits` (or `probabilities`), `labels`, and optionally
/// `features`, `class_counts`, `expert_logits` and `uncertainty`, each in a file of any `ArrayFormat` (`logits.npy`,
/// `labels.csv`, …; `class_counts.json`, too). Or one NPZ or safetensors file with arrays of these names.
///
/// Arrays `[samples, classes]`, `[samples]`, `[samples, width]`, `[classes]`, `[samples, experts, classes]` and
/// `[samples]`, the larger, the less sure an answer is by another account than its probability; a leading axis of extent
/// 1 is accepted in the first three and the last. `class_names.txt`, a name a
/// line in class order, or an array `class_names` of NumPy's text names the classes of scores whose format does not.
public enum PredictionFolder {
  /// - Parameters:
  ///   - path: the folder or file.
  ///   - combination: how the logits are made of those of the experts, which `expert_logits` or
  ///     `logits` of three axes then hold; `nil` takes `logits` as they are.
  ///   - choice: how a table of scores is read where it does not say itself.
  ///   - shift: what was taken off the logits of others that these are compared with.
  /// - Returns: all that is there, every number checked.
  /// - Throws: `FileProblem`, naming file, row and column of what is wrong.
  public static func read(
    _ path: String, combination: EnsembleCombination? = nil,
    choice: TableChoice = TableChoice(), shift: LogitShift? = nil
  ) throws(FileProblem) -> Predictions {
    let arrays = try ArrayCollection(path: path)
    let rows = try rows(in: arrays, combination: combination, choice: choice, shift: shift)
    let logits = try rows.logits(0..<rows.samples)
    let samples = rows.samples
    let classes = rows.classes
    let found = try labels(in: arrays, of: rows)
    var predictions = Predictions(logits: logits, labels: found.labels)
    predictions.input = rows.input
    predictions.notes = rows.notes + found.notes
    predictions.warnings = rows.warnings + found.warnings
    if rows.kind == .probabilities {
      predictions.remarks = [
        "\(path): logits are taken as log(max(p, 1e-20)) of the probabilities there"
      ]
    }
    if let features = try arrays.array("features", others: PredictionArrays.notFeatures) {
      predictions.features = try PredictionArrays.features(features, samples: samples)
      var order = try SampleOrder.remarks(rows.source, labels: features)
      if arrays.isFolder, let labels = try labelColumn(in: arrays, of: rows) {
        order.notes += try SampleOrder.remarks(labels, labels: features).notes
      }
      predictions.notes += features.notes + order.notes
      predictions.warnings += order.warnings
    }
    if let found = try uncertainties(in: arrays, of: rows) {
      predictions.uncertainties = found.values
      predictions.notes += found.notes
      predictions.warnings += found.warnings
    }
    let counts = try classCounts(in: arrays, for: rows.known)
    predictions.classCounts = counts?.counts
    predictions.notes += counts?.notes ?? []
    if rows.combination != nil {
      predictions.expertLogits = try rows.expertLogits(0..<samples)
    } else if let experts = try arrays.array("expert_logits") {
      predictions.expertLogits = try PredictionArrays.expertLogits(
        experts, samples: samples, classes: classes)
    }
    return predictions
  }

  /// The array `logits`, or else `probabilities`; with a combination, before them `expert_logits`.
  static func rows(
    in arrays: ArrayCollection, combination: EnsembleCombination? = nil, labels: String? = nil,
    uncertainties: UncertaintyFile? = nil, choice: TableChoice = TableChoice(),
    shift: LogitShift? = nil
  ) throws(FileProblem) -> PredictionRows {
    if combination != nil, let source = try arrays.array("expert_logits", choice: choice) {
      return try PredictionRows(source, kind: .logits, combination: combination, shift: shift)
    }
    for kind in [PredictionRows.Kind.logits, .probabilities] {
      let tables = ArrayFormat.allCases.filter(\.isTable).map {
        (arrays.path as NSString).appendingPathComponent("\(kind.rawValue).\($0.rawValue)")
      }
      let ofLabels = labels.flatMap { labels in
        tables.lazy.compactMap { PredictionRows.labelColumn(labels, in: $0) }.first
      }
      let ofUncertainties = uncertainties.flatMap { file in
        tables.lazy.compactMap { PredictionRows.column(of: file, in: $0) }.first
      }
      let word =
        labels == nil
        ? try arrays.file(kind.rawValue).flatMap { labelWord(in: arrays, path: $0)?.name } : nil
      let others =
        PredictionRows.labelNames + [ofLabels ?? word, ofUncertainties].compactMap { $0 }
      if let source = try arrays.array(kind.rawValue, others: others, choice: choice) {
        try PredictionRows.check(source, without: ofLabels ?? word, of: "the labels")
        try PredictionRows.check(
          source, without: ofUncertainties, of: uncertainties.map(\.title) ?? "")
        var rows = try PredictionRows(source, kind: kind, combination: combination, shift: shift)
        if kind == .logits, arrays.holds(PredictionRows.Kind.probabilities.rawValue) {
          rows.choiceNote =
            "\(arrays.path): the logits are read; the probabilities there are not used"
        }
        return rows
      }
    }
    if combination == nil, try arrays.array("expert_logits") != nil {
      let known = EnsembleCombination.allCases.map(\.rawValue).joined(separator: " or ")
      throw FileProblem(
        arrays.path, "it has expert_logits but no logits; say how they are combined: \(known)")
    }
    throw FileProblem(
      arrays.path,
      arrays.isFolder
        ? "neither logits.npy nor probabilities.npy is in this folder (nor another format of them)"
          + arrays.unread(["logits", "probabilities"])
        : "it holds neither an array 'logits' nor an array 'probabilities'; \(arrays.listed); one of these names says "
          + "what the scores are (metrics also takes --logits FILE:NAME or --probabilities FILE:NAME)"
    )
  }

  /// The only column of a folder's table of scores that other words call labels, where no file has them.
  private static func labelWord(
    in arrays: ArrayCollection, path: String
  ) -> (number: Int, name: String)? {
    guard arrays.isFolder, !arrays.holds("labels"), let table = try? ArrayFile.table(path),
      let name = table.synonym(of: PredictionRows.labelNames, PredictionRows.labelWords),
      let number = table.names?.firstIndex(of: name)
    else { return nil }
    return (number, name)
  }

  /// The array of labels; `nil` where none has that name.
  private static func labelColumn(
    in arrays: ArrayCollection, of rows: PredictionRows
  ) throws(FileProblem) -> LocatedArray? {
    try FramedNames.read(in: rows.wordings, holdsNames: { $0?.table?.holdsNames == true }) {
      names throws(FileProblem) in
      try arrays.array(
        "labels", columns: PredictionRows.labelNames, isColumn: true, columnNames: names,
        synonyms: PredictionRows.labelWords)
    }
  }

  static func labels(
    in arrays: ArrayCollection, of rows: PredictionRows
  ) throws(FileProblem) -> PredictionArrays.FoundLabels {
    if let source = try labelColumn(in: arrays, of: rows) {
      return try PredictionArrays.labels(source, of: rows)
    }
    let path = rows.source.path
    guard
      let column = rows.source.table?.leftNames.first(where: {
        PredictionRows.labelNames.contains($0.name.lowercased())
      }) ?? labelWord(in: arrays, path: path)
    else {
      throw FileProblem(
        arrays.path,
        arrays.isFolder
          ? "labels.npy is not in this folder, nor another format of it; a table of scores may have them in a column "
            + "'label' instead\(words(of: rows))\(arrays.unread(["labels", "label"]))"
          : "it holds no array 'labels'; \(arrays.listed); that name says which are the labels (in metrics so does "
            + "--labels: \(arrays.choice(axes: 1)))")
    }
    var found = try PredictionArrays.labels(of: rows, at: path)
    found.notes.insert("\(path): the labels are its column '\(column.name)'", at: 0)
    return found
  }

  /// The array `uncertainty`, or what a file says instead; `nil` where neither is there.
  static func uncertainties(
    in arrays: ArrayCollection, of rows: PredictionRows, labels: String? = nil,
    insteadFrom file: UncertaintyFile? = nil
  ) throws(FileProblem) -> PredictionArrays.FoundUncertainties? {
    guard file != nil || arrays.holds(UncertaintyFile.arrayName) else { return nil }
    let labels: LocatedArray? =
      if let labels {
        try PredictionArrays.labelColumn(of: rows, at: labels)
      } else {
        try labelColumn(in: arrays, of: rows)
      }
    guard let file else {
      return try PredictionArrays.uncertainties(in: arrays, of: rows, labels: labels)
    }
    return try PredictionArrays.uncertainties(file, of: rows, labels: labels)
  }

  /// Which column of a table of scores has nothing but names of its classes, as " (…)"; nothing where none has.
  private static func words(of rows: PredictionRows) -> String {
    guard let names = rows.classNames, let table = rows.source.table else { return "" }
    let known = Set(names)
    let column = table.leftNames.first { number, _ in
      (try? table.texts(number))?.allSatisfy { known.contains($0.text) } == true
    }
    return column.map {
      " (its column '\($0.name)' has names of the classes: are they the labels?)"
    }
      ?? ""
  }

  /// `nil` when there are none.
  static func classCounts(
    in arrays: ArrayCollection, for classes: KnownClasses
  ) throws(FileProblem) -> (counts: [Int], notes: [String])? {
    let json = (arrays.path as NSString).appendingPathComponent("class_counts.json")
    let hasJSON = arrays.isFolder && FileManager.default.fileExists(atPath: json)
    if let file = try arrays.file("class_counts") {
      guard !hasJSON else {
        throw FileProblem(
          arrays.path,
          "both \((file as NSString).lastPathComponent) and class_counts.json are in this folder; one of them "
            + "was expected")
      }
      return try PredictionArrays.classCounts(file, for: classes)
    }
    if hasJSON { return try PredictionArrays.classCounts(json, for: classes) }
    guard let source = try arrays.array("class_counts") else { return nil }
    return try PredictionArrays.classCounts(ClassNumbers(source, .counts), for: classes)
  }

  /// Makes the folder where it is missing and writes each file whole or not at all.
  /// - Throws: `FileProblem` when a file cannot be written.
  public static func write(_ predictions: Predictions, to path: String) throws(FileProblem) {
    try Folder.make(path)
    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }
    let logits = predictions.logits
    try NPYFile.write(
      NumericArray(logits.values, shape: [logits.samples, logits.classes]),
      to: file("logits.npy"))
    try NPYFile.write(
      NumericArray(predictions.labels, shape: [logits.samples]), to: file("labels.npy"))
    if let features = predictions.features {
      try NPYFile.write(
        NumericArray(features.values, shape: [features.samples, features.width]),
        to: file("features.npy"))
    }
    if let uncertainties = predictions.uncertainties {
      try NPYFile.write(
        NumericArray(uncertainties, shape: [logits.samples]),
        to: file("\(UncertaintyFile.arrayName).npy"))
    }
    if let counts = predictions.classCounts {
      let text = "[" + counts.map(String.init).joined(separator: ", ") + "]\n"
      try AtomicFile.write(Data(text.utf8), to: file("class_counts.json"))
    }
    if let names = predictions.input.classNames { try GivenClassNames.write(names, to: path) }
    if !predictions.expertLogits.isEmpty {
      let experts = predictions.expertLogits.map(\.values)
      let values = (0..<logits.samples).flatMap { row in
        experts.flatMap { $0[row * logits.classes..<(row + 1) * logits.classes] }
      }
      try NPYFile.write(
        NumericArray(values, shape: [logits.samples, experts.count, logits.classes]),
        to: file("expert_logits.npy"))
    }
  }
}
