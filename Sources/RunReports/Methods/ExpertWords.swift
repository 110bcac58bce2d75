import LongTail

/// How a network's experts are arranged, in words.
enum ExpertWords {
  /// `3, sharing 2 stages; each also uses the map after stage 1, 2 by turns`.
  static func text(_ model: ModelSettings) -> String {
    let parts = model.sharedParts ?? model.backbone.backbone.sharedParts
    var shared = parts == 1 ? "1 stage" : "\(parts) stages"
    if model.sharedBlocks > 0 {
      shared += " and \(model.sharedBlocks) \(model.sharedBlocks == 1 ? "block" : "blocks")"
    }
    var text = "\(model.experts), sharing \(shared)"
    if !model.depths.isEmpty {
      let stages = model.depths.map(String.init).joined(separator: ", ")
      text += "; each also uses the map after stage \(stages)"
      if model.depths.count > 1 { text += " by turns" }
    }
    if let router = model.router {
      text += "; a router sees the \(router.topLogits) largest logits"
    }
    return text
  }
}
