import Calibration
import LongTail

/// The names and summaries of all things of a kind, as a table.
public enum CatalogTable: String, CaseIterable, Sendable {
  case methods, losses, datasets, models, tunings, fits, samplers, augmentations, framings, mixings
  case schedules, optimizers, hooks, companions, calibrators, scores, rules, priors, metrics
  case tables

  /// A row a thing, in the order of its list.
  public var table: Table {
    Table(header: ["name", "summary"], rows: entries.map { [.text($0.name), .text($0.summary)] })
  }

  private var entries: [(name: String, summary: String)] {
    switch self {
    case .methods: Methods.all.map { ($0.name, $0.summary) }
    case .losses: Losses.all.map { ($0.name, $0.summary) }
    case .datasets: Datasets.all.map { ($0.name, $0.summary) }
    case .models:
      Backbones.all.map { ($0.name, $0.summary) }
        + ClassifierHeads.all.map { ($0.name + " classifier", $0.summary) }
        + ModelSettings.options.map { ("model." + $0.key, $0.summary) }
    case .tunings: Tunings.all.map { ($0.name, $0.summary) }
    case .fits: ClassifierFits.all.map { ($0.name, $0.summary) }
    case .samplers: Samplers.all.map { ($0.name, $0.summary) }
    case .augmentations: Augmentations.all.map { ($0.name, $0.summary) }
    case .framings: Framings.all.map { ($0.name, $0.summary) }
    case .mixings: Mixings.all.map { ($0.name, $0.summary) }
    case .schedules: Schedules.all.map { ($0.name, $0.summary) }
    case .optimizers: Optimizers.all.map { ($0.name, $0.summary) }
    case .hooks: Hooks.all.map { ($0.name, $0.summary) }
    case .companions: Companions.all.map { ($0.name, $0.summary) }
    case .calibrators: Calibrators.all.map { ($0.name, $0.summary) }
    case .scores: SetScores.all.map { ($0.name, $0.summary) }
    case .rules: SetRules.all.map { ($0.name, $0.summary) }
    case .priors: PriorEstimators.all.map { ($0.name, $0.summary) }
    case .metrics: Measures.all.map { ($0.name, $0.summary) }
    case .tables: PublishedTables.all.map { ($0.name, $0.summary) }
    }
  }
}
