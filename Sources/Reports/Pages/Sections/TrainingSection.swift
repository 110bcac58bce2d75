/// How the runs were trained: curves, recipe, environment.
struct TrainingSection {
  let report: RunReport

  var sections: [Page.Section] {
    [curves, recipes].compactMap { $0 }
  }

  private var curves: Page.Section? {
    let runs = report.runs.compactMap { run in
      run.history.map { TrainingCurves.Run(run.chartName, history: $0) }
    }
    let panels = TrainingCurves.Panel.allCases.map { TrainingCurves(runs: runs, panel: $0) }
      .filter { !$0.isEmpty }
    guard !panels.isEmpty else { return nil }
    return Page.Section(
      "training", "How training went", short: "Training",
      [
        .gallery(
          panels, width: 470, heading: "",
          caption: "Dashed: on the training images, with augmentation as trained; full: on the "
            + "held-out images.")
      ])
  }

  private var recipes: Page.Section? {
    var blocks: [Block] = []
    for run in report.runs {
      var inside: [Block] = []
      if !run.environment.isEmpty { inside.append(.facts(run.environment)) }
      if let recipe = run.recipe { inside.append(.code(recipe)) }
      guard !inside.isEmpty else { continue }
      blocks.append(
        .details(
          summary: report.runs.count > 1
            ? "\(run.name): recipe and environment" : "Recipe and environment",
          inside))
    }
    guard !blocks.isEmpty else { return nil }
    return Page.Section(
      "recipe", "Recipe and environment", short: "Recipe",
      [.paragraph("All that is needed to make the figures again.")] + blocks)
  }
}
