import ArrayFiles
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Learned places of a pretrained transformer for pictures of another size.
struct PretrainedPlacesTests {
  @Test(arguments: [
    (
      PositionInterpolation.antialias,
      [0.40422709, -1.24843380, -0.56236599, 0.20938117, -0.27862374]
    ),
    (.plain, [0.40381981, -1.24784383, -0.56135329, 0.20819586, -0.27934917]),
  ])
  func `places for larger pictures are resized as programs do`(
    _ interpolation: PositionInterpolation, _ logits: [Double]
  ) throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let model = try PretrainedBackboneTests.network(
      folder("w.safetensors"), side: 24, interpolation: interpolation)
    let head = TinyTransformer.tensors
    let features = Tensor(TinyTransformer.features(model, side: 24), shape: [2, 12])
    let found = try features.linear(
      weight: Tensor(#require(head["head.weight"])), bias: Tensor(#require(head["head.bias"])))
    PretrainedBackboneTests.expect(found.doubles, logits)
  }

  @Test(arguments: [
    (
      6, PositionInterpolation.plain,
      [0.23065458, -0.03373241, -0.21302835, 0.00610859, -0.06214992, -0.21869021]
    ),
    (6, .antialias, [0.22130965, -0.00888436, -0.20158456, 0.00431299, -0.07905055, -0.21131496]),
    (3, .plain, [0.15006186, -0.09455374, -0.15139107]),
    (3, .antialias, [0.13641059, -0.07957589, -0.13473864]),
  ])
  func `resized places are torch's`(
    _ side: Int, _ interpolation: PositionInterpolation, _ row: [Double]
  ) throws {
    let places = try #require(TinyTransformer.tensors["pos_embed"])
    let found = interpolation.resized(places, to: (side, side))
    #expect(found.shape == [1, 1 + side * side, 12])
    let values = found.doubles()
    PretrainedBackboneTests.expect((0..<side).map { values[(1 + $0) * 12] }, row)
    #expect(Array(values[..<12]) == Array(places.doubles()[..<12]))
  }
}
