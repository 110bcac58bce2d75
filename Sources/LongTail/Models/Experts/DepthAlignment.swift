import ModelExport
import Torch

/// Brings the map after an early stage to the shape of the last one (SHIKE's depth-wise knowledge fusion,
/// Jin et al., CVPR 2023): for each stage between, a 3×3 convolution with that stage's stride and channels, and
/// batch norm.
///
/// ReLU follows each but the second one, as in the authors' code; so a branch of two gives negative values
/// too. The filters begin as LibTorch's own, not Kaiming-normal like the stages'.
struct DepthAlignment: NetworkPart {
  private struct Step {
    let convolution: Convolution2D
    let norm: BatchNorm2D
    let rectifies: Bool
  }

  /// Counted from 1.
  let stage: Int
  private let steps: [Step]

  /// - Parameters:
  ///   - stage: the stage whose map comes in, counted from 1 and before the last.
  ///   - maps: those of all stages.
  ///   - path: where the parameters are born.
  init(from stage: Int, among maps: [StageMap], at path: ParameterPath) {
    precondition((1..<maps.count).contains(stage), "stage \(stage) of \(maps.count)")
    self.stage = stage
    steps = maps.indices.dropFirst(stage).enumerated().map { place, index in
      let root = path / "\(place)"
      return Step(
        convolution: Convolution2D(
          maps[index - 1].channels, maps[index].channels, kernel: 3, stride: maps[index].stride,
          padding: 1, at: root / "conv"),
        norm: BatchNorm2D(maps[index].channels, at: root / "bn"), rectifies: place != 1)
    }
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    steps.reduce(x) {
      convolutionNormalized(
        $0, conv: $1.convolution, norm: $1.norm, mode, relu: $1.rectifies)
    }
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    steps.reduce(0) { $0 + $1.convolution.multiplyAdds(advancing: &shape) }
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    steps.reduce(x) { value, step in
      let map = graph.convolutionNormalized(value, step.convolution, step.norm)
      return step.rectifies ? graph.relu(map) : map
    }
  }
}
