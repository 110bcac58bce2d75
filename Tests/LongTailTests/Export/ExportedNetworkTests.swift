import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail
@testable import ModelExport

/// Networks with random weights and statistics, written as ONNX, read back and carried out.
struct ExportedNetworkTests {
  private static func network(
    _ settings: ModelSettings, _ input: InputShape
  ) throws -> ExpertModel {
    let model = try ExpertModel(settings, input: input, classes: 7, seed: 3)
    var random = CounterBasedGenerator(seed: 5, stream: 1)
    // Fresh batch norm is the identity, which would hide how it is folded.
    let norms = model.store.buffers.map(\.name).filter { $0.hasSuffix("running_mean") }
      .map { $0.dropLast("running_mean".count) }
    let names = Set(
      norms.flatMap { norm in
        ["weight", "bias", "running_mean", "running_var"].map { norm + $0 }
      })
    // Heads begin with scales and offsets that change nothing.
    let added = ["classifier.scale", "classifier.offset"]
    // So do adapters.
    let narrow = ["up_proj.weight", "q_B", "v_B"]
    for (name, tensor) in model.store.tensors
    where names.contains(Substring(name)) || added.contains(name)
      || narrow.contains(where: name.hasSuffix)
    {
      let values = (0..<tensor.count).map { _ in 0.5 + random.uniform() }
      withoutGradients {
        tensor.assignInPlace(Tensor(values, shape: tensor.shape).to(.float32))
      }
    }
    return model
  }

  private func expectEqual(_ settings: ModelSettings, _ input: InputShape) throws {
    let model = try Self.network(settings, input)
    let port = ModelGraph.Port("input", extents: input.extents)
    let builder = GraphBuilder(input: port)
    let exported = model.export(builder.input, in: builder)
    builder.output(exported.logits, as: ModelGraph.Port("logits", extents: [7]))
    builder.output(exported.features, as: ModelGraph.Port("features", extents: [1]))
    builder.output(
      builder.stacked(exported.expertLogits),
      as: ModelGraph.Port("expert_logits", extents: [settings.experts, 7]))
    let folder = try TemporaryFolder()
    try ONNXFile.write(builder.graph, metadata: ["a": "b"], version: "1", to: folder("m.onnx"))
    let contents = try ONNXFile.read(folder("m.onnx"))
    #expect(contents.graph == builder.graph)
    #expect(contents.metadata == ["a": "b"])
    try expectKnownForOneSample(builder.graph, experts: settings.experts)

    var random = CounterBasedGenerator(seed: 9, stream: 2)
    for batch in [1, 5] {
      let shape = [batch] + input.extents
      let x = Tensor(
        (0..<shape.reduce(1, *)).map { _ in random.normal() }, shape: shape
      ).to(.float32)
      let own = withoutGradients { model(x, .inference) }
      let found = try GraphInterpreter(contents.graph, path: "m.onnx").outputs(for: x)
      for (name, expected) in [
        ("logits", own.combinedLogits), ("features", own.features.mean(axis: 1)),
        ("expert_logits", own.logits),
      ] {
        let value = try #require(found[name])
        #expect(value.shape == expected.shape, "\(name)")
        #expect(relativeDistance(value.doubles, expected.doubles) < 1e-5, "\(name)")
      }
    }
  }

  /// Formats without a free batch have every operator of it.
  private func expectKnownForOneSample(_ graph: ModelGraph, experts: Int) throws {
    let single = try StaticGraph(graph, path: "m")
    #expect(single.outputs.map(\.shape.count) == [2, 2, 3])
    #expect(single.outputs.first?.shape == [1, 7])
    #expect(single.outputs.last?.shape == [1, experts, 7])
    let layers = try CoreMLNetwork(single, probabilities: "", path: "m").layers
    #expect(Set(single.steps.map(\.output.name)).isSubset(of: layers.map(\.name)))
  }

  private func settings(
    _ backbone: some Backbone, experts: Int = 1, head: some ClassifierHead = LinearClassifier()
  ) -> ModelSettings {
    var settings = ModelSettings()
    settings.backbone = Chosen(backbone)
    settings.experts = experts
    settings.classifier = Chosen(head)
    return settings
  }

  private let small = InputShape.picture(height: 17, width: 16, channels: 3)

  @Test func `ResNet-32 with both shortcuts`() throws {
    try expectEqual(settings(ResNet32(shortcut: .padding)), small)
    try expectEqual(settings(ResNet32(shortcut: .projection)), small)
  }

  @Test(arguments: ["resnet10", "resnet18", "resnet50", "resnext50"])
  func `networks for large pictures`(name: String) throws {
    var settings = ModelSettings()
    settings.backbone = try Chosen(named: name)
    try expectEqual(settings, .picture(height: 40, width: 33, channels: 3))
  }

  @Test(arguments: ["densenet40", "vgg19", "resnet34-cifar", "resnet32-4x"])
  func `networks of the tables for small pictures`(name: String) throws {
    var settings = ModelSettings()
    settings.backbone = try Chosen(named: name)
    try expectEqual(settings, .picture(height: 33, width: 32, channels: 3))
  }

  @Test(arguments: BranchedBackbone.Form.allCases)
  func `branches that share a classifier`(_ form: BranchedBackbone.Form) throws {
    try expectEqual(
      settings(
        BranchedBackbone(ResNet32(widths: [4, 6, 8]), form: form), experts: 3,
        head: SharedClassifier()), small)
  }

  @Test func `EfficientNet-Lite0 with TensorFlow's padding`() throws {
    try expectEqual(settings(EfficientNetLite0()), .picture(height: 40, width: 33, channels: 3))
  }

