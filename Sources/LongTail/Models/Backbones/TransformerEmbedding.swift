import ModelExport
import Torch

/// From a picture to tokens `[batch, 1 + registers + patches, width]`: patches row after row behind the class token,
/// each with its learned place added, then the registers between, which have none.
struct TransformerEmbedding: NetworkPart {
  private let patches: PatchEmbedding
  /// `[1, 1, width]`
  private let token: Tensor
  /// `[1, 1 + patches, width]`; row 0 is the class token's.
  private let places: Tensor
  /// `[1, registers, width]`
  private let registers: Tensor?
  private let norm: LayerNorm?

  init(_ settings: VisionTransformer, for input: InputShape, at path: ParameterPath) {
    let grid = settings.grid(for: input)
    let width = settings.width
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    token = path.parameter("cls_token", [1, 1, width], .normal(deviation: 1e-6))
    places = path.parameter(
      "pos_embed", [1, 1 + grid.rows * grid.columns, width], .normal(deviation: 0.02))
    registers =
      settings.registers == 0
      ? nil
      : path.parameter("reg_token", [1, settings.registers, width], .normal(deviation: 1e-6))
    patches = PatchEmbedding(
      channels, width, patch: settings.patch, bias: settings.patchBias,
      at: path / "patch_embed" / "proj")
    norm =
      settings.normalizesFirst
      ? LayerNorm(width, epsilon: settings.epsilon, at: path / "norm_pre") : nil
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let own = patches(x)
    let (batch, count) = (own.shape[0], own.shape[1])
    func everywhere(_ tokens: Tensor) -> Tensor { tokens.expanded(to: [batch, -1, -1]) }
    var parts = [
      everywhere(token + places.narrowed(axis: 1, from: 0, count: 1)),
      own + places.narrowed(axis: 1, from: 1, count: count),
    ]
    if let registers { parts.insert(everywhere(registers), at: 1) }
    let tokens = Tensor.concatenated(parts, axis: 1)
    return norm.map { $0(tokens) } ?? tokens
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = patches.convolution.multiplyAdds(advancing: &shape)
    shape = [1 + (registers?.shape[1] ?? 0) + shape[1] * shape[2], shape[0]]
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let (count, width) = (places.shape[1] - 1, token.shape[2])
    let map = graph.convolution(x, patches.convolution)
    let rows = graph.reshaped(map, [-1, width, count])
    let own = graph.transposed(rows, [0, 2, 1])
    // Rows of zeros take the other tokens up, which are the same for every picture.
    let others = 1 + (registers?.shape[1] ?? 0)
    let padded = graph.padded(own, axis: 1, before: others, rank: 3)
    let first = (token + places.narrowed(axis: 1, from: 0, count: 1)).doubles
    let values =
      first + (registers?.doubles ?? []) + places.narrowed(axis: 1, from: 1, count: count).doubles
    let constant = graph.constant(
      GraphTensor(values, shape: [1, others + count, width]), "tokens")
    let tokens = graph.add(padded, constant)
    return norm.map { graph.layerNorm(tokens, $0) } ?? tokens
  }
}
