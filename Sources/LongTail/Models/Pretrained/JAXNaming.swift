import ArrayFiles
import Foundation
import Torch

/// The names of a Vision Transformer's weights in the `.npz` files of google-research/vision_transformer, whose layers are
/// `[inputs, outputs]` and whose attention has an axis for the heads.
struct JAXNaming: PretrainedNaming {
  let title = "google-research/vision_transformer"

  /// The whole of a name but what stands before it: `opt/target/`, `params/` or nothing.
  private static let key = "embedding/kernel"

  func start(among names: Set<String>) -> String? {
    names.filter { $0 == Self.key || $0.hasSuffix("/" + Self.key) }
      .map { String($0.dropLast(Self.key.count)) }.min { $0.count < $1.count }
  }

  /// What becomes of a tensor.
  private enum Change {
    case same
    /// `[patch, patch, channels, width]` to `[width, channels, patch, patch]`.
    case filters
    /// `[inputs, outputs]` to `[outputs, inputs]`.
    case turned
    /// `[width, heads, …]` to `[outputs, width]`.
    case fromHeads
    /// `[heads, …, width]` to `[width, inputs]`.
    case toHeads
    /// `[heads, …]` to one axis.
    case flat

    func callAsFunction(
      _ array: NumericArray, _ name: String, in file: String
    ) throws(FileProblem) -> NumericArray {
      let rank: Int? =
        switch self {
        case .same: nil
        case .filters: 4
        case .turned, .flat: 2
        case .fromHeads, .toHeads: 3
        }
      guard rank == nil || array.shape.count == rank, !array.shape.contains(0) else {
        throw FileProblem(file, at: name, "is \(array.shape); \(rank ?? 1) axes were expected")
      }
      let tensor = Tensor(array)
      switch self {
      case .same: return array
      case .filters: return tensor.permuted([3, 2, 0, 1]).numericArray()
      case .turned: return tensor.transposed(0, 1).numericArray()
      case .fromHeads: return tensor.reshaped([array.shape[0], -1]).transposed(0, 1).numericArray()
      case .toHeads: return tensor.reshaped([-1, array.shape[2]]).transposed(0, 1).numericArray()
      case .flat: return tensor.reshaped([-1]).numericArray()
      }
    }
  }

  private static let stem: [(own: String, theirs: String, change: Change)] = [
    ("cls_token", "cls", .same), ("pos_embed", "Transformer/posembed_input/pos_embedding", .same),
    ("patch_embed.proj.weight", key, .filters), ("patch_embed.proj.bias", "embedding/bias", .same),
    ("norm.weight", "Transformer/encoder_norm/scale", .same),
    ("norm.bias", "Transformer/encoder_norm/bias", .same),
  ]

  private static let attention = "MultiHeadDotProductAttention_1"

  /// Below a block, without queries, keys and values.
  private static let block: [(own: String, theirs: String, change: Change)] = [
    ("norm1.weight", "LayerNorm_0/scale", .same), ("norm1.bias", "LayerNorm_0/bias", .same),
    ("norm2.weight", "LayerNorm_2/scale", .same), ("norm2.bias", "LayerNorm_2/bias", .same),
    ("attn.proj.weight", "\(attention)/out/kernel", .toHeads),
    ("attn.proj.bias", "\(attention)/out/bias", .same),
    ("mlp.fc1.weight", "MlpBlock_3/Dense_0/kernel", .turned),
    ("mlp.fc1.bias", "MlpBlock_3/Dense_0/bias", .same),
    ("mlp.fc2.weight", "MlpBlock_3/Dense_1/kernel", .turned),
    ("mlp.fc2.bias", "MlpBlock_3/Dense_1/bias", .same),
  ]

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    var (converted, names): ([String: NumericArray], [String: String]) = ([:], [:])
    var missing: [String] = []
    func found(_ theirs: String, _ change: Change) throws(FileProblem) -> NumericArray? {
      guard let array = arrays[start + theirs] else {
        missing.append(start + theirs)
        return nil
      }
      return try change(array, start + theirs, in: file)
    }
    func take(_ own: String, _ theirs: String, _ change: Change) throws(FileProblem) {
      names[own] = start + theirs
      converted[own] = try found(theirs, change)
    }
    for (own, theirs, change) in Self.stem { try take(own, theirs, change) }
    let beginning = start + "Transformer/encoderblock_"
    let numbers = Set(
      arrays.keys.filter { $0.hasPrefix(beginning) }
        .compactMap { Int($0.dropFirst(beginning.count).prefix { $0 != "/" }) })
    let depth = (numbers.max() ?? -1) + 1
    var notes = notes
    for index in 0..<depth {
      let (own, theirs) = ("blocks.\(index).", "Transformer/encoderblock_\(index)/")
      for (name, other, change) in Self.block { try take(own + name, theirs + other, change) }
      for (end, kind, change) in [("weight", "kernel", Change.fromHeads), ("bias", "bias", .flat)] {
        let full = ["query", "key", "value"].map { "\(theirs)\(Self.attention)/\($0)/\(kind)" }
        names["\(own)attn.qkv.\(end)"] = full.map { start + $0 }.joined(separator: ", ")
        var parts: [NumericArray] = []
        for name in full {
          if let part = try found(name, change) { parts.append(part) }
        }
        guard parts.count == 3 else { continue }
        guard parts.allSatisfy({ $0.shape == parts[0].shape }) else {
          throw FileProblem(
            file, at: start + full[0],
            "queries, keys and values are of different shapes; equal ones were expected")
        }
        converted["\(own)attn.qkv.\(end)"] =
          Tensor.concatenated(parts.map { Tensor($0) }, axis: 0).numericArray()
      }
      if let kernel = arrays["\(start)\(theirs)\(Self.attention)/query/kernel"],
        kernel.shape.count == 3
      {
        notes.heads = notes.heads ?? kernel.shape[1]
      }
    }
    let taken = Set(names.values.flatMap { $0.components(separatedBy: ", ") })
    let left = arrays.keys.filter { !taken.contains($0) }.sorted()
    // Heads, and what was trained beside the network: the optimizer's state and counters.
    let ignored = left.filter { name in
      !name.hasPrefix(start) || ["head/", "pre_logits/"].contains { name.hasPrefix(start + $0) }
    }
    let unexpected = left.filter { !ignored.contains($0) }
    guard missing.isEmpty, unexpected.isEmpty, depth > 0 else {
      let parts = [
        depth == 0 ? "no encoderblock_0" : nil,
        missing.isEmpty ? nil : "missing: \(missing.sorted().listed(most: 4))",
        unexpected.isEmpty ? nil : "not expected: \(unexpected.listed(most: 4))",
      ].compactMap(\.self)
      throw FileProblem(
        file, "holds names as \(title) gives them, but " + parts.joined(separator: "; "))
    }
    var network = try TransformerNaming.timm.network(
      converted, below: "", notes: notes, file: file)
    network.fileNames = names
    network.ignored = ignored
    return network
  }
}
