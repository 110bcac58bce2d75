import ModelExport

/// A classifier of three classes that has every part of a network for pictures, and few numbers.
enum SmallGraph {
  static let classes = ["cat", "dog", "owl"]
  static let convolution = GraphTensor(
    (0..<36).map { Float($0 % 7) * 0.25 - 0.5 }, shape: [4, 1, 3, 3])
  static let classifier = GraphTensor(
    (0..<12).map { Float($0 % 5) * 0.5 - 1 }, shape: [3, 4])

  /// From bytes of a grey picture, six rows of five, to probabilities.
  static func classifierOfPictures(channels: Int = 1) -> ModelGraph {
    let graph = GraphBuilder(input: ModelGraph.Port("image", .byte, extents: [channels, 6, 5]))
    var value = graph.operation("Cast", [graph.input], ["to": .integer(1)])
    value = graph.multiply(value, scalar(1 / 64, graph))
    value = graph.add(value, scalar(-2, graph))
    value = graph.relu(
      graph.convolution(
        value, weight: convolution, bias: GraphTensor([Float(0), 1, 2, 3], shape: [4]), stride: 2,
        padding: 1))
    let features = graph.globalAveragePool(graph.maxPool(value, kernel: 3, stride: 1, padding: 1))
    let logits = graph.linear(
      features, weight: classifier, bias: GraphTensor([Float(0.5), 0, -0.5], shape: [3]))
    graph.output(logits, as: ModelGraph.Port("logits", extents: [3]))
    let probabilities = graph.softmax(logits)
    graph.output(probabilities, as: ModelGraph.Port("probabilities", extents: [3]))
    let least = graph.constant(GraphTensor([Float(0.2), 0.3, -1], shape: [1, 3]), "least")
    graph.output(
      graph.operation("GreaterOrEqual", [probabilities, least]),
      as: ModelGraph.Port("prediction_set", .boolean, extents: [3]))
    return graph.graph
  }

  /// From numbers, through `body`, to probabilities of as many classes.
  static func classifier(
    of width: Int = 3, _ body: (GraphValue, GraphBuilder) -> GraphValue
  ) -> ModelGraph {
    let graph = GraphBuilder(input: ModelGraph.Port("numbers", extents: [width]))
    graph.output(
      graph.softmax(body(graph.input, graph)),
      as: ModelGraph.Port("probabilities", extents: [width]))
    return graph.graph
  }

  private static func scalar(_ value: Float, _ graph: GraphBuilder) -> GraphValue {
    graph.constant(GraphTensor([value], shape: []), "number")
  }
}
