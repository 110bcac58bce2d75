import ArrayFiles
import Testing

@testable import ModelExport

/// What is left of a graph when it is for one sample.
struct StaticGraphTests {
  private func steps(
    _ extents: [Int], _ body: (GraphBuilder) -> GraphValue
  ) throws -> [StaticGraph.Step] {
    let graph = GraphBuilder(input: ModelGraph.Port("x", extents: extents))
    _ = body(graph)
    return try StaticGraph(graph.graph, path: "m").steps
  }

  @Test func `every value has its extents`() throws {
    let graph = try StaticGraph(SmallGraph.classifierOfPictures(), path: "m")
    #expect(graph.input.shape == [1, 1, 6, 5])
    let shapes = graph.steps.map(\.output.shape)
    #expect(shapes.contains([1, 4, 3, 3]))
    #expect(graph.outputs.map(\.shape) == [[1, 3], [1, 3], [1, 3]])
    #expect(graph.outputs.map(\.name) == ["logits", "probabilities", "prediction_set"])
    #expect(graph.outputs.map(\.element) == [.float, .float, .float])
  }

  @Test func `windows over maps give as many places as they should`() throws {
    let weight = GraphTensor([Float](repeating: 1, count: 8), shape: [2, 1, 2, 2])
    let bias = GraphTensor([Float(0), 0], shape: [2])
    for (stride, padding, sides) in [
      (2, 0, [3, 2]), (2, 1, [4, 3]), (2, nil, [4, 3]), (1, 0, [6, 4]),
    ] {
      let found = try steps([1, 7, 5]) {
        $0.convolution($0.input, weight: weight, bias: bias, stride: stride, padding: padding)
      }
      #expect(found.last?.output.shape == [1, 2] + sides, "\(stride), \(padding ?? -1)")
    }
    let pooled = try steps([2, 7, 5]) { $0.averagePool($0.input, kernel: 2, stride: 2) }
    #expect(pooled.last?.output.shape == [1, 2, 3, 2])
  }

  @Test func `what follows from extents is worked out`() throws {
    let found = try steps([4, 6]) { graph in
      let first = graph.repeated(
        GraphTensor([Float](repeating: 1, count: 6), shape: [1, 1, 6]), asOftenAs: graph.input,
        "first")
      let all = graph.concatenated([first, graph.input], axis: 1)
      let heads = graph.reshaped(all, [0, -1, 2, 3])
      return graph.sliced(graph.transposed(heads, [0, 2, 1, 3]), axis: 2, from: 1, to: -1)
    }
    #expect(
      found.map(\.operation) == [
        .concatenation(axis: 1), .reshape, .transposition(axes: [0, 2, 1, 3]),
        .slice(starts: [0, 0, 1, 0], ends: [1, 2, 4, 3], steps: [1, 1, 1, 1]),
      ])
    #expect(found.map(\.output.shape) == [[1, 5, 6], [1, 5, 2, 3], [1, 2, 5, 3], [1, 2, 3, 3]])
  }

  @Test func `shortcuts that thin maps keep every other place`() throws {
    let found = try steps([2, 5, 4]) {
      $0.thinned($0.input, stride: 2, channelsBefore: 1, channelsAfter: 3)
    }
    #expect(
      found.map(\.operation) == [
        .slice(starts: [0, 0, 0, 0], ends: [1, 2, 5, 4], steps: [1, 1, 2, 2]),
        .padding(before: [0, 1, 0, 0], after: [0, 3, 0, 0]),
      ])
    #expect(found.map(\.output.shape) == [[1, 2, 3, 2], [1, 6, 3, 2]])
  }

  @Test func `means and logarithms of shares become what formats have`() throws {
    let means = try steps([3]) { $0.mean([$0.input, $0.input, $0.input]) }
    #expect(means.map(\.operation) == [.binary(.add), .binary(.add), .binary(.divide)])
    #expect(means.last?.inputs.last?.constant == .float([3]))
    let logarithms = try steps([3]) {
      $0.operation("LogSoftmax", [$0.input], ["axis": .integer(1)])
    }
    #expect(
      logarithms.map(\.operation) == [
        .reduction(.logSumExp, axes: [1], keepsAxes: true), .binary(.subtract),
      ])
    #expect(logarithms.first?.output.shape == [1, 1])
  }

  @Test func `a choice between two numbers has them at every place`() throws {
    let found = try steps([3]) { graph in
      let numbers = [1, 0].map { graph.constant(GraphTensor([Float($0)], shape: []), "number") }
      let isLarge = graph.operation("Greater", [graph.input, numbers[0]])
      return graph.operation("Where", [isLarge] + numbers)
    }
    let choice = try #require(found.last)
    #expect(choice.inputs.map(\.shape) == [[1, 3], [], [1, 3]])
    #expect(choice.inputs.last?.constant == .float([0, 0, 0]))
    #expect(choice.output.shape == [1, 3])
  }

  @Test func `an operator that is not known is refused by name`() {
    let error = #expect(throws: FileProblem.self) {
      try steps([3]) { $0.operation("NonMaxSuppression", [$0.input]) }
    }
    #expect(error?.place == "nonmaxsuppression_1")
    #expect(error?.problem.contains("NonMaxSuppression") == true)
  }

  @Test func `two values of one name are refused`() {
    let graph = GraphBuilder(input: ModelGraph.Port("features", extents: [3]))
    graph.output(graph.relu(graph.input), as: ModelGraph.Port("features", extents: [3]))
    let error = #expect(throws: FileProblem.self) { try StaticGraph(graph.graph, path: "m") }
    #expect(error?.problem.contains("two values") == true)
  }

  @Test func `shapes that do not go together are refused`() {
    let error = #expect(throws: FileProblem.self) {
      try steps([3]) {
        $0.add($0.input, $0.constant(GraphTensor([Float(1), 2], shape: [1, 2])))
      }
    }
    #expect(error?.problem.contains("[1, 3]") == true)
  }
}
