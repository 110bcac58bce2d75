import ArrayFiles
import Foundation

/// Takes a network's tensors out of a file, and keeps account of what was taken, what was missed and what is left.
struct PretrainedReading {
  let file: String
  private let start: String
  private let given: [String: NumericArray]
  private var arrays: [String: NumericArray] = [:]
  private var names: [String: String] = [:]
  private var taken: Set<String> = []
  private var missing: [String] = []
  private(set) var ignored: [String] = []

  init(_ arrays: [String: NumericArray], below start: String, file: String) {
    given = arrays
    self.start = start
    self.file = file
  }

  /// How many numbers follow a beginning of names, from 0 on without a gap.
  func count(after beginning: String) -> Int {
    let found = Set(
      given.keys.filter { $0.hasPrefix(start + beginning) }.compactMap {
        Int($0.dropFirst(start.count + beginning.count).prefix { $0 != "." })
      })
    return found.isEmpty ? 0 : (0...).first { !found.contains($0) } ?? 0
  }

  /// Whether all of these names below the network's place are there.
  func finds(_ theirs: [String]) -> Bool { theirs.allSatisfy { given[start + $0] != nil } }

  /// Takes a tensor by its names in the file, below the network's place; several are rows one after the other.
  mutating func take(
    _ own: String, _ theirs: [String], isOptional: Bool = false
  ) throws(FileProblem) {
    let full = theirs.map { start + $0 }
    let found = full.compactMap { given[$0] }
    guard found.count == full.count else {
      if !isOptional || !found.isEmpty { missing += full.filter { given[$0] == nil } }
      return
    }
    taken.formUnion(full)
    names[own] = full.joined(separator: ", ")
    guard found.count > 1 else {
      arrays[own] = found[0]
      return
    }
    for (name, array) in zip(full, found)
    where array.shape != found[0].shape || array.elementType != found[0].elementType {
      throw FileProblem(
        file, at: name,
        "\(array.elementType.rawValue) \(array.shape) beside \(found[0].elementType.rawValue) \(found[0].shape) of "
          + "\(full[0]); equal shapes were expected")
    }
    var shape = found[0].shape
    if !shape.isEmpty { shape[0] *= found.count }
    arrays[own] = NumericArray(
      shape: shape, elementType: found[0].elementType,
      bytes: found.reduce(into: Data()) { $0.append($1.bytes) })
  }

  /// - Parameters:
  ///   - ignored: beginnings of names below the network's place that belong to no backbone.
  ///   - title: of the naming.
  /// - Throws: `FileProblem` for tensors that are missing, and for those that nobody asked for.
  mutating func requireAll(ignoring ignored: [String], title: String) throws(FileProblem) {
    let left = given.keys.filter { !taken.contains($0) }.sorted()
    self.ignored = left.filter { isForeign($0, beside: ignored) }
    let unexpected = left.filter { !self.ignored.contains($0) }
    guard missing.isEmpty, unexpected.isEmpty else {
      let parts = [
        missing.isEmpty ? nil : "missing: \(missing.listed(most: 4))",
        unexpected.isEmpty ? nil : "not expected: \(unexpected.listed(most: 4))",
      ].compactMap(\.self)
      throw FileProblem(
        file, "holds names as \(title) gives them, but " + parts.joined(separator: "; "))
    }
  }

  /// Whether a tensor that is left belongs to no backbone: a head, a text encoder, a counter.
  private func isForeign(_ name: String, beside ignored: [String]) -> Bool {
    if given[name].map({ $0.count <= 1 }) ?? false { return true }
    let last = name.split(separator: ".").last ?? ""
    if Self.tokens.contains(String(last)) { return true }
    guard name.hasPrefix(start) else {
      return (Self.foreign + Self.heads).contains { name.hasPrefix($0) || name.contains("." + $0) }
    }
    let below = name.dropFirst(start.count)
    let beginnings = ignored + Self.heads + (start.isEmpty ? Self.foreign : [])
    return beginnings.contains { below.hasPrefix($0) }
  }

  /// Single tensors that no answer depends on.
  private static let tokens: Set<String> = [
    "mask_token", "position_ids", "attn_mask", "num_batches_tracked",
  ]
  /// Last layers, of networks and of what they were trained with.
  private static let heads = [
    "pooler.", "pre_logits.", "visual_projection.", "classifier.", "head.", "heads.", "fc.",
    "head_dist.", "dino_head.", "ibot_head.",
  ]
  /// What files of CLIP hold beside an image encoder.
  private static let foreign = [
    "text_model.", "text.", "transformer.", "token_embedding.", "ln_final.", "positional_embedding",
    "text_projection", "logit_scale", "logit_bias", "input_resolution", "context_length",
    "vocab_size",
  ]

  func has(_ own: String) -> Bool { arrays[own] != nil }
  func fileName(_ own: String) -> String { names[own] ?? own }

  /// - Throws: `FileProblem` for a tensor of another rank, or of no elements.
  func shape(_ own: String, rank: Int) throws(FileProblem) -> [Int] {
    guard let shape = arrays[own]?.shape else {
      throw FileProblem(file, "\(own) is missing")
    }
    guard shape.count == rank, !shape.contains(0) else {
      throw FileProblem(file, at: fileName(own), "is \(shape); \(rank) axes were expected")
    }
    return shape
  }

  /// Gives a tensor another shape of as many elements; −1 stands for what is left. Others stay, and are told later.
  mutating func reshape(_ own: String, _ shape: [Int]) {
    guard let array = arrays[own] else { return }
    let known = shape.filter { $0 > 0 }.reduce(1, *)
    guard known > 0, array.count % known == 0 else { return }
    let full = shape.map { $0 < 0 ? array.count / known : $0 }
    guard full.reduce(1, *) == array.count else { return }
    arrays[own] = NumericArray(shape: full, elementType: array.elementType, bytes: array.bytes)
  }

  /// One more row of zeros before `[1, rows, width]`.
  mutating func prependZeros(_ own: String, width: Int) {
    guard let array = arrays[own] else { return }
    arrays[own] = NumericArray(
      shape: [1, array.shape[1] + 1, width], elementType: array.elementType,
      bytes: Data(count: width * array.elementType.byteCount) + array.bytes)
  }

  /// The network that was read.
  func network(
    _ backbone: any Backbone, side: Int, family: PretrainedFamily, assumptions: [String] = [],
    doubts: [String] = []
  ) -> PretrainedNetwork {
    PretrainedNetwork(
      backbone: backbone, side: side, family: family, arrays: arrays, fileNames: names,
      assumptions: assumptions, doubts: doubts, ignored: ignored)
  }
}
