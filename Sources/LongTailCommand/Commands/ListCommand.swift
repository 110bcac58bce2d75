import ArgumentParser
import Calibration
import Foundation
import LongTail
import RunReports

/// `longtail list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what there is: methods, losses, datasets, models, …",
    discussion: """
      Examples:
        longtail list methods
        longtail list methods --method mislas
        longtail list methods --method ride --preset imagenet-lt/resnet50 --yaml
        longtail list samplers --format json
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case methods, losses, datasets, models, fits, samplers, augmentations, framings, mixings
    case schedules, optimizers, calibrators, scores, rules, priors, metrics
  }

  @Argument(help: "What to list.")
  var kind: Kind

  @Option(help: "Show one method as a person would read it: its recipe, citation, differences.")
  var method: String?

  @Option(help: "With --method: the plan that its authors published for a data set.")
  var preset: String?

  @Flag(help: "With --method: the recipe as YAML, for --recipe.")
  var yaml = false

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard method == nil || kind == .methods else {
      throw ValidationError(
        "--method shows one of the methods: longtail list methods --method NAME")
    }
    guard !yaml || method != nil else {
      throw ValidationError("--yaml is the recipe of one method; it needs --method")
    }
    guard preset == nil || method != nil else {
      throw ValidationError("--preset is a method's; it needs --method")
    }
  }

  func run() throws {
    if let method {
      let page = try MethodPage(method, preset: preset)
      try StandardOutput.print(yaml ? page.yaml() : page.text())
      return
    }
    let rows: [[Table.Cell]] = Self.entries(kind).map { [.text($0.name), .text($0.summary)] }
    try StandardOutput.print(Table(header: ["name", "summary"], rows: rows).text(format))
  }

  private static func entries(_ kind: Kind) -> [(name: String, summary: String)] {
    switch kind {
    case .methods: Methods.all.map { ($0.name, $0.summary) }
    case .losses: Losses.all.map { ($0.name, $0.summary) }
    case .datasets: Datasets.all.map { ($0.name, $0.summary) }
    case .models:
      Backbones.all.map { ($0.name, $0.summary) }
        + ClassifierHeads.all.map { ($0.name + " classifier", $0.summary) }
        + ModelSettings.options.map { ("model." + $0.key, $0.summary) }
    case .fits: ClassifierFits.all.map { ($0.name, $0.summary) }
    case .samplers: Samplers.all.map { ($0.name, $0.summary) }
    case .augmentations: Augmentations.all.map { ($0.name, $0.summary) }
    case .framings: Framings.all.map { ($0.name, $0.summary) }
    case .mixings: Mixings.all.map { ($0.name, $0.summary) }
    case .schedules: Schedules.all.map { ($0.name, $0.summary) }
    case .optimizers: Optimizers.all.map { ($0.name, $0.summary) }
    case .calibrators: Calibrators.all.map { ($0.name, $0.summary) }
    case .scores: SetScores.all.map { ($0.name, $0.summary) }
    case .rules: SetRules.all.map { ($0.name, $0.summary) }
    case .priors: PriorEstimators.all.map { ($0.name, $0.summary) }
    case .metrics: Measures.all.map { ($0.name, $0.summary) }
    }
  }
}
