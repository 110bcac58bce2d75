import Foundation
import LongTail

/// A method as a person would read it: recipe, citation, differences, published settings and figures.
public struct MethodPage {
  private let type: any LongTail.Method.Type
  private let preset: PublishedPreset?
  /// The preset's, or the method's for CIFAR-100-LT at imbalance factor 100.
  private let recipe: Recipe

  /// - Parameters:
  ///   - method: one of ``Methods/names``.
  ///   - preset: one of its presets, whose plan is shown instead of the one for CIFAR-100-LT.
  /// - Throws: `UnknownName` that names the nearest; `SettingsError` for a preset that is several.
  public init(_ method: String, preset: String? = nil) throws {
    let method = try Methods.method(named: method)
    type = Swift.type(of: method)
    self.preset = try preset.map { try PublishedPreset.named($0, of: method) }
    if let chosen = self.preset {
      recipe = try chosen.recipe(of: method)
    } else {
      recipe = Recipe(
        method: type.name, data: DataSettings(source: "cifar100:DIR", imbalanceFactor: 100),
        plan: method.plan(for: .cifar100), selection: .validation)
    }
  }

  /// The page as lines of text.
  /// - Throws: `SettingsError` for a plan that does not encode.
  public func text() throws -> String {
    var lines = ["\(type.name): \(type.summary)", "", "  \(type.citation)", ""]
    lines.append("On \(preset.map(Self.title) ?? "CIFAR-100-LT, imbalance factor 100"):")
    lines.append("")
    lines += try Self.network(recipe).map { "  " + $0 }
    for (index, stage) in recipe.stages.enumerated() {
      let length = stage.fit == nil ? ", \(stage.epochs) epochs" : ""
      lines += ["", "  Stage \(index + 1), \(stage.name)\(length)"]
      lines += try StageWords(stage: stage).lines().map { line in
        "    \(line.name.padding(toLength: 10, withPad: " ", startingAt: 0))  \(line.text)"
      }
    }
    let prediction = Self.prediction(recipe)
    if !prediction.isEmpty { lines += [""] + prediction.map { "  " + $0 } }
    lines += differences + (try presets()) + results
    let option = preset?.names.last.map { " --preset \($0)" } ?? ""
    lines += [
      "",
      "The recipe as YAML, with every setting: longtail list methods --method \(type.name)\(option) --yaml",
    ]
    return lines.joined(separator: "\n")
  }

  /// The recipe as `longtail train --recipe` reads it.
  /// - Throws: `SettingsError` for a plan that does not encode.
  public func yaml() throws -> String {
    try RecipeFile.text(recipe).trimmingCharacters(in: .newlines)
  }

  private static func title(_ preset: PublishedPreset) -> String {
    let factor = preset.imbalanceFactor.map { String(format: ", imbalance factor %g", $0) } ?? ""
    return preset.dataset + factor
  }

  private static func network(_ recipe: Recipe) throws -> [String] {
    let model = recipe.model
    return [
      "network: \(try SettingWords.item(model.backbone)), classifier: "
        + "\(try SettingWords.item(model.classifier)); batch: \(recipe.batchSize)"
    ] + (model.experts > 1 ? ["experts: \(ExpertWords.text(model))"] : [])
  }

  private static func prediction(_ recipe: Recipe) -> [String] {
    let adjustment = recipe.prediction.logitAdjustment
    let evidence = recipe.prediction.evidence.map {
      "prediction: evidence weighs the experts (\($0.form.rawValue), η \($0.temperature))"
    }
    return (adjustment == 0 ? [] : ["prediction: logits − \(adjustment) · log prior"])
      + [evidence].compactMap(\.self)
  }

  private var differences: [String] {
    type.differences.isEmpty
      ? []
      : ["", "Where paper and code differ, and what this is:"]
        + type.differences.map { "  – \($0)" }
  }

  private func presets() throws -> [String] {
    guard preset == nil, !type.presets.isEmpty else { return [] }
    var lines = ["", "Published settings, to be trained with:"]
    for preset in type.presets {
      let recipe = try preset.recipe(of: type.init())
      lines.append("  \(Self.title(preset)):")
      lines.append("    --preset \(preset.names.last ?? "")")
      lines += try Self.network(recipe).map { "    " + $0 }
      lines += try recipe.stages.map { "    \(try StageWords(stage: $0).summary())" }
      lines += Self.prediction(recipe).map { "    " + $0 }
      if preset.cutsNativePictures {
        let measured =
          preset.framing == nil
          ? "on the middle of a shorter side of 256"
          : "as data.framing.evaluation=\(recipe.data.framing.evaluation.name) says"
        lines.append(
          "    pictures: parts of 224×224 of files as large as they are; measured \(measured)")
      }
      if let groups = preset.groups {
        lines.append(
          "    groups: \(groups.many) many-, \(groups.medium) medium- and \(groups.few) few-shot classes"
        )
      }
      lines += preset.lacks.map { "    not here yet: \($0)" }
    }
    return lines
  }

  private var results: [String] {
    guard !type.results.isEmpty else { return [] }
    let rows: [[Table.Cell]] = type.results.map { result in
      [
        result.dataset, String(format: "%g", result.imbalanceFactor),
        String(format: "%.1f", result.accuracy * 100),
        result.calibrationError.map { String(format: "%.2f", $0 * 100) } ?? "–",
        result.epochs.map(String.init).joined(separator: " + "), result.source,
      ].map { .text($0) }
    }
    let table = Table(
      header: ["data", "imbalance factor", "accuracy %", "ECE %", "epochs", "source"], rows: rows)
    return ["", "Published figures:"]
      + table.text(.table).split(separator: "\n").map { "  " + $0 }
  }
}
