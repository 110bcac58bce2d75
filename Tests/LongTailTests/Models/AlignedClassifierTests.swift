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

  /// The authors' code: α of 1, (1 + σ) z.
  @Test func `α may begin elsewhere, when its stage does`() throws {
    let data = ClassifierFitData(
      training: Tensor.zeros([0, 3]), trainingLabels: [], validation: nil, validationLabels: [],
      classes: 4, classifier: ["scale": Tensor.zeros([4])])
    let fitted = try AlignmentScale().fitted(to: data)
    #expect(try #require(fitted.tensors["scale"]).doubles == [1, 1, 1, 1])
    #expect(try AlignmentScale(value: 0.5).fitted(to: data).tensors["scale"]?.doubles[3] == 0.5)
    let error = #expect(throws: SettingsError.self) {
      try AlignmentScale(value: .infinity).validate()
    }
    #expect(error?.key == "value")
    let aligned = ["classifier.scale", "classifier.offset", "classifier.confidence"]
    var second = Stage(
      name: "alignment", epochs: 1, trains: aligned, batchNorm: .frozen,
      // Float32 does not see a step of this size beside 1.
      optimizer: SGDSettings(learningRate: 1e-20), schedule: ConstantSchedule())
    second.beginning = Chosen(AlignmentScale())
    let recipe = SmallRun.recipe(
      [
        Stage(
          epochs: 1, fixed: aligned, optimizer: SGDSettings(learningRate: 0.02),
          schedule: ConstantSchedule()), second,
      ],
      model: ModelSettings(
        backbone: TwoLayerBackbone(hidden: 8), classifier: AlignedClassifier()), selection: .last)
    let folder = try TemporaryFolder()
    let session = try SmallRun.session(recipe, in: folder("run"))
    func scale() throws -> [Double] {
      try #require(session.model.store.parameters.first { $0.name == "classifier.scale" })
        .tensor.doubles
    }
    #expect(try scale() == [0, 0, 0, 0])
    _ = try session.carryOut()
    #expect(try scale() == [1, 1, 1, 1])
    // Another head has no such scale.
    let error2 = #expect(throws: SettingsError.self) {
      try SmallRun.session(
        recipe.setting([
          "model.classifier=linear", "stages.0.parameterRules=[]", "stages.1.trains=[classifier]",
        ]), in: folder("refused"))
    }
    #expect(error2?.key == "stages.1.beginning")
  }

  @Test func `sigmoids of its one-against-all relative begin at one in as many as classes`() {
    let layer = SigmoidClassifier().layer(
      width: 3, classes: 5, initial: nil, at: ParameterStore(seed: 7, dtype: .float64).root)
    let probabilities = layer(Tensor.zeros([2, 3], dtype: .float64)).sigmoid().doubles
    #expect(probabilities.count == 10 && probabilities.allSatisfy { abs($0 - 0.2) < 1e-15 })
  }
}
