import ModelExport
import Torch

/// Parts one after the other, such as a stem and the first block.
struct PartChain: NetworkPart {
  let parts: [any NetworkPart]

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    parts.reduce(x) { $1($0, mode) }
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    parts.reduce(0) { $0 + $1.multiplyAdds(advancing: &shape) }
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    parts.reduce(x) { $1.export($0, in: graph) }
  }
}
