import LongTail
import Testing
import Torch

struct ExpertModelTests {
  private static let picture = InputShape.picture(height: 32, width: 32, channels: 3)

  /// Cao et al., NeurIPS 2019: 463,504 in the feature extractor, 650 and 6,500 in the classifier.
  @Test(arguments: [(10, 463_504 + 650), (100, 463_504 + 6_500)])
  func `ResNet-32 has as many parameters as published`(_ classes: Int, _ count: Int) throws {
    let model = try ExpertModel(ModelSettings(), input: Self.picture, classes: classes, seed: 0)
    #expect(model.parameterCount == count)
    let backbone = model.store.parameters.filter { !ExpertModel.isClassifier($0.name) }
    #expect(backbone.reduce(0) { $0 + $1.tensor.count } == 463_504)
  }

  /// Wang et al., ICLR 2021: full width, normalised classifiers.
  @Test(arguments: [(10, 1_344_784), (100, 1_362_064)])
  func `three experts have as many parameters as published`(
    _ classes: Int, _ count: Int
  ) throws {
    let settings = ModelSettings(classifier: CosineClassifier(), experts: 3)
    let model = try ExpertModel(settings, input: Self.picture, classes: classes, seed: 0)
    #expect(model.parameterCount == count)
  }

  @Test func `one expert has PyTorch's names, several lie below theirs`() throws {
    let single = try ExpertModel(ModelSettings(), input: Self.picture, classes: 10, seed: 0)
    let names = Set(single.store.tensors.map(\.name))
    #expect(
      names.isSuperset(of: [
        "conv1.weight", "bn1.running_mean", "layer1.0.conv1.weight", "layer3.4.bn2.bias",
        "classifier.weight", "classifier.bias",
      ]))
    let several = try ExpertModel(
      ModelSettings(experts: 2), input: Self.picture, classes: 10, seed: 0)
    let more = Set(several.store.tensors.map(\.name))
    #expect(more.contains("layer1.0.conv1.weight"))
    #expect(more.contains("experts.1.layer2.0.conv1.weight"))
    #expect(more.contains("experts.0.classifier.weight"))
    #expect(!more.contains("layer2.0.conv1.weight"))
  }

  @Test func `experts differ, and the ensemble is their mean`() throws {
    let settings = ModelSettings(
      backbone: TwoLayerBackbone(hidden: 6), classifier: CosineClassifier(), experts: 3)
    let model = try ExpertModel(settings, input: .features(width: 4), classes: 5, seed: 1)
    let outputs = model(Tensor([1, -2, 0.5, 3, 0, 1, 1, 2] as [Float], shape: [2, 4]), .inference)
    #expect(outputs.logits.shape == [2, 3, 5])
    #expect(outputs.features.shape == [2, 3, 6])
    let values = outputs.logits.doubles
    let combined = outputs.combinedLogits.doubles
    #expect(Array(values[0..<5]) != Array(values[5..<10]))
    for sample in 0..<2 {
      for label in 0..<5 {
        let mean = (0..<3).reduce(0) { $0 + values[sample * 15 + $1 * 5 + label] } / 3
        #expect(abs(combined[sample * 5 + label] - mean) < 1e-5)
      }
    }
  }

  @Test func `the seed and nothing else decides the initial weights`() throws {
    func weights(_ seed: UInt64) throws -> [[Double]] {
      let settings = ModelSettings(backbone: TwoLayerBackbone(hidden: 3))
      return try ExpertModel(settings, input: .features(width: 2), classes: 2, seed: seed)
        .store.tensors.map { $0.tensor.doubles }
    }
    #expect(try weights(4) == weights(4))
    #expect(try weights(4) != weights(5))
  }

  @Test func `shapes that cannot be are refused with their key`() {
    func key(_ settings: ModelSettings) -> String? {
      let error = #expect(throws: SettingsError.self) {
        try ExpertModel(settings, input: Self.picture, classes: 10, seed: 0)
      }
      return error?.key
    }
    #expect(key(ModelSettings(experts: 0)) == "model.experts")
    #expect(key(ModelSettings(experts: 2, sharedParts: 4)) == "model.sharedParts")
    #expect(key(ModelSettings(experts: 2, sharedParts: -1)) == "model.sharedParts")
    #expect(
      key(ModelSettings(backbone: TwoLayerBackbone(hidden: 0))) == "model.backbone.hidden")
  }
}
