import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Text features as directions of a cosine classifier, on the tiny transformer as CLIP's tower (LIFT's formula).
struct SemanticDirectionsTests {
  private let folder: TemporaryFolder
  private var file: String { folder("text.npy") }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ array: NumericArray) throws { try NPYFile.write(array, to: file) }

  private func fitted(_ projection: NumericArray?) throws -> FittedClassifier {
    try SemanticDirections(path: file).fitted(
      to: ClassifierFitData(
        training: Tensor.zeros([3, 12]), trainingLabels: [0, 1, 2], validation: nil,
        validationLabels: [], classes: 5, classifier: ["weight": Tensor.zeros([12, 5])],
        projection: projection.map { Tensor($0) }))
  }

  @Test func `texts are projected to where features are`() throws {
    try write(TinyTransformer.fill(50, .weight, [5, 6]))
    let weight = try #require(
      fitted(TinyTransformer.tensors["proj"]).tensors["weight"])
    #expect(weight.shape == [12, 5])
    let first = weight.selected(axis: 1, at: 0).doubles
    let expected = [
      -0.43582718, 0.51513100, -0.29916796, -0.47295282, -0.31204333, -0.28957767, -0.03654990,
      0.01365642, 0.07018152, 0.05965327, -0.13608027, -0.14750737,
    ]
    for (value, known) in zip(first, expected) { #expect(abs(value - known) < 1e-7) }
  }

  @Test func `features of the network's own width are directions`() throws {
    try write(TinyTransformer.fill(50, .weight, [5, 12]))
    let found = try fitted(nil)
    let weight = try #require(found.tensors["weight"])
    let lengths = weight.square().sum(axis: 0).doubles
    #expect(lengths.allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(found.remarks.isEmpty)
    // As many numbers as the projection takes, too: taken for texts, and said.
    #expect(try fitted(TinyTransformer.fill(38, .weight, [12, 12])).remarks.count == 1)
  }

  @Test func `what is no direction is refused with its class or its numbers`() throws {
    func problem(_ array: NumericArray, _ projection: NumericArray? = nil) throws -> String {
      try write(array)
      do {
        _ = try fitted(projection)
        return ""
      } catch { return "\(error)" }
    }
    var values = [Double](repeating: 1, count: 60)
    values[13] = .nan
    #expect(try problem(NumericArray(values, shape: [5, 12])).contains("class 1"))
    for index in 24..<36 { values[index] = 0 }
    values[13] = 1
    #expect(try problem(NumericArray(values, shape: [5, 12])).contains("class 2"))
    #expect(try problem(NumericArray(values, shape: [6, 10])).contains("5 classes"))
    let wide = try problem(
      NumericArray([Double](repeating: 1, count: 35), shape: [5, 7]),
      TinyTransformer.fill(38, .weight, [12, 6]))
    #expect(wide.contains("7") && wide.contains("6") && wide.contains("12"))
  }

  @Test func `a file of CLIP brings its projection`() throws {
    let clip = folder("clip.safetensors")
    try TinyTransformerFile.openCLIP.write(to: clip, with: ["norm_pre"])
    let network = try PretrainedBackbone(clip, heads: 3).network
    #expect(network.projection?.shape == [12, 6])
    let plain = folder("vit.safetensors")
    try TinyTransformerFile.timm.write(to: plain)
    #expect(try PretrainedBackbone(plain, heads: 3).network.projection == nil)
  }

  @Test func `class means may be of some samples`() throws {
    let labels = [0, 0, 0, 0, 0, 1, 2, 2]
    let kept = ClassMeanDirections.drawn(2, of: labels, classes: 3)
    #expect(kept.count == 5 && kept == kept.sorted() && Set(kept).count == 5)
    #expect(kept.filter { labels[$0] == 0 }.count == 2 && kept.suffix(3) == [5, 6, 7])
    #expect(ClassMeanDirections.drawn(9, of: labels, classes: 3) == Array(0..<8))
  }
}
