extension PublishedTable {
  static let knowledgeTransferSource =
    "Transfer Knowledge from Head to Tail: Uncertainty Calibration under Long-tailed Distribution, CVPR 2023, "

  /// What the four tables share.
  static let knowledgeTransferConditions = [
    "Figures are expected calibration errors in percent, cut off after two digits; the paper does not give the "
      + "training of the networks.",
    "A fifth of the long-tailed training images is held out to fit the calibrators on.",
    "The columns' names are not the calibrators' own: the authors' data give IR's figure with isotonic regression "
      + "class by class, IROVA's with one map for all classes, and TS-IR's with temperature and class by class.",
  ]

  /// The columns: what the classifier's answers went through.
  static let knowledgeTransferColumns = [
    ("Base", nil), ("TS", "temperature"), ("ETS", "ensemble-temperature"),
    ("TS-IR", "temperature-isotonic-one-vs-all"), ("IR", "isotonic-one-vs-all"),
    ("IROVA", "isotonic"), ("SBC", "scaling-binning"), ("GPC", "gaussian-process"),
    ("Ours", "knowledge-transfer"),
  ].map { Column($0.0, TableConditions(calibrator: $0.1)) }

  /// The calibrators of classifiers on four test sets, the first one the data's own.
  /// - Parameters:
  ///   - number: of the table in the paper.
  ///   - dataset: what the classifiers were trained on.
  ///   - name: of the table among those there are.
  ///   - tests: the test sets.
  ///   - errors: for each imbalance factor, a row for each test set.
  /// - Returns: the table.
  static func knowledgeTransferTable(
    _ number: Int, of dataset: String, name: String, tests: [String],
    _ errors: KeyValuePairs<Int, [[Double]]>
  ) -> PublishedTable {
    PublishedTable(
      name: name, summary: "calibrators of classifiers of \(dataset), on four test sets",
      source: knowledgeTransferSource + "table \(number)", columns: knowledgeTransferColumns,
      rows: errors.flatMap { factor, rows in
        zip(tests, rows).map { test, row in
          knowledgeTransferRow(
            "\(dataset) \(factor), \(test)", dataset, factor: Double(factor),
            test: test == tests.first ? nil : test, row)
        }
      },
      conditions: knowledgeTransferConditions)
  }

  /// A classifier on a test set; one that is not the data's own is not measured by a run.
  static func knowledgeTransferRow(
    _ label: String, _ dataset: String, factor: Double?, network: String? = nil,
    test: String? = nil, _ errors: [Double]
  ) -> Row {
    Row(
      label,
      TableConditions(
        dataset: dataset, imbalanceFactor: factor, network: network, method: "cross-entropy",
        absence: test.map {
          "measured on \($0), which is not the run's own test part; longtail evaluate RUN --data measures it"
        }),
      errors.map { PublishedFigure(nil, $0) })
  }
}
