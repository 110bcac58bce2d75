import Torch

/// How far a parameter lies from the classifier, and the rate that this gives it.
struct LayerDecay {
  /// What the rate is multiplied by from each layer to the one before it.
  let factor: Double
  /// Numbers of the blocks, from 1, in the order of the parameters.
  private let numbers: [String]

  /// - Parameters:
  ///   - factor: from each layer to the one before it.
  ///   - names: of all parameters of the network.
  init(_ factor: Double, names: [String]) {
    self.factor = factor
    var found: [String] = []
    for name in names where ExpertModel.isBackbone(name) {
      if let block = Self.block(of: withoutExpert(name)), !found.contains(block) {
        found.append(block)
      }
    }
    numbers = found
  }

  /// Between 0 and 1; 1 for what is no backbone's.
  func rate(_ name: String) -> Double {
    guard ExpertModel.isBackbone(name), !isAdded(name) else { return 1 }
    let bare = withoutExpert(name)
    let levels = numbers.count + 1
    let level: Int
    if let block = Self.block(of: bare), let index = numbers.firstIndex(of: block) {
      level = index + 1
    } else {
      level = Self.ends.contains { matches(bare, prefix: $0) } ? levels : 0
    }
    return (level..<levels).reduce(1) { rate, _ in rate * factor }
  }

  /// Whether a parameter has a weight decay: not where it is a bias, a scale, a token or a place.
  static func decays(_ name: String, _ tensor: Tensor) -> Bool {
    let last = name.split(separator: ".").last ?? ""
    return tensor.rank > 1 && !["cls_token", "pos_embed", "reg_token"].contains(last)
  }

  /// What lies behind the blocks, in any backbone.
  private static let ends = ["norm", "fc_norm", "conv_head", "bn2", "head"]

  /// A block's path, numbers included: `blocks.3`, `blocks.2.0`, `layer4.1`.
  private static func block(of name: String) -> String? {
    guard isInBlock(name) else { return nil }
    let steps = name.split(separator: ".")
    // What halves the maps of ConvNeXt goes with the block behind it.
    if steps[0] == "stages", steps[2] == "downsample" { return "stages.\(steps[1]).blocks.0" }
    let count = steps.dropFirst().prefix { Int($0) != nil || $0 == "blocks" }.count
    return steps.prefix(1 + count).joined(separator: ".")
  }
}
