import ArrayFiles
import Foundation
import LongTail
import Torch

/// The Vision Transformer of width 12 with two blocks whose features timm 1.0.31, transformers 5.24, open_clip 3.3, OpenAI's
/// code and torchvision 0.28 agree on, with weights from a formula: tensor t is `sin(0.37 j + 0.013 j² + 1.3 t)`, j being
/// the row-major index mod 997, times 0.2 for weights and 0.1 for biases; scales are 1 + 0.1 of it.
enum TinyTransformer {
  /// How a tensor is filled.
  enum Kind { case weight, bias, scale }

  static func wave(_ number: Int, count: Int) -> [Double] {
    (0..<count).map { index in
      let j = Double(index % 997)
      return sin(0.37 * j + 0.013 * j * j + 1.3 * Double(number))
    }
  }

  static func fill(_ number: Int, _ kind: Kind, _ shape: [Int]) -> NumericArray {
    let values = wave(number, count: shape.reduce(1, *)).map { value in
      switch kind {
      case .weight: 0.2 * value
      case .bias: 0.1 * value
      case .scale: 1 + 0.1 * value
      }
    }
    return NumericArray(values, shape: shape)
  }

  /// All tensors that some variant has, under timm's names.
  static let tensors: [String: NumericArray] = {
    var all: [String: NumericArray] = [
      "cls_token": fill(0, .weight, [1, 1, 12]), "pos_embed": fill(1, .weight, [1, 17, 12]),
      "patch_embed.proj.weight": fill(2, .weight, [12, 3, 4, 4]),
      "patch_embed.proj.bias": fill(3, .bias, [12]),
      "norm_pre.weight": fill(4, .scale, [12]), "norm_pre.bias": fill(5, .bias, [12]),
      "norm.weight": fill(34, .scale, [12]), "norm.bias": fill(35, .bias, [12]),
      "fc_norm.weight": fill(34, .scale, [12]), "fc_norm.bias": fill(35, .bias, [12]),
      "head.weight": fill(36, .weight, [5, 12]), "head.bias": fill(37, .bias, [5]),
      "proj": fill(38, .weight, [12, 6]), "reg_token": fill(39, .weight, [1, 4, 12]),
    ]
    let block: [(String, Kind, [Int])] = [
      ("norm1.weight", .scale, [12]), ("norm1.bias", .bias, [12]),
      ("attn.qkv.weight", .weight, [36, 12]), ("attn.qkv.bias", .bias, [36]),
      ("attn.proj.weight", .weight, [12, 12]), ("attn.proj.bias", .bias, [12]),
      ("ls1.gamma", .scale, [12]),
      ("norm2.weight", .scale, [12]), ("norm2.bias", .bias, [12]),
      ("mlp.fc1.weight", .weight, [48, 12]), ("mlp.fc1.bias", .bias, [48]),
      ("mlp.fc2.weight", .weight, [12, 48]), ("mlp.fc2.bias", .bias, [12]),
      ("ls2.gamma", .scale, [12]),
    ]
    for k in 0..<2 {
      for (place, (name, kind, shape)) in block.enumerated() {
        all["blocks.\(k).\(name)"] = fill(6 + 14 * k + place, kind, shape)
      }
    }
    return all
  }()

  /// `cos(0.11 i + 0.0007 i²)`, two pictures.
  static func pictures(side: Int = 16) -> Tensor {
    let shape = [2, 3, side, side]
    let values = (0..<shape.reduce(1, *)).map { index in
      let i = Double(index)
      return cos(0.11 * i + 0.0007 * i * i)
    }
    return Tensor(values, shape: shape)
  }

  static func backbone(_ change: (inout VisionTransformer) -> Void = { _ in }) -> VisionTransformer
  {
    var backbone = VisionTransformer(width: 12, depth: 2, heads: 3, patch: 4)
    change(&backbone)
    return backbone
  }

  /// A network with the weights of the formula, its classifier's included where the features are as wide.
  static func model(
    _ backbone: VisionTransformer = backbone(), side: Int = 16, dtype: DType = .float64,
    tensors: [String: NumericArray] = tensors
  ) throws -> ExpertModel {
    let model = try ExpertModel(
      ModelSettings(backbone: backbone), input: .picture(height: side, width: side, channels: 3),
      classes: 5, seed: 0, dtype: dtype)
    var state: [String: NumericArray] = [:]
    for (name, tensor) in model.store.tensors {
      let own = tensors[name.replacingOccurrences(of: "classifier", with: "head")]
      state[name] = own?.shape == tensor.shape ? own : tensor.numericArray()
    }
    try model.store.load(state, from: "formula")
    return model
  }

  /// Features of both pictures, `[2, width]`, row-major.
  static func features(_ model: ExpertModel, side: Int = 16) -> [Double] {
    withoutGradients { model(pictures(side: side), .inference).features.doubles }
  }
}
