import TestSupport
import Testing

@testable import ModelExport

/// Graphs as programs.
struct CoreMLProgramTests {
  private let written: WrittenModel

  init() throws {
    written = try WrittenModel(
      SmallGraph.classifierOfPictures(), "m.mlpackage", in: TemporaryFolder())
  }

  private func operation(_ kind: String) throws -> CoreMLOperation {
    try #require(written.operations.first { $0.type == kind })
  }

  @Test func `the program takes a map and gives what the description says`() throws {
    let main = try #require(written.model.mlProgram.functions["main"])
    #expect(written.model.mlProgram.version == 1 && main.opset == "CoreML5")
    #expect(main.inputs.map(\.name) == ["image"])
    #expect(main.inputs.first?.type == .tensor(.float32, [1, 1, 6, 5]))
    #expect(
      main.blockSpecializations["CoreML5"]?.outputs
        == written.model.description_p.output.map(\.name))
  }

  @Test func `each operation reads what has been given before, and gives new names`() {
    var known: Set<String> = ["image"]
    for operation in written.operations {
      let read = operation.inputs.values.flatMap(\.arguments).filter { $0.binding != nil }
        .map(\.name).filter { !$0.isEmpty }
      #expect(known.isSuperset(of: read), "\(operation.type): \(read)")
      for output in operation.outputs {
        #expect(known.insert(output.name).inserted, "\(output.name)")
      }
      #expect(operation.attributes["name"] != nil)
    }
    #expect(known.isSuperset(of: written.model.description_p.output.map(\.name)))
  }

  @Test func `many numbers lie in the file of weights, few in the program`() throws {
    let convolution = try operation("conv")
    let weight = try #require(convolution.inputs["weight"]?.arguments.first?.name)
    let value = try #require(written.constant(weight))
    #expect(value.type == .tensor(.float32, [4, 1, 3, 3]))
    #expect(value.blobFileValue.fileName == "@model_path/weights/weight.bin")
    #expect(value.blobFileValue.offset % 64 == 0)
    #expect(
      written.numbers(at: value.blobFileValue.offset) == SmallGraph.convolution.floats)
    let bias = try #require(convolution.inputs["bias"]?.arguments.first?.name)
    #expect(written.constant(bias)?.immediateValue.tensor.floats.values == [0, 1, 2, 3])
    let linear = try #require(operation("linear").inputs["weight"]?.arguments.first?.name)
    let classifier = try #require(written.constant(linear))
    #expect(
      written.numbers(at: classifier.blobFileValue.offset) == SmallGraph.classifier.floats)
  }

  @Test func `convolutions keep stride and padding`() throws {
    let inputs = try operation("conv").inputs
    func integers(_ name: String) throws -> [Int32] {
      let constant = try #require(inputs[name]?.arguments.first?.name)
      return try #require(written.constant(constant)).immediateValue.tensor.ints.values
    }
    #expect(try integers("strides") == [2, 2] && integers("pad") == [1, 1, 1, 1])
    #expect(try integers("groups") == [1] && integers("dilations") == [1, 1])
    let type = try #require(inputs["pad_type"]?.arguments.first?.name)
    #expect(written.constant(type)?.immediateValue.tensor.strings.values == ["custom"])
  }

  @Test func `the label comes from the probabilities and the classes' names`() throws {
    let classify = try operation("classify")
    #expect(classify.outputs.map(\.name) == ["label", "probabilities"])
    #expect(classify.inputs["probabilities"]?.arguments.first?.name == "softmax_1")
    let classes = classify.inputs["classes"]?.arguments.first?.value
    #expect(
      classes?.immediateValue.list.values.map { $0.immediateValue.tensor.strings.values }
        == SmallGraph.classes.map { [$0] })
    #expect(classes?.type.listType.length.constant.size == 3)
  }

  @Test func `truth values leave the program as numbers`() throws {
    let cast = try operation("cast")
    #expect(cast.outputs.first?.name == "prediction_set")
    #expect(cast.outputs.first?.type == .tensor(.float32, [1, 3]))
    #expect(try operation("greater_equal").outputs.first?.type.tensorType.dataType == .bool)
  }
}
