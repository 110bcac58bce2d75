import Calibration

/// What knowledge transfer took from where: attention, weights, sensitivity to its constants.
struct TransferSection {
  let transfer: CalibrationReport.KnowledgeTransfer
  let dataset: DatasetFacts?

  var section: Page.Section {
    var blocks: [Block] = [
      .paragraph(
        "Knowledge transfer describes each rare class by the frequent classes that resemble it, and "
          + "so estimates what its few samples cannot tell. Each row says from which frequent "
          + "classes a rare class takes its knowledge; rows sum to one.")
    ]
    if !transfer.facts.isEmpty { blocks.append(.facts(transfer.facts)) }
    if !transfer.tailClasses.isEmpty, !transfer.headClasses.isEmpty {
      blocks.append(
        .figure(
          HeatMap(
            title: "Attention of rare classes to frequent ones", rowTitle: "rare classes",
            columnTitle: "frequent classes", rows: transfer.tailClasses,
            columns: transfer.headClasses, values: transfer.attention), heading: "Attention",
          caption: ""))
    } else {
      blocks.append(.remark("No rare class: nothing was transferred."))
    }
    if let dataset, dataset.counts.count == transfer.classWeights.count, !dataset.counts.isEmpty {
      blocks.append(
        .figure(
          OverFrequencyChart(
            title: "Mean importance weight of each class", axisTitle: "mean importance weight",
            dataset: dataset, values: transfer.classWeights),
          heading: "Importance weights over class frequency",
          caption: "How much a validation sample of the class counts in the fit of the "
            + "temperature, on average."))
    }
    if let weights = transfer.weights, weights.samples > 0 {
      blocks.append(
        .figure(
          WeightHistogram(title: "Importance weights of single samples", bins: weights),
          heading: "Importance weights of the rare classes' samples",
          caption: "Validation samples whose class is rare; those of frequent classes weigh 1. The "
            + "axis is logarithmic, and its ends are where weights are clipped."))
    }
    let sensitivities = transfer.sensitivities.filter { !$0.values.isEmpty }
    if !sensitivities.isEmpty {
      blocks.append(
        .gallery(
          sensitivities.map(chart), width: 450, heading: "Sensitivity to the constants",
          caption: "Test ECE when one constant changes and the others stay; the last curve is what "
            + "any temperature at all would give. Choosing by these curves chooses on the test set."
        ))
    }
    return Page.Section(
      "transfer", "Inside knowledge transfer", short: "Knowledge transfer", blocks)
  }

  private func chart(_ sensitivity: CalibrationReport.Sensitivity) -> any Chart {
    let places = places(sensitivity)
    var chart = LineChart(
      title: "ECE over \(sensitivity.constant)", horizontalTitle: sensitivity.constant,
      verticalTitle: "ECE", unit: .percent,
      lines: [
        LineChart.Line(
          "ECE",
          points: zip(places ?? sensitivity.values, sensitivity.calibrationErrors)
            .map { Point($0, $1) }, colour: 0)
      ], marks: [])
    if let places {
      chart.ticks = zip(places, sensitivity.values).map {
        LineChart.Tick($0, label: Numerals.short($1))
      }
    }
    let chosen = sensitivity.values.firstIndex(of: sensitivity.chosen)
    chart.marks = [
      LineChart.Mark(
        places.flatMap { places in chosen.map { places[$0] } } ?? sensitivity.chosen,
        label: Numerals.short(sensitivity.chosen))
    ]
    return chart
  }

  /// Equal steps for a few values that would crowd at one end; `nil` for others.
  private func places(_ sensitivity: CalibrationReport.Sensitivity) -> [Double]? {
    let steps = zip(sensitivity.values.dropFirst(), sensitivity.values).map { $0 - $1 }
    guard let least = steps.min(), let most = steps.max(), most > 20 * least,
      sensitivity.values.count <= 12, sensitivity.values.contains(sensitivity.chosen)
    else { return nil }
    return sensitivity.values.indices.map(Double.init)
  }
}

/// One positive figure of each class over its training count.
private struct OverFrequencyChart: Chart {
  let title: String
  let axisTitle: String
  let dataset: DatasetFacts
  let values: [Double]

  func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: title,
      verticalAxis: Axis(LinearScale(around: values, including: 0), title: axisTitle) {
        Numerals.short($0)
      }, classes: ClassFrequencies(dataset),
      series: [OverFrequency.Series(name: "weight", values: values)],
      label: { Numerals.fixed($0, digits: 3) }
    ).drawing(width: width)
  }
}
