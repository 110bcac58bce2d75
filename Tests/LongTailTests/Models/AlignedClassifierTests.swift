import ArrayFiles
import LongTail
import TestSupport
import Testing
import Torch

struct AlignedClassifierTests {
  @Test func `logits and gradients are PyTorch's, in both forms`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.aligned.count == 2)
    for given in fixtures.aligned {
      let form = try #require(AlignedClassifier.Form(rawValue: given.form ?? ""))
      let store = ParameterStore(seed: 0, dtype: .float64)
      let layer = AlignedClassifier(form: form).layer(
        width: 3, classes: 4, initial: nil, at: store.root)
      #expect(store.parameters.count == 6)
      try store.load(
        Dictionary(
          uniqueKeysWithValues: store.parameters.map {
            ($0.name, try given.array($0.name).tensor.numericArray())
          }), from: "fixtures")
      let features = try given.array("features").tensor.requiringGradient()
      let logits = layer(features).unsqueezed(axis: 1)
      let values = CrossEntropy()(
        ExpertOutputs(logits: logits, features: features.unsqueezed(axis: 1)),
        Tensor(fixtures.labels), LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1)
      ).perSample
      values.mean().backward()
      try fixtures.expectEqual(values, features, "features", given)
      for (name, tensor) in store.parameters {
        try fixtures.expectEqual(values, tensor, name, given)
      }
    }
  }

  @Test(arguments: AlignedClassifier.Form.allCases)
  func `it begins as its linear layer, bit for bit`(_ form: AlignedClassifier.Form) {
    let features = Tensor(MiSLASFixtures.chirp(15, offset: 1), shape: [5, 3])
    func logits(_ head: some ClassifierHead) -> [Double] {
      let path = ParameterStore(seed: 7, dtype: .float64).root / "classifier"
      let layer = head.layer(width: 3, classes: 4, initial: nil, at: path)
      return layer(features).doubles
    }
    #expect(logits(AlignedClassifier(form: form)) == logits(LinearClassifier()))
  }

  @Test func `sigmoids of its one-against-all relative begin at one in as many as classes`() {
    let layer = SigmoidClassifier().layer(
      width: 3, classes: 5, initial: nil, at: ParameterStore(seed: 7, dtype: .float64).root)
    let probabilities = layer(Tensor.zeros([2, 3], dtype: .float64)).sigmoid().doubles
    #expect(probabilities.count == 10 && probabilities.allSatisfy { abs($0 - 0.2) < 1e-15 })
  }
}
