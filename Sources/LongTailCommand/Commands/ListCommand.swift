import ArgumentParser
import Calibration
import Foundation
import LongTail

/// `longtail list`
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show what there is: methods, losses, datasets, models, …",
    discussion: """
      Examples:
        longtail list methods
        longtail list methods --method balanced-softmax
        longtail list samplers --format json
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case methods, losses, datasets, models, samplers, augmentations, mixings, schedules
    case optimizers, calibrators, metrics
  }

  @Argument(help: "What to list.")
  var kind: Kind

  @Option(help: "Show one method as a person would read it: its recipe, citation, differences.")
  var method: String?

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    if let method {
      print(try Self.page(of: method))
      return
    }
    let rows: [[Table.Cell]] = Self.entries(kind).map { [.text($0.name), .text($0.summary)] }
    print(Table(header: ["name", "summary"], rows: rows).text(format))
  }

  private static func entries(_ kind: Kind) -> [(name: String, summary: String)] {
    switch kind {
    case .methods: Methods.all.map { ($0.name, $0.summary) }
    case .losses: Losses.all.map { ($0.name, $0.summary) }
    case .datasets: Datasets.all.map { ($0.name, $0.summary) }
    case .models:
      Backbones.all.map { ($0.name, $0.summary) }
        + ClassifierHeads.all.map { ($0.name + " classifier", $0.summary) }
    case .samplers: Samplers.all.map { ($0.name, $0.summary) }
    case .augmentations: Augmentations.all.map { ($0.name, $0.summary) }
    case .mixings: Mixings.all.map { ($0.name, $0.summary) }
    case .schedules: Schedules.all.map { ($0.name, $0.summary) }
    case .optimizers: Optimizers.all.map { ($0.name, $0.summary) }
    case .calibrators: Calibrators.all.map { ($0.name, $0.summary) }
    case .metrics: Metrics.all.map { ($0.name, $0.summary) }
    }
  }

  private static func page(of name: String) throws -> String {
    let method = try Methods.method(named: name)
    let type = type(of: method)
    let task = TaskDescription(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      imbalanceFactor: 100)
    let recipe = Recipe(
      method: name, data: DataSettings(source: "cifar100:DIR", imbalanceFactor: 100),
      plan: method.plan(for: task), selection: .validation)
    var lines = ["\(type.name): \(type.summary)", "", "  \(type.citation)", ""]
    if !type.differences.isEmpty {
      lines += ["Where paper and code differ:"] + type.differences.map { "  – \($0)" } + [""]
    }
    lines += ["Its recipe for CIFAR-100-LT, imbalance factor 100:", ""]
    lines += try RecipeFile.text(recipe).split(separator: "\n").map { "  \($0)" }
    return lines.joined(separator: "\n")
  }
}
