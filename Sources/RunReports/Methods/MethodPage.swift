import Foundation
import LongTail

/// A method as a person would read it: recipe, citation, differences, published settings and figures.
public struct MethodPage {
  private let type: any LongTail.Method.Type

  /// - Parameter method: one of ``Methods/names``.
  /// - Throws: `UnknownName` that names the nearest.
  public init(_ method: String) throws {
    type = Swift.type(of: try Methods.method(named: method))
  }

  /// The page as lines of text, for CIFAR-100-LT at imbalance factor 100.
  /// - Throws: `SettingsError` for a plan that does not encode.
  public func text() throws -> String {
    let plan = type.init().plan(for: .cifar100)
    var lines = ["\(type.name): \(type.summary)", "", "  \(type.citation)", ""]
    lines.append("On CIFAR-100-LT, imbalance factor 100:")
    lines.append("")
    lines.append(
      "  network: \(try SettingWords.item(plan.model.backbone)), classifier: "
        + "\(try SettingWords.item(plan.model.classifier)); batch: \(plan.batchSize)")
    if plan.model.experts > 1 { lines.append("  experts: \(ExpertWords.text(plan.model))") }
    for (index, stage) in plan.stages.enumerated() {
      let length = stage.fit == nil ? ", \(stage.epochs) epochs" : ""
      lines += ["", "  Stage \(index + 1), \(stage.name)\(length)"]
      lines += try StageWords(stage: stage).lines().map { line in
        "    \(line.name.padding(toLength: 10, withPad: " ", startingAt: 0))  \(line.text)"
      }
    }
    if plan.prediction.logitAdjustment != 0 {
      lines += ["", "  prediction: logits − \(plan.prediction.logitAdjustment) · log prior"]
    }
    lines += differences + (try presets()) + results
    lines += [
      "",
      "The recipe as YAML, with every setting: longtail list methods --method \(type.name) --yaml",
    ]
    return lines.joined(separator: "\n")
  }

  /// The recipe as `longtail train --recipe` reads it.
  /// - Throws: `SettingsError` for a plan that does not encode.
  public func yaml() throws -> String {
    let recipe = Recipe(
      method: type.name, data: DataSettings(source: "cifar100:DIR", imbalanceFactor: 100),
      plan: type.init().plan(for: .cifar100), selection: .validation)
    return try RecipeFile.text(recipe).trimmingCharacters(in: .newlines)
  }

  private var differences: [String] {
    type.differences.isEmpty
      ? []
      : ["", "Where paper and code differ, and what this is:"]
        + type.differences.map { "  – \($0)" }
  }

  private func presets() throws -> [String] {
    guard !type.presets.isEmpty else { return [] }
    var lines = ["", "Published settings, to be trained with:"]
    for preset in type.presets {
      let factor = preset.imbalanceFactor.map { String(format: ", imbalance factor %g", $0) } ?? ""
      lines.append(
        "  \(preset.dataset)\(factor): \(preset.network), batch \(preset.batchSize)")
      lines.append("    --preset \(preset.names.last ?? "")")
      lines += try preset.stages.map { "    \(try StageWords(stage: $0).summary())" }
      if preset.cutsNativePictures {
        lines.append(
          "    pictures: parts of 224×224 of files as large as they are; measured on the middle of a shorter side of 256"
        )
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
