import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import ModelExport

/// What both forms say of themselves, and what neither can have.
struct CoreMLFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(
    _ graph: ModelGraph, _ name: String = "m.mlmodel", classes: [String] = SmallGraph.classes
  ) throws -> FileProblem {
    let problem = #expect(throws: FileProblem.self) {
      try CoreMLFile.write(graph, classes: classes, metadata: [:], version: "1", to: folder(name))
    }
    #expect(try folder.names() == [])
    return try #require(problem)
  }

  @Test(arguments: [("m.mlmodel", 4), ("m.mlpackage", 6)])
  func `a classifier takes an image and gives a label with probabilities`(
    name: String, version: Int
  ) throws {
    let model = try WrittenModel(SmallGraph.classifierOfPictures(), name, in: folder).model
    #expect(model.specificationVersion == Int32(version))
    let description = model.description_p
    #expect(description.input.map(\.name) == ["image"])
    let image = try #require(description.input.first).type.imageType
    #expect(image.height == 6 && image.width == 5 && image.colorSpace == .grayscale)
    #expect(
      description.output.map(\.name) == ["label", "probabilities", "logits", "prediction_set"])
    #expect(description.output[0].type.type == .stringType(.init()))
    #expect(
      description.output[1].type.dictionaryType.keyType == .stringKeyType(.init()))
    for output in description.output.dropFirst(2) {
      #expect(output.type.multiArrayType.shape == [1, 3])
      #expect(output.type.multiArrayType.dataType == .float32)
    }
    #expect(description.predictedFeatureName == "label")
    #expect(description.predictedProbabilitiesName == "probabilities")
  }

  @Test func `it says who wrote it, and that no Apple device has run it`() throws {
    let metadata = try WrittenModel(
      SmallGraph.classifierOfPictures(), "m.mlmodel", in: folder
    ).model.description_p.metadata
    #expect(metadata.versionString == "1.2.3")
    #expect(metadata.userDefined == ["longtail.method": "ce"])
    #expect(metadata.shortDescription.contains("not run on Apple hardware"))
  }

  @Test func `pictures in colour are RGB, numbers are arrays`() throws {
    let graph = GraphBuilder(input: ModelGraph.Port("image", .byte, extents: [3, 1, 1]))
    graph.output(
      graph.softmax(graph.flattened(graph.operation("Cast", [graph.input], ["to": .integer(1)]))),
      as: ModelGraph.Port("probabilities", extents: [3]))
    let colour = try WrittenModel(graph.graph, "c.mlmodel", in: folder).model.description_p
    #expect(colour.input.first?.type.imageType.colorSpace == .rgb)
    let numbers = try WrittenModel(
      SmallGraph.classifier { value, _ in value }, "n.mlmodel", in: folder
    ).model.description_p
    #expect(numbers.input.first?.type.multiArrayType.shape == [1, 3])
  }

  @Test(arguments: ["mlmodel", "mlpackage"])
  func `equal graphs give the bytes that were checked with coremltools`(ending: String) throws {
    // Tests/Fixtures/coreml_fixtures.py parses and carries them out.
    let name = "small.\(ending)"
    try CoreMLFile.write(
      SmallGraph.classifierOfPictures(), classes: SmallGraph.classes,
      metadata: ["longtail.method": "ce", "longtail.calibrator": "none"], version: "1",
      to: folder(name))
    let golden = fixtureFile("coreml/\(name)").path
    let files =
      ending == "mlmodel"
      ? [""] : ["Manifest.json", ModelPackage.modelPath, ModelPackage.weightPath].map { "/" + $0 }
    for file in files {
      let written = try WrittenModel.content(folder(name) + file)
      #expect(try written == WrittenModel.content(golden + file), "\(name)\(file)")
    }
  }

  @Test func `classes of one name are refused`() throws {
    let problem = try refusal(
      SmallGraph.classifierOfPictures(), classes: ["cat", "dog", "cat"])
    #expect(problem.place == "class 2" && problem.problem.contains("“cat”"))
  }

  @Test func `other classes than probabilities are refused`() throws {
    let problem = try refusal(SmallGraph.classifierOfPictures(), classes: ["cat", "dog"])
    #expect(problem.problem.contains("2 classes"))
  }

  @Test func `images of other channels are refused`() throws {
    let problem = try refusal(SmallGraph.classifierOfPictures(channels: 4))
    #expect(problem.problem.contains("[4, 6, 5]"))
  }

  @Test func `another ending is refused`() throws {
    let problem = try refusal(SmallGraph.classifierOfPictures(), "m.onnx")
    #expect(problem.problem.contains(".mlpackage"))
  }

  @Test func `a network does not look up places in tables, a program does`() throws {
    let graph = SmallGraph.classifier { value, graph in
      let top = graph.operation(
        "ArgMax", [value], ["axis": .integer(1), "keepdims": .integer(1)])
      let factors = graph.constant(GraphTensor([Float(1), 2, 3], shape: [3]), "factors")
      return graph.multiply(
        value, graph.operation("Gather", [factors, top], ["axis": .integer(0)]))
    }
    let problem = try refusal(graph)
    #expect(problem.place == "gather_1" && problem.problem.contains(".mlpackage"))
    let operations = try WrittenModel(graph, "m.mlpackage", in: folder).operations
    let lookup = try #require(operations.first { $0.type == "gather" })
    #expect(lookup.inputs["indices"]?.arguments.first?.name == "argmax_1")
    #expect(
      operations.first { $0.type == "reduce_argmax" }?.outputs.first?.type.tensorType.dataType
        == .int32)
  }
}