  @Test func `MobileNetV2 and ConvNeXt`() throws {
    let shape = InputShape.picture(height: 40, width: 33, channels: 3)
    try expectEqual(settings(MobileNetV2()), shape)
    try expectEqual(
      settings(ConvNeXt(depths: [1, 1, 2, 1], widths: [8, 12, 16, 24])), shape)
  }

  @Test(arguments: TransformerActivation.allCases, TransformerPooling.allCases)
  func `vision transformers`(
    _ activation: TransformerActivation, _ pooling: TransformerPooling
  ) throws {
    var backbone = VisionTransformer(width: 12, depth: 2, heads: 3, patch: 4)
    backbone.activation = activation
    backbone.pooling = pooling
    backbone.normalizesFirst = activation == .quickGELU
    backbone.layerScale = activation == .gelu ? 0.3 : nil
    backbone.registers = pooling == .mean ? 2 : 0
    try expectEqual(settings(backbone), .picture(height: 12, width: 16, channels: 3))
  }

  @Test(
    arguments: [
      AdaptFormer(rank: 3), SerialAdapter(rank: 3), LowRankAdaptation(rank: 3),
      DeepPrompts(prompts: 2), ShallowPrompts(prompts: 2), ScalingAndShifting(norms: true),
    ] as [any Tuning])
  func `vision transformers with adapters`(_ tuning: any Tuning) throws {
    var backbone = VisionTransformer(width: 12, depth: 2, heads: 3, patch: 4)
    backbone.pooling = .mean
    var settings = settings(backbone)
    func choose(_ tuning: some Tuning) { settings.tuning = Chosen(tuning) }
    choose(tuning)
    try expectEqual(settings, .picture(height: 12, width: 16, channels: 3))
  }

  @Test func `LeNet and networks on features`() throws {
    try expectEqual(settings(LeNet()), .picture(height: 28, width: 28, channels: 1))
    try expectEqual(settings(IdentityBackbone()), .features(width: 5))
    try expectEqual(settings(TwoLayerBackbone(hidden: 9)), .features(width: 5))
    try expectEqual(settings(TwoLayerBackbone(hidden: 9)), small)
  }

  @Test func `every head`() throws {
    try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: CosineClassifier(scale: 20)), small)
    try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: PrototypeClassifier()), small)
    for separate in [false, true] {
      let head = ScaledLinearClassifier(separate: separate)
      try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: head), small)
    }
    try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: SigmoidClassifier()), small)
    try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: GeneratingClassifier()), small)
    for form in AlignedClassifier.Form.allCases {
      let head = AlignedClassifier(form: form)
      try expectEqual(settings(TwoLayerBackbone(hidden: 9), head: head), small)
    }
    #expect(
      Set(ClassifierHeads.names)
        == [
          "linear", "cosine", "scaled-linear", "prototype", "joint", "sigmoid", "aligned", "shared",
          "memory",
          "generating",
        ],
      "a new head needs a line here")
  }

  @Test func `modulated attention, and features that a memory enriches`() throws {
    let network = settings(
      ModulatedBackbone(ResNet32(widths: [4, 6, 8]), width: 5), head: MemoryClassifier())
    try expectEqual(network, small)
    let model = try Self.network(network, small)
    for (name, tensor) in model.store.tensors {
      withoutGradients {
        if name.hasSuffix("embeds") { tensor.fillInPlace(1) }
        guard name.hasSuffix("centroids") || name.hasSuffix("conv_mask.weight") else { return }
        let values = MiSLASFixtures.chirp(tensor.count, offset: 1)
        tensor.assignInPlace(Tensor(values, shape: tensor.shape))
      }
    }
    let builder = GraphBuilder(input: ModelGraph.Port("input", extents: small.extents))
    let exported = model.export(builder.input, in: builder)
    builder.output(exported.logits, as: ModelGraph.Port("logits", extents: [7]))
    let x = Tensor((0..<2 * 3 * 17 * 16).map { Double($0 % 13) }, shape: [2, 3, 17, 16]).to(
      .float32)
    let found = try GraphInterpreter(builder.graph, path: "graph").outputs(for: x)
    let expected = withoutGradients { model(x, .inference).combinedLogits }
    #expect(relativeDistance(try #require(found["logits"]).doubles, expected.doubles) < 1e-4)
  }

  @Test func `a prototype head that centres and scales`() throws {
    let model = try Self.network(
      settings(TwoLayerBackbone(hidden: 9), head: PrototypeClassifier()), small)
    for (name, tensor) in model.store.tensors where name.hasSuffix("normalizes") {
      withoutGradients { tensor.assignInPlace(Tensor.full([], 1).to(.float32)) }
    }
    let builder = GraphBuilder(input: ModelGraph.Port("input", extents: small.extents))
    let exported = model.export(builder.input, in: builder)
    builder.output(exported.logits, as: ModelGraph.Port("logits", extents: [7]))
    let x = Tensor((0..<2 * 3 * 17 * 16).map { Double($0 % 13) }, shape: [2, 3, 17, 16]).to(
      .float32)
    let found = try GraphInterpreter(builder.graph, path: "graph").outputs(for: x)
    let expected = withoutGradients { model(x, .inference).combinedLogits }
    #expect(relativeDistance(try #require(found["logits"]).doubles, expected.doubles) < 1e-5)
  }

  @Test func `experts that share a trunk, at depths, and side by side`() throws {
    try expectEqual(settings(ResNet32(), experts: 3, head: CosineClassifier()), small)
    var shike = settings(ResNet32(shortcut: .projection), experts: 3)
    shike.depths = [1, 2]
    shike.sharedParts = 2
    try expectEqual(shike, small)
    shike.fusion = .replace
    shike.depths = [1, 2, 3]
    try expectEqual(shike, small)
    try expectEqual(settings(ResNet32(), experts: 2, head: JointClassifier()), small)
  }
}
