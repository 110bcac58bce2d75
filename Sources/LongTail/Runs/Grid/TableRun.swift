public import Calibration

/// The run that stands in one place of a published table, whatever its seed.
public struct TableRun: Sendable, Equatable {
  /// One of ``Methods/names``.
  public let method: String
  /// Largest over smallest class count; `nil` takes the data as they are.
  public let factor: Double?
  /// Its data, published plan and settings.
  public let variant: ComparisonGrid.Variant
  /// The classes whose accuracy is shown; `nil` for all.
  public let group: ShotGroup?
  /// After which figures are shown; `nil` for none.
  public let calibrator: String?
  /// What the published run has and this package lacks.
  public let lacks: [String]

  /// What every run of a table fits to its held-out samples: what any run does, and behind it what else the table has.
  static func calibrators(of table: PublishedTable) -> [String] {
    let conditions = table.columns.map(\.conditions) + table.rows.map(\.conditions)
    return conditions.compactMap(\.calibrator).filter(Calibrators.names.contains)
      .reduce(into: CalibrationSettings().candidates) { names, name in
        if !names.contains(name) { names.append(name) }
      }
  }

  init(
    _ conditions: TableConditions, method: String, preset: Preset, source: String,
    fitting calibrators: [String]
  ) {
    self.method = method
    factor = conditions.imbalanceFactor
    group = conditions.group
    calibrator = conditions.calibrator
    lacks = preset.lacks
    let settings = preset.settings + conditions.settings
    let fits =
      calibrators == CalibrationSettings().candidates
      ? [] : ["calibration.candidates=[\(calibrators.joined(separator: ", "))]"]
    // The network's weights are the same whatever is fitted to its answers: the name has no part of it.
    let words =
      [conditions.dataset ?? "", conditions.regime ?? "", preset.network ?? ""] + settings
    variant = ComparisonGrid.Variant(
      name: Self.folderName(words), source: source, preset: preset.name,
      settings: settings + fits)
  }

  /// The run with a seed.
  public func place(seed: Int) -> ComparisonGrid.Place {
    ComparisonGrid.Place(method: method, factor: factor, seed: seed, variant: variant)
  }

  /// Words of lower-case letters and digits with single hyphens between them.
  private static func folderName(_ words: [String]) -> String {
    words.joined(separator: "-").lowercased()
      .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.joined(separator: "-")
  }
}

extension TableRun {
  /// What of a method's published plans is carried out.
  struct Preset: Equatable {
    /// `nil` for the method's own plan for the data.
    var name: String?
    /// What makes its network the table's.
    var settings: [String] = []
    /// Where a table has several networks for the same data.
    var network: String?
    var lacks: [String] = []
  }

  /// Why a method has no plan for a place.
  struct Absence: Error, Equatable {
    let reason: String
  }

  /// The published plan for a data set and network. Data that are made long-tailed have a method's own plan, unless
  /// the authors' second settings are asked for; data that come long-tailed need a published one.
  static func preset(
    for conditions: TableConditions, of method: any Method
  ) -> Result<Preset, Absence> {
    let name = type(of: method).name
    let dataset = conditions.dataset ?? ""
    let title = dataset + (conditions.regime.map { ", \($0)" } ?? "")
    let fitting = type(of: method).presets.filter {
      $0.dataset == title
        && ($0.imbalanceFactor == nil || $0.imbalanceFactor == conditions.imbalanceFactor)
    }
    let isOwn = conditions.imbalanceFactor != nil && conditions.regime == nil
    if isOwn {
      var own = Preset(lacks: fitting.first?.lacks ?? [])
      let backbone = method.plan(for: .cifar100).model.backbone.name
      guard let network = conditions.network, network != backbone else { return .success(own) }
      guard Backbones.names.contains(network) else {
        return .failure(Absence(reason: "no network \(network) here"))
      }
      own.settings = ["model.backbone=\(network)"]
      return .success(own)
    }
    let chosen = fitting.filter { conditions.network == nil || $0.network == conditions.network }
    guard let first = chosen.first, chosen.count == 1 else {
      let network = conditions.network.map { " with \($0)" } ?? ""
      return .failure(
        Absence(
          reason: chosen.isEmpty
            ? "no published settings of \(name) for \(title)\(network) here"
            : "\(name) has several published settings for \(title)\(network)"))
    }
    return .success(
      Preset(name: first.names.last, network: first.network, lacks: first.lacks))
  }
}
