import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Runs that begin with the tiny transformer's file.
struct PretrainedRunTests {
  private let folder: TemporaryFolder
  private var file: String { folder("vit.safetensors") }

  init() throws {
    folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: file)
  }

  private static let data = DataSettings(
    source: "synthetic:classes=4,per-class=20,test=5,size=16", imbalanceFactor: 4, imageSize: 16)

  private func recipe(_ method: String = "balanced-softmax", _ settings: [String] = []) throws
    -> Recipe
  {
    let heads = "model.backbone.heads=3"
    let request = MethodRequest(
      method: method, epochs: 2,
      backbone: try PretrainedBackbone(file, settings: [heads]),
      settings: [heads, "batchSize=16"] + settings)
    return try RunPlan(request, data: Self.data, seed: 2).recipe
  }

  private func backbone(_ model: ExpertModel) -> [String: [Double]] {
    Dictionary(
      uniqueKeysWithValues: model.store.tensors.filter { ExpertModel.isBackbone($0.name) }
        .map { ($0.name, $0.tensor.doubles) })
  }

  @Test func `the recipe says which file it was, and how its pictures were normalised`() throws {
    let recipe = try recipe()
    let pretrained = try #require(recipe.pretrained)
    #expect(pretrained.path == file)
    #expect(pretrained.sha256 == (try ContentDigest.ofFile(file)))
    #expect(pretrained.mean == [0.5, 0.5, 0.5] && pretrained.deviation == [0.5, 0.5, 0.5])
    #expect(recipe.model.backbone.name == "vit")
    #expect(recipe.model.tuning?.name == "linear-probe")
    let session = try SmallRun.session(recipe, in: folder("run"))
    #expect(session.data.training.samples.normalization.mean == [0.5, 0.5, 0.5])
    let own = try #require(
      session.model.store.tensors.first { $0.name == "blocks.1.mlp.fc2.weight" })
    let given = try #require(TinyTransformer.tensors[own.name]).floats()
    #expect(own.tensor.floats == given)
  }

  @Test func `pictures are resized as those were that the weights come from`() throws {
    #expect(try recipe().data.framing.filter == .bicubic)
    #expect(
      try recipe("balanced-softmax", ["data.framing.filter=bilinear"]).data.framing.filter
        == .bilinear)
    try TinyTransformerFile.torchvision.write(to: file)
    #expect(try recipe().data.framing.filter == .bilinear)
  }

  @Test(arguments: [
    ("linear-probe", []), ("bitfit", ["norm1.bias", "fc1.bias", "qkv.bias"]),
    ("norm", ["norm1.weight", "norm2.bias"]), ("full", ["pos_embed", "fc1.weight", "norm.weight"]),
  ])
  func `what the tuning names trains, and nothing else`(_ tuning: String, _ moved: [String]) throws
  {
    let recipe = try recipe(
      "balanced-softmax", ["model.tuning=\(tuning)", "stages.0.optimizer.learningRate=0.01"])
    let session = try SmallRun.session(recipe, in: folder("run"))
    let before = backbone(session.model)
    let head = session.model.store.tensors.filter { ExpertModel.isClassifier($0.name) }
      .map(\.tensor.doubles)
    _ = try session.carryOut()
    let after = backbone(session.model)
    let changed = before.keys.filter { before[$0] != after[$0] }
    #expect(changed.allSatisfy { name in tuning == "full" || recipe.model.tunes(name) })
    for end in moved { #expect(changed.contains { $0.hasSuffix(end) }, "\(end)") }
    #expect(moved.isEmpty == changed.isEmpty)
    let trained = session.model.store.tensors.filter { ExpertModel.isClassifier($0.name) }
      .map(\.tensor.doubles)
    #expect(trained != head)
  }

  @Test(arguments: ["crt", "balpoe", "tau-norm"])
  func `methods in stages and of experts run on it`(_ method: String) throws {
    let run = folder("run")
    let evaluation = try SmallRun.session(recipe(method), in: run).carryOut()
    #expect(evaluation.results.first?.scores?.samples == 20)
    let trained = try TrainedModel(run, device: .cpu)
    let own = try #require(trained.model.store.tensors.first { $0.name == "blocks.0.norm1.weight" })
    #expect(own.tensor.floats == TinyTransformer.tensors[own.name]?.floats())
  }

  @Test(arguments: [
    ("balanced-softmax", "bitfit"), ("balanced-softmax", "ssf"),
    ("balanced-softmax", "{name: full, layerDecay: 0.7}"), ("lift-plus", "adaptformer"),
  ])
  func `a run that was stopped goes on to the same bits`(
    _ method: String, _ tuning: String
  ) throws {
    let recipe = try recipe(
      method, ["model.tuning=\(tuning)", "stages.0.optimizer.learningRate=0.001"])
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    let stop = StopAtQuestion(3)
    #expect(throws: TrainingError.self) {
      _ = try SmallRun.session(
        recipe, in: folder("parts"), execution: Execution(shouldStop: { stop() })
      ).carryOut()
    }
    _ = try SmallRun.session(recipe, in: folder("parts"), resuming: true).carryOut()
    let traces = try (RunTraces(folder("whole")), RunTraces(folder("parts")))
    #expect(traces.0.differences(from: traces.1) == [])
    #expect(traces.0.records == traces.1.records)
  }

  @Test func `adapters without their backbone are told so`() throws {
    let run = folder("run")
    _ = try SmallRun.session(recipe("lift"), in: run).carryOut()
    let checkpoint = run + "/checkpoints/last/model.safetensors"
    let names = try SafetensorsFile.read(checkpoint).tensors.map(\.name)
    #expect(names.allSatisfy { $0.contains(".adapter.") || $0.hasPrefix("classifier.") })
    do {
      _ = try PretrainedBackbone(checkpoint)
      Issue.record("was read as a backbone")
    } catch {
      #expect("\(error)".contains("adapters"))
    }
    try FileManager.default.removeItem(atPath: file)
    do {
      _ = try TrainedModel(run, device: .cpu)
      Issue.record("was read without its backbone")
    } catch {
      #expect("\(error)".contains("is not there, seen from"))
      #expect("\(error)".contains("vit.safetensors") && "\(error)".contains("pretrained.path"))
    }
  }

  @Test func `an inspection looks at the backbone's file`() throws {
    let run = folder("run")
    _ = try SmallRun.session(recipe("lift"), in: run).carryOut()
    func found() throws -> RunInspection.File? {
      try RunInspection(of: run).files.first { $0.name == file }
    }
    #expect(try found()?.state == .ok)
    #expect(try !RunInspection(of: run).isWrong)
    let whole = try Data(contentsOf: URL(fileURLWithPath: file))
    try whole.dropLast(100).write(to: URL(fileURLWithPath: file))
    #expect(try found()?.state == .changed)
    try TinyTransformerFile.torchvision.write(to: file)
    #expect(try found()?.problem?.contains("has changed since the recipe was made") == true)
    try FileManager.default.removeItem(atPath: file)
    #expect(try found()?.state == .missing)
    #expect(try RunInspection(of: run).isWrong)
  }

  @Test func `a file that has changed is refused`() throws {
    let recipe = try recipe()
    var tensors = TinyTransformerFile.timm.tensors()
    tensors[0].array = NumericArray(
      [Double](repeating: 0.5, count: tensors[0].array.count), shape: tensors[0].array.shape)
    try SafetensorsFile.write(tensors, metadata: [:], to: file)
    do {
      _ = try SmallRun.session(recipe, in: folder("run"))
      Issue.record("was taken")
    } catch {
      #expect("\(error)".contains("has changed since the recipe was made"))
    }
    try FileManager.default.removeItem(atPath: file)
    #expect(throws: FileProblem.self) { _ = try SmallRun.session(recipe, in: folder("run")) }
  }

  @Test func `larger pictures get resized places`() throws {
    var data = Self.data
    data.source = "synthetic:classes=4,per-class=20,test=5,size=24"
    data.imageSize = 24
    let heads = "model.backbone.heads=3"
    let request = MethodRequest(
      method: "cross-entropy", epochs: 1, backbone: try PretrainedBackbone(file, settings: [heads]),
      settings: [heads, "pretrained.interpolation=plain"])
    let recipe = try RunPlan(request, data: data).recipe
    let session = try SmallRun.session(recipe, in: folder("run"))
    let places = try #require(session.model.store.tensors.first { $0.name == "pos_embed" }).tensor
    let expected = PositionInterpolation.plain.resized(
      try #require(TinyTransformer.tensors["pos_embed"]), to: (6, 6))
    #expect(relativeDistance(places.doubles, expected.doubles()) < 1e-6)
  }

  @Test func `features for a linear model are those of the run on pictures`() throws {
    let recipe = try recipe("cross-entropy")
    let plan = try RunPlan(recipe)
    let extraction = try FeatureExtraction(plan, execution: Execution())
    #expect(extraction.width == 12)
    try extraction.write(to: folder("features"))
    let session = try SmallRun.session(recipe, in: folder("run"))
    _ = try session.carryOut()
    let source = try Datasets.source("features:" + folder("features"))
    let given = try source.load(.test)
    guard case .features(let store) = given.samples else {
      Issue.record("no features")
      return
    }
    let found = try NPYFile.read(folder("run/predictions/test/features.npy")).doubles()
    var row = [Float](repeating: 0, count: 12)
    var all: [Double] = []
    for position in 0..<store.count {
      row.withUnsafeMutableBufferPointer { store.copyFeatures(at: position, into: $0) }
      all += row.map(Double.init)
    }
    #expect(given.labels == session.data.test.samples.labels)
    #expect(relativeDistance(all, found) < 1e-5)
    #expect(try source.load(.training).labels == session.data.selection.labels)
    let held = try DataSettings(source: "features:" + folder("features")).partition(
      seed: recipe.seed)
    #expect(
      held.validation?.samples.originalIndices == session.data.validation?.samples.originalIndices)
    let text = try String(contentsOfFile: folder("features/backbone.json"), encoding: .utf8)
    #expect(text.contains(try ContentDigest.ofFile(file)))
    let half = folder("half")
    try extraction.write(to: half, as: .float16)
    let halves = try NPYFile.read(half + "/test/features.npy")
    #expect(halves.elementType == .float16)
    #expect(relativeDistance(halves.doubles(), all) < 1e-3)
  }
}
