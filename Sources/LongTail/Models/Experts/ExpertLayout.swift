/// Which blocks of a backbone are shared, which belong to each expert, and which shared maps experts use.
struct ExpertLayout {
  /// Whole parts at the beginning that all experts share.
  let sharedParts: Int
  /// Blocks of each part that all experts share.
  let shared: [Range<Int>]
  /// Blocks of each part that every expert has of its own.
  let own: [Range<Int>]
  /// For each expert, the shared part, counted from 1, whose map it uses beside the last one.
  let depths: [Int?]
  /// Whether that map takes the place of the expert's own blocks.
  let replaces: Bool

  /// - Throws: ``SettingsError`` when the settings do not fit each other or the backbone.
  init(_ settings: ModelSettings, classes: Int) throws {
    try settings.validate()
    let backbone = settings.backbone.backbone
    let counts = backbone.blockCounts
    let parts = settings.sharedParts ?? backbone.sharedParts
    guard (0...counts.count).contains(parts) else {
      throw SettingsError("sharedParts", "expected 0 to \(counts.count), found \(parts)")
    }
    let next = parts < counts.count ? counts[parts] : 1
    guard (0..<next).contains(settings.sharedBlocks) else {
      let reason =
        parts < counts.count
        ? "stage \(parts + 1) of \(settings.backbone.name) has \(next) "
          + (next == 1 ? "block" : "blocks") : "all stages are shared already"
      throw SettingsError(
        "sharedBlocks",
        "expected \(next == 1 ? "0" : "0 to \(next - 1)"), found \(settings.sharedBlocks): \(reason)"
      )
    }
    let ends = counts.indices.map { part in
      part < parts ? counts[part] : part == parts ? settings.sharedBlocks : 0
    }
    sharedParts = parts
    shared = ends.map { 0..<$0 }
    own = zip(ends, counts).map { $0..<$1 }
    depths = try Self.depths(settings, sharedParts: parts)
    replaces = settings.fusion == .replace
    try within("router") {
      try settings.router?.validate(experts: settings.experts, classes: classes)
    }
  }

  private static func depths(_ settings: ModelSettings, sharedParts: Int) throws -> [Int?] {
    guard !settings.depths.isEmpty else {
      return [Int?](repeating: nil, count: settings.experts)
    }
    let maps = settings.backbone.backbone.stageMaps
    guard !maps.isEmpty else {
      throw SettingsError(
        "depths", "\(settings.backbone.name) has no maps that experts could use; expected []")
    }
    // The last part's map is what the experts' own maps look like: there is nothing to align.
    let last = min(sharedParts, maps.count - 1)
    let replaces = settings.fusion == .replace
    for (place, stage) in settings.depths.enumerated()
    where !(1...max(1, last)).contains(stage) && !(replaces && stage == maps.count) {
      throw SettingsError(
        "depths.\(place)",
        "there is no shared stage \(stage) to align; \(known(last, settings))")
    }
    guard last >= 1 else {
      throw SettingsError("depths", known(last, settings))
    }
    return (0..<settings.experts).map { expert in
      let stage = settings.depths[expert % settings.depths.count]
      return stage == maps.count ? nil : stage
    }
  }

  private static func known(_ last: Int, _ settings: ModelSettings) -> String {
    let stages =
      switch last {
      case 0: "no stage"
      case 1: "stage 1 alone"
      default: "stages 1 to \(last)"
      }
    return "the experts on \(settings.backbone.name) share \(stages) before their own "
      + "(model.sharedParts)"
      + (settings.fusion == .replace
        ? "; \(settings.backbone.backbone.stageMaps.count) is an expert's own" : "")
  }
}
