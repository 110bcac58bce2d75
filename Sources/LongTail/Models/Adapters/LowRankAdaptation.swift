public import Calibration
import ModelExport
public import Torch

/// Products of two narrow matrices added to the projections of queries and values (LoRA; Hu et al., ICLR 2022):
/// `q + norm1(x) A B / r`, A `[width, r]`, B `[r, width]` from 0.
///
/// A begins as LIFT's code begins it, uniform within 1/√r: it draws by the rule for `[outputs, inputs]`, which reads r as the
/// number of inputs.
public struct LowRankAdaptation: RankedTuning {
  public static let name = "lora"
  public static let summary = "narrow products added to queries and values (vit)"

  /// r, 1 … 4096; by the number of classes when `nil` (``TransformerPlace/publishedRank``).
  @OrNone public var rank: Int?

  public init() {}

  public func adapter(
    of rank: Int, in block: TransformerPlace, at path: ParameterPath
  ) -> any BlockAdapter {
    let width = block.transformer.width
    func pair(_ name: String) -> Pair {
      Pair(
        a: path.parameter(
          "\(name)_A", [width, rank], .uniform(bound: 1 / Double(rank).squareRoot())),
        b: path.parameter("\(name)_B", [rank, width], .zeros))
    }
    return Products(queries: pair("q"), values: pair("v"))
  }

  private struct Pair {
    let a: Tensor
    let b: Tensor
    var rank: Double { Double(a.shape[1]) }

    func callAsFunction(_ x: Tensor) -> Tensor { x.matmul(a).matmul(b) / rank }

    func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let inner = graph.product(x, graph.constant(GraphTensor(a), "A"))
      return graph.product(inner, graph.constant(GraphTensor(b.to(.float64) / rank), "B"))
    }
  }

  private struct Products: BlockAdapter {
    let queries: Pair
    let values: Pair

    func projections(_ packed: Tensor, of normalized: Tensor) -> Tensor {
      let (first, last) = (queries(normalized), values(normalized))
      return packed + Tensor.concatenated([first, first * 0, last], axis: -1)
    }

    func exportProjections(
      of normalized: GraphValue, in graph: GraphBuilder
    ) -> [GraphValue?] {
      [queries.export(normalized, in: graph), nil, values.export(normalized, in: graph)]
    }
  }
}
