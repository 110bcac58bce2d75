import ArrayFiles
import LongTail
import Testing
import Torch

struct CosineClassifierTests {
  /// Columns (1, 0), (0, 2), (1, 1).
  private func layer(scale: Double) throws -> any ClassifierLayer {
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = CosineClassifier(scale: scale).layer(
      width: 2, classes: 3, initial: nil, at: store.root / "classifier")
    let weight = NumericArray([1.0, 0, 1, 0, 2, 1], shape: [2, 3])
    try store.load(["classifier.weight": weight], from: "test")
    return layer
  }

  @Test func `logits are scaled cosines`() throws {
    let classifier = try layer(scale: 30)
    let found = classifier(Tensor([3.0, 4, -1, 0], shape: [2, 2])).doubles
    // (3, 4)/5 with the columns: 0.6, 0.8, 7/(5 √2); then (−1, 0): −1, 0, −1/√2.
    let expected = [18, 24, 210 / (5 * 2.0.squareRoot()), -30, 0, -30 / 2.0.squareRoot()]
    for (value, reference) in zip(found, expected) { #expect(abs(value - reference) < 1e-12) }
  }

  @Test func `the length of features does not matter`() throws {
    let classifier = try layer(scale: 16)
    let short = classifier(Tensor([0.3, -0.2], shape: [1, 2])).doubles
    let long = classifier(Tensor([30.0, -20], shape: [1, 2])).doubles
    for (a, b) in zip(short, long) { #expect(abs(a - b) < 1e-12) }
  }

  @Test func `features of zero give logits of zero`() throws {
    let classifier = try layer(scale: 30)
    #expect(classifier(Tensor([0.0, 0], shape: [1, 2])).doubles == [0, 0, 0])
  }

  @Test func `fresh columns have length one`() {
    let store = ParameterStore(seed: 3, dtype: .float64)
    _ = CosineClassifier().layer(width: 8, classes: 4, initial: nil, at: store.root / "classifier")
    let lengths = store.parameters[0].tensor.square().sum(axis: 0).doubles
    #expect(store.parameters.count == 1)
    for length in lengths { #expect(abs(length - 1) < 1e-12) }
  }
}
