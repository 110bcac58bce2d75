import LongTail
import TestSupport
import Testing
import Torch

struct BranchedBackboneTests {
  private static let input = InputShape.picture(height: 12, width: 12, channels: 3)

  private func model(
    _ form: BranchedBackbone.Form, experts: Int = 3, dtype: DType = .float64
  ) throws -> ExpertModel {
    try ExpertModel(
      ModelSettings(
        backbone: BranchedBackbone(ResNet32(widths: [4, 6, 8]), form: form),
        classifier: SharedClassifier(), experts: experts),
      input: Self.input, classes: 5, seed: 3, dtype: dtype)
  }

  private func pictures(_ count: Int) -> Tensor {
    Tensor(
      MiSLASFixtures.chirp(count * 3 * 144, offset: 2), shape: [count, 3, 12, 12]
    ).channelsLast()
  }

  @Test func `experts share all but their branches`() throws {
    let base = try ExpertModel(
      ModelSettings(backbone: ResNet32(widths: [4, 6, 8])), input: Self.input, classes: 5, seed: 3)
    // Two numbers for each of eight channels; or 8 × 8 filters beside them.
    for (form, own) in [(BranchedBackbone.Form.norm, 16), (.convolution, 80)] {
      let model = try model(form)
      #expect(model.parameterCount == base.parameterCount + 3 * own)
      let branches = model.store.parameters.map(\.name).filter { $0.contains("branch") }
      #expect(branches.allSatisfy { $0.hasPrefix("experts.") })
    }
  }

  /// ResLT's network for CIFAR: batch norms on the last map, averages, one linear layer, a sum.
  @Test func `a network of norms answers with the sum over its branches`() throws {
    let model = try model(.norm)
    for (index, parameter) in model.store.parameters.enumerated()
    where parameter.name.contains("branch") {
      withoutGradients { parameter.tensor.fillInPlace(0.5 + 0.25 * Double(index % 5)) }
    }
    let outputs = model(pictures(4), .training)
    let state = Dictionary(
      uniqueKeysWithValues: model.store.tensors.map { ($0.name, $0.tensor.detached()) })
    let weight = try #require(state["classifier.weight"])
    let bias = try #require(state["classifier.bias"])
    let features = outputs.features.detached()
    let sum = (0..<3).map { expert in
      features.selected(axis: 1, at: expert).linear(weight: weight, bias: bias)
    }.reduce(Tensor.zeros([4, 5], dtype: .float64), +)
    #expect(relativeDistance(outputs.combinedLogits.doubles, sum.doubles) < 1e-13)
    // Of a batch-normalised map the mean over batch and places is the shift.
    for expert in 0..<3 {
      let shift = try #require(state["experts.\(expert).branch.bn.bias"])
      let mean = features.selected(axis: 1, at: expert).mean(axis: 0)
      #expect(relativeDistance(mean.doubles, shift.doubles) < 1e-6)
    }
  }

  @Test func `one expert with a shared classifier is a linear one, bit for bit`() throws {
    func logits(_ head: some ClassifierHead) -> [Double] {
      let path = ParameterStore(seed: 7, dtype: .float64).root / "classifier"
      let layer = head.layer(width: 3, classes: 4, initial: nil, at: path)
      return layer(Tensor(MiSLASFixtures.chirp(15, offset: 1), shape: [5, 3])).doubles
    }
    #expect(logits(SharedClassifier()) == logits(LinearClassifier()))
  }

  @Test func `networks without a map, itself, and other input are refused under their keys`() throws
  {
    for (backbone, key) in [
      (BranchedBackbone(IdentityBackbone()), "base"),
      (BranchedBackbone(BranchedBackbone()), "base"),
      (BranchedBackbone(ResNet32(widths: [1, 2])), "base.widths"),
    ] {
      let error = #expect(throws: SettingsError.self) { try backbone.validate() }
      #expect(error?.key == key)
    }
    let error = #expect(throws: SettingsError.self) {
      try BranchedBackbone().validate(.features(width: 8))
    }
    #expect(error?.key == "base")
  }
}
