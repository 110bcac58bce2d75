import TestSupport
import Testing

@testable import ModelExport

/// Graphs as layers.
struct CoreMLNetworkTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func layers(_ graph: ModelGraph) throws -> [CoreMLNeuralNetworkLayer] {
    try WrittenModel(graph, "m.mlmodel", in: folder).layers
  }

  @Test func `values keep their shapes, and labels belong to probabilities`() throws {
    let network = try WrittenModel(
      SmallGraph.classifierOfPictures(), "m.mlmodel", in: folder
    ).model.neuralNetworkClassifier
    #expect(network.arrayInputShapeMapping == .exactArrayMapping)
    #expect(network.imageInputShapeMapping == .rank4ImageMapping)
    #expect(network.stringClassLabels.vector == SmallGraph.classes)
    let last = try #require(network.layers.first { $0.name == "probabilities" })
    #expect(network.labelProbabilityLayerName == "probabilities")
    #expect(last.reshapeStatic.targetShape == [3])
  }

  @Test func `each layer reads what has been given before`() throws {
    var known: Set<String> = ["image"]
    for layer in try layers(SmallGraph.classifierOfPictures()) {
      #expect(known.isSuperset(of: layer.input), "\(layer.name)")
      for output in layer.output { #expect(known.insert(output).inserted, "\(output)") }
    }
    #expect(known.isSuperset(of: ["logits", "probabilities", "prediction_set"]))
  }

  @Test func `convolutions keep weights, stride and padding`() throws {
    let found = try layers(SmallGraph.classifierOfPictures()).map(\.convolution)
    let layer = try #require(found.first { $0.outputChannels > 0 })
    #expect(layer.outputChannels == 4 && layer.kernelChannels == 1 && layer.nGroups == 1)
    #expect(layer.kernelSize == [3, 3] && layer.stride == [2, 2])
    #expect(layer.weights.floatValue == SmallGraph.convolution.floats)
    #expect(layer.hasBias_p && layer.bias.floatValue == [0, 1, 2, 3])
    let edges = layer.valid.paddingAmounts.borderAmounts
    #expect(edges.map(\.startEdgeSize) == [1, 1] && edges.map(\.endEdgeSize) == [1, 1])
  }

  @Test func `TensorFlow's padding puts the odd zero after`() throws {
    let graph = GraphBuilder(input: ModelGraph.Port("image", .byte, extents: [1, 1, 1]))
    let map = graph.convolution(
      graph.operation("Cast", [graph.input], ["to": .integer(1)]),
      weight: GraphTensor([Float](repeating: 1, count: 12), shape: [3, 1, 2, 2]),
      bias: GraphTensor([Float(0), 1, 2], shape: [3]), stride: 2, padding: nil)
    graph.output(
      graph.softmax(graph.flattened(map)), as: ModelGraph.Port("probabilities", extents: [3]))
    let found = try layers(graph.graph).first { $0.convolution.outputChannels == 3 }
    #expect(found?.convolution.convolutionPaddingType == .same(.init()))
  }

  @Test func `the classifier's weights are outputs by inputs`() throws {
    let found = try layers(SmallGraph.classifierOfPictures()).map(\.innerProduct)
    let layer = try #require(found.first { $0.outputChannels > 0 })
    #expect(layer.inputChannels == 4 && layer.outputChannels == 3)
    #expect(layer.weights.floatValue == SmallGraph.classifier.floats)
    #expect(layer.hasBias_p && layer.bias.floatValue == [0.5, 0, -0.5])
  }

  @Test func `matrices to multiply with are stored column by column`() throws {
    let graph = SmallGraph.classifier { value, graph in
      let columns = GraphTensor((0..<9).map { Float($0) }, shape: [3, 3])
      return graph.product(value, graph.constant(columns, "weight"))
    }
    let found = try layers(graph)
    #expect(!found.contains { $0.name == "weight_1" })
    let layer = try #require(found.first { $0.name == "matmul_1" })
    #expect(layer.input == ["numbers"])
    #expect(layer.batchedMatmul.weights.floatValue == [0, 3, 6, 1, 4, 7, 2, 5, 8])
  }

  @Test func `logarithms say the least number, which would be a millionth`() throws {
    let graph = SmallGraph.classifier { value, graph in graph.logarithm(graph.softmax(value)) }
    let layer = try #require(try layers(graph).first { $0.name == "log_1" })
    #expect(layer.unary.type == .log && layer.unary.scale == 1)
    #expect(layer.unary.epsilon == .leastNonzeroMagnitude)
  }

  @Test func `scalars are loaded with one axis, once`() throws {
    let graph = SmallGraph.classifier { value, graph in
      let two = graph.constant(GraphTensor([Float(2)], shape: []), "two")
      return graph.multiply(graph.add(value, two), two)
    }
    let loaded = try layers(graph).filter { $0.name == "two_1" }
    #expect(loaded.count == 1)
    #expect(loaded.first?.loadConstantNd.shape == [1])
    #expect(loaded.first?.loadConstantNd.data.floatValue == [2])
  }
}
