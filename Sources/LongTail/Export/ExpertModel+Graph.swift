import ModelExport

/// What a network gives as values of a graph, for all experts together and for each.
struct ExportedOutputs {
  /// The mean of the experts' logits, `[batch, classes]`.
  let logits: GraphValue
  /// One an expert, `[batch, classes]` each.
  let expertLogits: [GraphValue]
  /// The mean of the experts' features, `[batch, width]`.
  let features: GraphValue
}

extension ExpertModel {
  /// The network in inference, all experts asked.
  /// - Parameters:
  ///   - input: `[batch, channels, height, width]`, normalised, or `[batch, width]`.
  ///   - graph: what the operators are added to.
  /// - Returns: the values that it gives.
  func export(_ input: GraphValue, in graph: GraphBuilder) -> ExportedOutputs {
    let maps = trunk.export(input, in: graph)
    let features = branches.map {
      $0.export(maps.last, stages: maps.stages, isMap: endsWithMap, in: graph)
    }
    let logits = zip(classifiers, features).map { $0.export($1, in: graph) }
    return ExportedOutputs(
      logits: graph.mean(logits), expertLogits: logits, features: graph.mean(features))
  }

  /// Whether features are means over all places of a map.
  private var endsWithMap: Bool { !settings.backbone.backbone.stageMaps.isEmpty }
}
