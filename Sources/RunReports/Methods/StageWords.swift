import Foundation
import LongTail

/// A stage as a person would tell it.
struct StageWords {
  let stage: Stage

  /// What each part of the stage is, in the order of the training loop.
  func lines() throws -> [(name: String, text: String)] {
    if let fit = stage.fit {
      return [("computes", try SettingWords.item(fit) + ", in one pass over the features")]
    }
    var lines: [(String, String)] = [("trains", trained), ("batch norm", batchNorm)]
    if !stage.reinitializes.isEmpty {
      lines.insert(("draws anew", stage.reinitializes.joined(separator: ", ")), at: 0)
    }
    let size = stage.batchSize.map { ", in batches of \($0)" } ?? ""
    lines.append(("samples", try SettingWords.item(stage.sampler) + size))
    if let shown { lines.append(("of", shown)) }
    for stream in stage.streams {
      lines.append(("beside them", try SettingWords.item(stream.sampler)))
    }
    if !stage.augmentations.isEmpty {
      lines.append(
        ("pictures", try stage.augmentations.map(SettingWords.item).joined(separator: ", ")))
    }
    for view in stage.views {
      lines.append(
        ("again", try view.augmentations.map(SettingWords.item).joined(separator: ", ")))
    }
    if let mixing = stage.mixing { lines.append(("mixes", try SettingWords.item(mixing))) }
    lines += [
      ("loss", try SettingWords.item(stage.loss))
    ]
    lines += try stage.additionalLosses.map { ("adds", try SettingWords.item($0)) }
    lines += try stage.companions.map { ("beside it", try SettingWords.item($0)) }
    lines += stage.parameterRules.map { ("rule", "\($0.prefix): \(Self.words($0))") }
    lines += [
      ("optimizer", try SettingWords.item(stage.optimizer)),
      ("schedule", try SettingWords.item(stage.schedule)),
    ]
    lines += try stage.hooks.map { ("then", try SettingWords.item($0)) }
    return lines.map { (name: $0.0, text: $0.1) }
  }

  /// The stage in one line.
  func summary() throws -> String {
    if let fit = stage.fit { return "\(stage.name): \(try SettingWords.item(fit))" }
    var parts = ["\(stage.epochs) epochs"]
    parts += try ([stage.sampler] + stage.streams.map(\.sampler)).map(SettingWords.item)
    if let shown { parts.append(shown) }
    if let size = stage.batchSize { parts.append("batches of \(size)") }
    if !stage.views.isEmpty { parts.append("\(1 + stage.views.count) views") }
    if let mixing = stage.mixing { parts.append(try SettingWords.item(mixing)) }
    parts += stage.parameterRules.map { "\($0.prefix): \(Self.words($0))" }
    parts += try ([stage.loss] + stage.additionalLosses).map(SettingWords.item)
    parts += try stage.companions.map(SettingWords.item)
    parts += [
      try SettingWords.item(stage.optimizer), try SettingWords.item(stage.schedule),
      "batch norm \(stage.batchNorm.rawValue)",
    ]
    parts += try stage.hooks.map(SettingWords.item)
    return "\(stage.name): \(parts.joined(separator: "; "))"
  }

  private var trained: String {
    let whole = stage.trains.isEmpty ? "everything" : stage.trains.joined(separator: ", ")
    return stage.fixed.isEmpty ? whole : "\(whole) but \(stage.fixed.joined(separator: ", "))"
  }

  /// Which classes it shows; `nil` for all.
  private var shown: String? {
    stage.classes.map { ranks in
      func percent(_ share: Double) -> String { String(format: "%g", share * 100) }
      return
        "the classes from \(percent(ranks.from)) % to \(percent(ranks.to)) %, the most frequent first"
    }
  }

  private static func words(_ rule: ParameterRule) -> String {
    [
      rule.trains == false ? "stays" : nil, rule.rateFactor.map { "rate × \($0)" },
      rule.weightDecay.map { "weight decay \($0)" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private var batchNorm: String {
    switch stage.batchNorm {
    case .train: "normalises by the batch and follows it; scale and shift train with their path"
    case .follow: "normalises by the batch and follows it; scale and shift stay (shift learning)"
    case .frozen: "stays as it is"
    case .recomputed: "is measured in one pass, then stays as it is"
    }
  }
}
