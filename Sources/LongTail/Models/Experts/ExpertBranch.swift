import ModelExport
import Torch

/// What one expert has of its own before its classifier.
struct ExpertBranch {
  /// None where an earlier map takes their place.
  private let blocks: [any NetworkPart]
  /// How many of the blocks there are up to the end of each part that ends here, by its number from 1 on.
  private let ends: [Int: Int]
  private let alignment: DepthAlignment?
  private let replaces: Bool

  init(
    _ expert: Int, in layout: ExpertLayout, of backbone: AdaptedBackbone, for input: InputShape,
    at path: ParameterPath
  ) {
    replaces = layout.replaces && layout.depths[expert] != nil
    let own = replaces ? [] : layout.own
    blocks = own.enumerated().flatMap { part, blocks in
      blocks.map { backbone.block($0, of: part, for: input, at: path) }
    }
    var ends: [Int: Int] = [:]
    for (part, blocks) in own.enumerated() where !blocks.isEmpty {
      ends[part + 1] = own[...part].reduce(0) { $0 + $1.count }
    }
    self.ends = ends
    alignment = layout.depths[expert].map {
      DepthAlignment(from: $0, among: backbone.backbone.stageMaps, at: path / "alignment")
    }
  }

  /// Features `[batch, width]`: the expert's map, times the aligned one if there is one, or that one alone,
  /// averaged over all places.
  func callAsFunction(
    _ maps: SharedMaps, _ mode: Mode, inserting insertion: MapInsertion? = nil
  ) -> Tensor {
    var x = maps.last
    for (index, block) in blocks.enumerated() {
      x = block(x, mode)
      if let insertion, ends[insertion.part] == index + 1 { x = insertion.change(x) }
    }
    if let alignment {
      guard let early = maps.stages[alignment.stage] else {
        preconditionFailure("the map of stage \(alignment.stage) was not kept")
      }
      let aligned = alignment(early, mode)
      x = replaces ? aligned : x * aligned
    }
    return x.rank == 4 ? x.globalAveragePool() : x
  }

  /// Values in the maps that the blocks give for one sample whose last shared map has this shape.
  func mapSizes(from shape: [Int]) -> [Int] {
    var shape = shape
    return blocks.map { block in
      _ = block.multiplyAdds(advancing: &shape)
      return shape.reduce(1, *)
    }
  }

  /// Features `[batch, width]` as operators of a graph.
  /// - Parameters:
  ///   - last: the map after all that is shared.
  ///   - stages: those that alignment branches begin at.
  ///   - isMap: whether the backbone ends with a map that is to be averaged over all places.
  ///   - graph: what the operators are added to.
  /// - Returns: the features.
  func export(
    _ last: GraphValue, stages: [Int: GraphValue], isMap: Bool, in graph: GraphBuilder
  ) -> GraphValue {
    var x = blocks.reduce(last) { $1.export($0, in: graph) }
    if let alignment {
      guard let early = stages[alignment.stage] else {
        preconditionFailure("the map of stage \(alignment.stage) was not kept")
      }
      let aligned = alignment.export(early, in: graph)
      x = replaces ? aligned : graph.multiply(x, aligned)
    }
    return isMap ? graph.globalAveragePool(x) : x
  }

  /// Multiply-adds for one sample whose shared maps have these shapes.
  func multiplyAdds(last: [Int], stages: [Int: [Int]]) -> Int {
    var shape = last
    var count = blocks.reduce(0) { $0 + $1.multiplyAdds(advancing: &shape) }
    if let alignment, var early = stages[alignment.stage] {
      count += alignment.multiplyAdds(advancing: &early)
    }
    return count
  }
}
