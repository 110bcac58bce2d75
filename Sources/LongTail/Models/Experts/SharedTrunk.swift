import ModelExport
import Torch

/// What all experts use of a batch.
struct SharedMaps {
  /// After all that is shared.
  let last: Tensor
  /// After those shared stages, counted from 1, that an alignment branch begins at.
  let stages: [Int: Tensor]

  /// The same as constants.
  var detached: SharedMaps {
    SharedMaps(last: last.detached(), stages: stages.mapValues { $0.detached() })
  }

  /// Those of some samples; `rows` is int64.
  func selected(_ rows: Tensor) -> SharedMaps {
    SharedMaps(
      last: last.indexSelected(axis: 0, rows),
      stages: stages.mapValues { $0.indexSelected(axis: 0, rows) })
  }
}

/// The blocks that all experts share.
struct SharedTrunk {
  /// By part; the last one may be the beginning of a part.
  private let parts: [[any NetworkPart]]
  /// Which parts' maps are wanted, counted from 1.
  private let wanted: Set<Int>
  /// Parts that are here from their first block to their last.
  private let wholeParts: Int

  init(
    _ layout: ExpertLayout, of backbone: AdaptedBackbone, for input: InputShape,
    at path: ParameterPath
  ) {
    parts = layout.shared.enumerated().map { part, blocks in
      blocks.map { backbone.block($0, of: part, for: input, at: path) }
    }
    wanted = Set(layout.depths.compactMap(\.self))
    wholeParts = layout.sharedParts
  }

  func callAsFunction(
    _ inputs: Tensor, _ mode: Mode, inserting insertion: MapInsertion? = nil
  ) -> SharedMaps {
    var x = inputs
    var stages: [Int: Tensor] = [:]
    for (index, blocks) in parts.enumerated() {
      for block in blocks { x = block(x, mode) }
      if let insertion, insertion.part == index + 1, index < wholeParts { x = insertion.change(x) }
      if wanted.contains(index + 1) { stages[index + 1] = x }
    }
    return SharedMaps(last: x, stages: stages)
  }

  /// Values in the maps that the blocks give for one sample of shape `shape`.
  func mapSizes(from shape: [Int]) -> [Int] {
    var shape = shape
    return parts.joined().map { block in
      _ = block.multiplyAdds(advancing: &shape)
      return shape.reduce(1, *)
    }
  }

  /// The maps as values of a graph.
  func export(
    _ input: GraphValue, in graph: GraphBuilder
  ) -> (last: GraphValue, stages: [Int: GraphValue]) {
    var x = input
    var stages: [Int: GraphValue] = [:]
    for (index, blocks) in parts.enumerated() {
      for block in blocks { x = block.export(x, in: graph) }
      if wanted.contains(index + 1) { stages[index + 1] = x }
    }
    return (x, stages)
  }

  /// Multiply-adds for one sample of shape `shape`, and the shapes of its maps.
  func multiplyAdds(from shape: [Int]) -> (count: Int, last: [Int], stages: [Int: [Int]]) {
    var shape = shape
    var count = 0
    var stages: [Int: [Int]] = [:]
    for (index, blocks) in parts.enumerated() {
      for block in blocks { count += block.multiplyAdds(advancing: &shape) }
      if wanted.contains(index + 1) { stages[index + 1] = shape }
    }
    return (count, shape, stages)
  }
}
