/// What each stage of a run changed: the classifier's weights, batch norm's statistics, the labels.
struct StagesSection {
  let report: RunReport
  let detail: Detail

  var section: Page.Section? {
    let runs = report.runs.prefix(detail.diagramRuns).filter { $0.stages.count > 1 }
    let galleries = runs.compactMap { run -> Block? in
      let charts = charts(run).map(\.chart)
      guard !charts.isEmpty else { return nil }
      return .gallery(
        charts, width: 470, heading: report.runs.count > 1 ? run.chartName : "", caption: "")
    }
    guard !galleries.isEmpty else { return nil }
    return Page.Section(
      "stages", "What each stage changed", short: "Stages",
      [
        .remark(
          "Norms of each class's weights at the end of each stage; how far the running statistics of "
            + "batch norm moved, averaged over channels; how soft the labels of each class were.")
      ] + galleries)
  }

  /// The charts of one run, each with a name for a file.
  func charts(_ run: RunFacts) -> [(name: String, chart: any Chart)] {
    let dataset = report.dataset
    var charts: [(name: String, chart: any Chart)] = []
    let weighed = run.stages.filter { $0.weightNorms.count == dataset.counts.count }
    if weighed.count > 1 {
      charts.append(
        (
          "weight-norms",
          WeightNorms(
            classes: ClassFrequencies(dataset),
            series: weighed.map { .init("after stage \($0.name)", norms: $0.weightNorms) })
        ))
    }
    for stage in run.stages where stage.shifts.contains(where: { $0.mean > 0 }) {
      charts.append(
        (
          "batch-norm",
          StatisticShifts(
            title: "Batch norm's statistics after stage \(stage.name)", shifts: stage.shifts)
        ))
    }
    for stage in run.stages
    where !stage.smoothing.isEmpty
      && stage.smoothing.allSatisfy({ $0.values.count == dataset.counts.count })
    {
      charts.append(
        ("smoothing", SmoothingShapes(counts: dataset.counts, shapes: stage.smoothing)))
    }
    return charts
  }
}
