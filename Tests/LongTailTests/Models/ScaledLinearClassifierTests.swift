import ArrayFiles
import LongTail
import TestSupport
import Testing
import Torch

struct ScaledLinearClassifierTests {
  private static func store(
    _ fixtures: MiSLASFixtures, separate: Bool = false
  ) throws -> (store: ParameterStore, layer: any ClassifierLayer) {
    let store = ParameterStore(seed: 0, dtype: .float64)
    let (classes, width) = (fixtures.counts.count, fixtures.classifier.width)
    let layer = ScaledLinearClassifier(separate: separate).layer(
      width: width, classes: classes, initial: nil, at: store.root / "classifier")
    var arrays = [
      "classifier.weight": NumericArray(
        MiSLASFixtures.chirp(classes * width, offset: 2, scale: 0.5), shape: [classes, width]),
      "classifier.bias": NumericArray(
        MiSLASFixtures.chirp(classes, offset: 4, scale: 0.1), shape: [classes]),
      "classifier.scale": NumericArray(
        MiSLASFixtures.chirp(classes, offset: 5, scale: 0.2).map { 1 + $0 }, shape: [classes]),
    ]
    if separate {
      arrays["classifier.change"] = NumericArray(
        [Double](repeating: 0, count: classes * width), shape: [classes, width])
    }
    try store.load(arrays, from: "formula")
    return (store, layer)
  }

  private static func outputs(
    _ layer: any ClassifierLayer, _ fixtures: MiSLASFixtures
  ) -> ExpertOutputs {
    let shape = [fixtures.labels.count, fixtures.classifier.width]
    let features = Tensor(MiSLASFixtures.chirp(shape.reduce(1, *), offset: 1), shape: shape)
    return ExpertOutputs(
      logits: layer(features).unsqueezed(axis: 1), features: features.unsqueezed(axis: 1))
  }

  @Test(arguments: [true, false])
  func `logits and gradients are PyTorch's`(_ smoothed: Bool) throws {
    let fixtures = try MiSLASFixtures.read()
    let expected = smoothed ? fixtures.classifier.smoothed : fixtures.classifier.crossEntropy
    let given = fixtures.smoothing
    let loss: any LossFunction =
      smoothed ? LabelAwareSmoothing(head: given.head, tail: given.tail) : CrossEntropy()
    let (store, layer) = try Self.store(fixtures)
    let outputs = Self.outputs(layer, fixtures)
    let value = loss(
      outputs, Tensor(fixtures.labels),
      LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1)
    ).perSample.mean()
    value.backward()
    #expect(relativeDistance(outputs.logits.doubles, expected.logits) < 1e-12)
    #expect(abs(value.item() - expected.loss) < 1e-12)
    let gradients = [
      "classifier.weight": expected.weight, "classifier.bias": expected.bias,
      "classifier.scale": expected.scale,
    ]
    for (name, tensor) in store.parameters {
      let reference = try #require(gradients[name])
      #expect(
        relativeDistance(try #require(tensor.gradient).doubles, reference) < 1e-12, "\(name)")
    }
    #expect(store.parameters.count == 3)
  }

  @Test func `a change of its own adds to the weights and has their gradient`() throws {
    let fixtures = try MiSLASFixtures.read()
    let (store, layer) = try Self.store(fixtures, separate: true)
    let outputs = Self.outputs(layer, fixtures)
    let expected = fixtures.classifier.crossEntropy
    #expect(relativeDistance(outputs.logits.doubles, expected.logits) < 1e-12)
    CrossEntropy()(
      outputs, Tensor(fixtures.labels),
      LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1)
    ).perSample.mean().backward()
    let change = try #require(store.parameters.first { $0.name == "classifier.change" })
    let gradient = try #require(change.tensor.gradient).doubles
    #expect(relativeDistance(gradient, expected.weight) < 1e-12)
  }

  @Test func `fresh scales change nothing, and the weights are those of a linear classifier`() {
    let heads: [any ClassifierHead] = [
      LinearClassifier(), ScaledLinearClassifier(), ScaledLinearClassifier(separate: true),
      PrototypeClassifier(),
    ]
    let features = Tensor(MiSLASFixtures.chirp(3 * 5, offset: 9), shape: [3, 5])
    let logits = heads.map { head in
      let store = ParameterStore(seed: 4, dtype: .float64)
      return head.layer(
        width: 5, classes: 3, initial: .kaimingNormalFanIn, at: store.root / "classifier")(features)
        .doubles
    }
    for other in logits.dropFirst() { #expect(other == logits[0]) }
  }
}
