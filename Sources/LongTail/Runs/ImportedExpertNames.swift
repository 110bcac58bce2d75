import ArrayFiles

/// The names that the authors' networks of several experts give to the same weights: RIDE's, BalPoE's and
/// SADE's (`layer2s.m`, `linears.m`, `expert_help_pred_*`), SHIKE's (`shallow_exps.m`, `classifiers.m`,
/// `rt_classifiers.m`) and BBN's (`cb_block`, `rb_block`).
struct ImportedExpertNames {
  let known: Set<String>
  let experts: Int

  /// Without the classifiers that SHIKE's second part leaves behind: where there is the bank that it
  /// trains and predicts with, that is the network's.
  static func withoutFirstBank(_ arrays: [String: NumericArray]) -> [String: NumericArray] {
    guard arrays.keys.contains(where: { $0.split(separator: ".").contains("rt_classifiers") })
    else {
      return arrays
    }
    return arrays.filter { !$0.key.split(separator: ".").contains("classifiers") }
  }

  /// Our name, or `nil` for a name that means nothing to this network.
  func translated(_ name: String) -> String? {
    let steps = name.split(separator: ".").map(String.init)
    guard let first = steps.first, steps.count >= 2 else { return nil }
    let rest = Array(steps.dropFirst())
    switch first {
    case "cb_block": return branchBlock(rest, of: 0)
    case "rb_block": return branchBlock(rest, of: 1)
    case "expert_help_pred_hidden_fcs": return ours(["router", "hidden"] + rest)
    case "expert_help_pred_fc": return ours(["router", "decision"] + rest)
    default: break
    }
    guard let expert = Int(rest[0]), (0..<experts).contains(expert) else { return nil }
    let below = Array(rest.dropFirst())
    switch first {
    case "linears", "classifiers", "rt_classifiers":
      return owned(["classifier"] + below, by: expert)
    case "shallow_exps":
      return alignment(below).flatMap { owned($0, by: expert) }
    default:
      guard first.hasPrefix("layer"), first.hasSuffix("s") else { return nil }
      return owned([String(first.dropLast())] + below, by: expert)
    }
  }

  /// `convs.StridedConv0.conv.1.weight` is the batch norm of the first step.
  private func alignment(_ steps: [String]) -> [String]? {
    let convolution = "StridedConv"
    guard steps.count == 5, steps[0] == "convs", steps[1].hasPrefix(convolution),
      let layer = ["0": "conv", "1": "bn"][steps[3]]
    else { return nil }
    return ["alignment", String(steps[1].dropFirst(convolution.count)), layer, steps[4]]
  }

  /// The one block that a branch of BBN has of its own, wherever it lies.
  private func branchBlock(_ steps: [String], of expert: Int) -> String? {
    let end = "." + steps.joined(separator: ".")
    let found = known.filter { $0.hasPrefix("experts.\(expert).layer") && $0.hasSuffix(end) }
    return found.count == 1 ? found.first : nil
  }

  private func owned(_ steps: [String], by expert: Int) -> String? {
    ours(["experts", "\(expert)"] + steps) ?? ours(steps)
  }

  private func ours(_ steps: [String]) -> String? {
    let name = steps.joined(separator: ".")
    return known.contains(name) ? name : nil
  }
}
