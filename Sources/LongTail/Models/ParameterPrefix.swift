/// Whether a parameter lies at or below a path prefix. What belongs to an expert also lies where it would
/// in a network of one: `classifier` is every expert's own.
func matches(_ name: String, prefix: String) -> Bool {
  if name == prefix || name.hasPrefix(prefix + ".") { return true }
  let steps = name.split(separator: ".", maxSplits: 2)
  guard steps.count == 3, steps[0] == "experts" else { return false }
  return steps[2] == prefix || steps[2].hasPrefix(prefix + ".")
}

extension ExpertModel {
  /// Experts of which nothing trains while something of another one does, by what trains.
  func restingExperts(trained: [String]) -> Set<Int> {
    let all = Set(0..<settings.experts)
    let moving = all.filter { expert in
      trained.contains { $0.hasPrefix("experts.\(expert).") }
    }
    return moving.isEmpty ? [] : all.subtracting(moving)
  }
}

/// A name as it would be in a network of one expert.
func withoutExpert(_ name: String) -> String {
  let steps = name.split(separator: ".", maxSplits: 2)
  return steps.count == 3 && steps[0] == "experts" ? String(steps[2]) : name
}

/// Whether a parameter lies in one of the blocks of a backbone, by its name without a place among experts: below
/// `blocks.` in transformers and networks of inverted residuals, below `layerN.` in residual networks, below `stages.` in ConvNeXt.
func isInBlock(_ name: String) -> Bool {
  let steps = name.split(separator: ".")
  guard steps.count >= 3 else { return false }
  return ["blocks", "stages"].contains(steps[0]) || steps[0].hasPrefix("layer")
}

/// Whether a tensor of the features' network is no backbone's, as what aligns an expert's map with an earlier one.
func isAdded(_ name: String) -> Bool { matches(name, prefix: "alignment") }
