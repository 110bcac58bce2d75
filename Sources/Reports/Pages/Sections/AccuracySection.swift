import Calibration

/// Accuracy per group and per class, of all runs beside each other.
struct AccuracySection {
  let report: RunReport
  let detail: Detail

  /// Beyond this many classes the table of classes is only in the CSV file.
  private static let mostListed = 200

  var sections: [Page.Section] {
    [
      Page.Section(
        "groups", "Accuracy per group", short: "Groups",
        [
          .figure(
            GroupedBars(
              title: "Accuracy per group", axisTitle: "accuracy on the test set",
              categories: categories, series: report.runs.map(series)),
            heading: "", caption: caption)
        ]),
      Page.Section("classes", "Accuracy per class", short: "Classes", classBlocks),
    ]
  }

  // MARK: Groups

  /// Balanced accuracy is the accuracy where every class has as many test samples.
  private var isBalancedShown: Bool {
    report.runs.contains { run in
      guard let scores = run.model?.scores, let balanced = scores.figure("balanced_accuracy") else {
        return false
      }
      return abs(balanced.value - (scores["accuracy"] ?? 0)) >= 0.0005
    }
  }

  private var categories: [GroupedBars.Category] {
    [GroupedBars.Category("all", missing: "no sample")]
      + (isBalancedShown ? [.init("balanced", missing: "not computed")] : [])
      + ShotGroup.allCases.map { group in
        let classes = report.dataset.groups.classes(in: group).count
        return GroupedBars.Category(
          group.rawValue, note: "\(Numerals.count(classes)) \(classes == 1 ? "class" : "classes")",
          missing: classes == 0 ? "no class" : "no sample")
      }
  }

  private func series(_ run: RunFacts) -> GroupedBars.Series {
    let scores = run.model?.scores
    return GroupedBars.Series(
      run.chartName,
      values: [scores?.figure("accuracy")]
        + (isBalancedShown ? [scores?.figure("balanced_accuracy")] : [])
        + ShotGroup.allCases.map { scores?.accuracy(of: $0) })
  }

  private var caption: String {
    (isBalancedShown
      ? "“all” counts every test image once, “balanced” every class once. " : "")
      + "Groups: \(report.dataset.groups.rule). "
      + (hasIntervals ? "Lines are 95% intervals. " : "") + "Before calibration."
  }

  private var hasIntervals: Bool {
    report.runs.contains { run in
      guard let scores = run.model?.scores else { return false }
      let figures = [scores.figure("accuracy")] + ShotGroup.allCases.map { scores.accuracy(of: $0) }
      return figures.contains { $0?.interval != nil }
    }
  }

  // MARK: Classes

  private var classBlocks: [Block] {
    let dataset = report.dataset
    let shown = report.runs.filter { $0.model?.classes.count == dataset.counts.count }
    guard !shown.isEmpty else { return [.paragraph("No figures per class were recorded.")] }
    var blocks: [Block] = [
      .figure(
        AccuracyOverFrequency(
          classes: ClassFrequencies(dataset),
          series: shown.map { run in
            .init(run.chartName, accuracies: (run.model?.classes ?? []).map(\.accuracy))
          }),
        heading: "Accuracy over class frequency",
        caption: dataset.counts.count * shown.count > 1200
          ? "Lines: running mean over an eighth of the classes; bands: the middle half of them."
          : "A dot a class; lines: running mean over an eighth of the classes, at least five.")
    ]
    blocks += report.charts(.classes)
    if dataset.counts.count <= Self.mostListed, detail.hasClassFigures {
      blocks.append(
        .details(
          summary: "All \(Numerals.count(dataset.counts.count)) classes as a table",
          isPrinted: false, [.table(table(shown))]))
    }
    if detail.hasClassFigures, hasRoomForFile {
      blocks.append(
        .download(
          file: "classes.csv", text: report.classCSV(), label: "Save the figures per class (CSV)",
          note: "All runs, before and after calibration; also written beside the report."))
    } else {
      blocks.append(.remark("The figures per class are in the CSV file beside the report."))
    }
    return blocks
  }

  /// Whether the CSV file, about ninety bytes a row on the page, is small enough to bring along.
  private var hasRoomForFile: Bool {
    report.dataset.counts.count * report.runs.reduce(0) { $0 + $1.evaluations.count } <= 8000
  }

  private func table(_ runs: [RunFacts]) -> Table {
    let dataset = report.dataset
    let columns =
      [
        Table.Column("class", isNumber: false), .init("group", isNumber: false),
        .init("training images"), .init("test images"),
      ] + runs.map { Table.Column($0.name, note: "accuracy, %", stamps: $0.stamps) }
    let rows = ClassOrder.byFrequency(dataset.counts).map { index in
      let samples = runs.first?.model?.classes[index].samples
      return Table.Row(
        cells: [
          Table.Cell(dataset.classNames[index], isHead: true),
          Table.Cell(dataset.groups.ofClass[index].rawValue),
          Table.Cell(Numerals.count(dataset.counts[index])),
          Table.Cell(samples.map(Numerals.count) ?? Numerals.missing),
        ]
          + runs.map { run in
            let accuracy = run.model?.classes[index].accuracy
            return Table.Cell(Numerals.fixed(accuracy.map { $0 * 100 }, digits: 1))
          })
    }
    return Table(label: "Accuracy of every class", columns: columns, rows: rows)
  }
}
