import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Finished runs measured on data that are named for it.
struct OtherDataTests {
  /// A finished run of two epochs.
  static func run(
    _ source: String, name: String = "run", imageSize: Int? = nil, testFraction: Double = 0.2,
    in folder: TemporaryFolder
  ) throws -> String {
    let data = DataSettings(
      source: source, validationFraction: 0.2, imageSize: imageSize, testFraction: testFraction)
    let recipe = SmallRun.recipe([Stage(epochs: 2)], data: data, batchSize: 8)
    _ = try SmallRun.session(recipe, in: folder(name)).carryOut()
    return folder(name)
  }

  private func predictions(
    _ path: String, data: String? = nil, matching: ClassMatching.Rule? = nil
  ) throws -> (predictions: Predictions, remarks: [String]) {
    let finished = try FinishedRun(path, execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = data
    conditions.matching = matching
    let found = try #require(finished.predictions(under: conditions).first)
    return (found.predictions, finished.remarks)
  }

  /// Writes the data of a kind of source with a test part.
  private func write(_ kind: String, in folder: TemporaryFolder) throws -> String {
    switch kind {
    case "image-folder":
      try PictureFolder.write("d/train", count: 8, in: folder)
      try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
      return "image-folder:" + folder("d")
    case "image-list":
      try PictureFolder.write("d/train", count: 8, in: folder)
      try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
      for part in ["train", "test"] {
        let lines = ["blue", "green", "red"].flatMap { name in
          (part == "train" ? 0..<8 : 50..<54).map { "d/\(part)/\(name)/\(1000 + $0).png \(name)" }
        }
        _ = try folder.file("\(part).txt", Data(lines.joined(separator: "\n").utf8))
      }
      return "image-list:train=\(folder("train.txt")),test=\(folder("test.txt"))"
    case "arrays", "features":
      let painted = try Datasets.source("synthetic:classes=3,per-class=8,test=4,size=8")
      for (part, name) in [(DatasetPart.training, "train"), (.test, "test")] {
        var samples = try painted.load(part)
        if kind == "features" { samples = features(samples) }
        try SampleExport.write(samples, classCounts: samples.classCounts, to: folder("d/\(name)"))
      }
      return "\(kind):" + folder("d")
    case "mnist":
      try FileManager.default.createDirectory(
        atPath: folder("d"), withIntermediateDirectories: true)
      for (name, count) in [("train", 24), ("t10k", 12)] {
        let pixels = (0..<count * 64).map { UInt8(truncatingIfNeeded: $0 * $0 / 7 + count * $0) }
        _ = try folder.file("d/\(name)-images-idx3-ubyte", idx([count, 8, 8], pixels))
        _ = try folder.file(
          "d/\(name)-labels-idx1-ubyte", idx([count], (0..<count).map { UInt8($0 % 3) }))
      }
      return "mnist:" + folder("d")
    default: return "synthetic:classes=3,per-class=8,test=4,size=8"
    }
  }

  private func features(_ samples: LabelledSamples) -> LabelledSamples {
    var values: [Float] = []
    for (index, label) in samples.labels.enumerated() {
      for place in 0..<6 {
        let noise = (index * 7919 + place * 10_007 + samples.count * 31) % 997
        values.append(Float(label) + Float(noise) / 997)
      }
    }
    return LabelledSamples(
      samples: .features(FeatureStore(width: 6, values: values)), labels: samples.labels,
      classNames: samples.classNames, normalization: .identity, fingerprint: "")
  }

  private func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
    var data = Data([0, 0, 8, UInt8(shape.count)])
    for extent in shape {
      data.append(contentsOf: withUnsafeBytes(of: UInt32(extent).bigEndian) { Array($0) })
    }
    return data + bytes
  }

  @Test(arguments: ["image-folder", "image-list", "arrays", "features", "mnist", "synthetic"])
  func `a run's own source gives what the run itself gives, bit for bit`(_ kind: String) throws {
    let folder = try TemporaryFolder()
    let source = try write(kind, in: folder)
    let path = try Self.run(source, in: folder)
    let own = try predictions(path).predictions
    let (other, remarks) = try predictions(path, data: source)
    #expect(own.logits == other.logits && own.labels == other.labels)
    #expect(own.features == other.features)
    #expect(own.labels == (try PredictionFolder.read(path + "/predictions/test")).labels)
    #expect(own.logits == (try PredictionFolder.read(path + "/predictions/test")).logits)
    #expect(remarks.count == 1 && remarks[0].contains("the 12 samples of its test part"))
  }

  @Test(.enabled(if: realData != nil))
  func `published normalisation and a run's own are not mixed up`() throws {
    let folder = try TemporaryFolder()
    let source = "cifar100:\(realData ?? "")/cifar100"
    let part = try Datasets.source(source).load(.test)
    let few = part.selecting((0..<part.count).filter { $0 % 50 == 0 })
    try SampleExport.write(few, classCounts: few.classCounts, to: folder("few"))
    let data = DataSettings(source: source, imbalanceFactor: 100, validationFraction: 0)
    var recipe = SmallRun.recipe([Stage(epochs: 1)], data: data, selection: .last, batchSize: 128)
    recipe.seed = 0
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let own = try PredictionFolder.read(folder("run/predictions/test"))
    let (other, _) = try predictions(folder("run"), data: "arrays:" + folder("few"))
    let expected = own.selecting((0..<part.count).filter { $0 % 50 == 0 })
    #expect(other.labels == expected.labels)
    for (one, two) in zip(other.logits.values, expected.logits.values) {
      #expect(abs(one - two) < 1e-4)
    }
    let again = try predictions(folder("run"), data: source).predictions
    #expect(again.logits == own.logits)
  }

  @Test func `the same pictures from another kind of source give the same`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    let own = try predictions(path).predictions
    let test = try Datasets.source("image-folder:" + folder("d")).load(.test)
    try SampleExport.write(test, classCounts: test.classCounts, to: folder("exported"))
    let (other, remarks) = try predictions(path, data: "arrays:" + folder("exported"))
    #expect(own.logits == other.logits)
    #expect(remarks.count == 1 && remarks[0].contains("has no test part: all its 12 samples"))
  }

  @Test func `how the samples were read is said`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    try PictureFolder.write("other", count: 2, from: 70, in: folder)
    _ = try folder.file("other/red/x.webp", Data("RIFF".utf8))
    let (found, remarks) = try predictions(path, data: "image-folder:" + folder("other"))
    #expect(found.labels.count == 6)
    #expect(remarks.contains { $0.hasPrefix("warning: ") && $0.contains("1 .webp") }, "\(remarks)")
    // Labels from 1 of classes without names.
    try NPYFile.write(
      NumericArray([UInt8](repeating: 7, count: 3 * 192), shape: [3, 8, 8, 3]),
      to: folder("images.npy"))
    try NPYFile.write(NumericArray([1, 2, 3], shape: [3]), to: folder("labels.npy"))
    let (arrays, said) = try predictions(
      path, data: "arrays:" + folder("images.npy"), matching: .position)
    #expect(arrays.labels == [0, 1, 2])
    #expect(said.contains { $0.hasPrefix("warning: ") && $0.contains("count from 1") }, "\(said)")
  }

  @Test func `labels without a 0 are not read otherwise than metrics reads them`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    try NPYFile.write(
      NumericArray([UInt8](repeating: 7, count: 2 * 192), shape: [2, 8, 8, 3]),
      to: folder("images.npy"))
    try NPYFile.write(NumericArray([1, 2], shape: [2]), to: folder("labels.npy"))
    let source = "arrays:" + folder("images.npy")
    let error = #expect(throws: FileProblem.self) {
      try predictions(path, data: source, matching: .position)
    }
    #expect(error?.problem.contains("--match-classes from-0 or --match-classes from-1") == true)
    let (fromZero, said) = try predictions(path, data: source, matching: .numbersFrom0)
    #expect(fromZero.labels == [1, 2])
    #expect(said.contains { $0.contains("count from 0 (as asked for): “1” is “green”") }, "\(said)")
    #expect(!said.contains { $0.contains("count from 1") }, "\(said)")
    let fromOne = try predictions(path, data: source, matching: .numbersFrom1)
    #expect(fromOne.predictions.labels == [0, 1])
    #expect(fromOne.remarks.contains { $0.contains("count from 1 (as asked for)") })
  }

  @Test func `all of a source without a test part is measured, and what was trained on is counted`()
    throws
  {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d", count: 10, in: folder)
    let path = try Self.run("image-folder:" + folder("d"), in: folder)
    let description = try DataDescription.read(path + "/data.json")
    let (found, remarks) = try predictions(path, data: "image-folder:" + folder("d"))
    #expect(found.labels.count == 30)
    #expect(remarks[0].contains("no test part: all its 30 samples"))
    #expect(remarks[1].contains("was trained on \(description.trainingSamples)"))
    #expect(
      remarks[1].contains(
        "chose its weights or calibrators on \(description.validationSamples ?? 0)"))
    #expect(remarks[1].hasPrefix("warning: "))
  }

  @Test
  func `pictures of other sizes and colours are brought to the run's, as predict brings them`()
    throws
  {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    try PictureFolder.write("large", count: 2, from: 70, width: 21, height: 13, in: folder)
    // One more size in the same folder.
    try PictureFolder.write(numbers: 90..<91, of: "blue", below: "large", width: 30, in: folder)
    let found = try predictions(path, data: "image-folder:" + folder("large")).predictions
    let model = try TrainedModel(path, device: .cpu)
    let files = ["blue/1070", "blue/1071", "blue/1090", "green/1070", "green/1071"]
      .map { folder("large/\($0).png") }
    let new = try model.pictures(files)
    let expected = try model.evaluator(Execution()).outputs(on: new.samples, classCounts: nil)
    let rows = expected.predictions.logits.values
    for (own, other) in zip(found.logits.values, rows) { #expect(abs(own - other) < 1e-5) }
    let grey = try write("mnist", in: folder)
    let words = try predictions(path, data: grey, matching: .position)
    #expect(words.predictions.labels.count == 12)
  }

  @Test func `a model of grey pictures makes coloured ones grey`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("mnist", in: folder), in: folder)
    try PictureFolder.write("colour", classes: ["blue", "green", "red"], count: 2, in: folder)
    let found = try predictions(path, data: "image-folder:" + folder("colour")).predictions
    let model = try TrainedModel(path, device: .cpu)
    let new = try model.pictures([folder("colour/blue/1000.png")])
    let expected = try model.evaluator(Execution()).scores(on: new.samples)
    for (own, other) in zip(found.logits.values, expected.values) {
      #expect(abs(own - other) < 1e-5)
    }
  }

  @Test func `features are no pictures, and the other way round`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("synthetic", in: folder), in: folder)
    let features = try write("features", in: folder)
    let error = #expect(throws: FileProblem.self) { try predictions(path, data: features) }
    #expect(error?.path == features)
    let other = try Self.run(features, name: "other", in: folder)
    let back = #expect(throws: FileProblem.self) {
      try predictions(
        other, data: "synthetic:classes=3,per-class=2,test=2,size=8", matching: .position)
    }
    #expect(back?.problem.contains("8×8×3") == true, "\(String(describing: back))")
  }

  @Test func `classes are matched by name, and figures are in the run's order`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    try PictureFolder.write("swapped", classes: ["green", "red", "yellow"], count: 3, in: folder)
    let error = #expect(throws: FileProblem.self) {
      try predictions(path, data: "image-folder:" + folder("swapped"))
    }
    #expect(error?.problem.contains("“yellow” (3 samples) is no class") == true)
    try PictureFolder.write("lacks", classes: ["green", "red"], count: 3, from: 80, in: folder)
    let finished = try FinishedRun(path, execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = "image-folder:" + folder("lacks")
    conditions.prior = .matching
    let found = try #require(finished.predictions(under: conditions).first)
    #expect(found.predictions.labels == [1, 1, 1, 2, 2, 2])
    #expect(found.correction?.offsets[0] == -.infinity)
    #expect(finished.remarks.contains { $0.contains("no measured sample of class 0 (blue)") })
    let card = try #require(
      try finished.evaluation(of: found.predictions, on: "test").results[0].scores)
    #expect(card.accuracyOfClass[0] == nil && card.accuracyOfClass[1] != nil)
    conditions.prior = nil
    conditions.distributions = [try .init("backward-2")]
    let shifted = try #require(finished.predictions(under: conditions).first)
    #expect(shifted.predictions.labelCounts[0] == 0)
  }

  @Test func `a normalisation that cannot be is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("synthetic", in: folder), in: folder) + "/data.json"
    var description = try DataDescription.read(path)
    description.normalization.deviation[1] = 0
    try description.write(to: path)
    let error = #expect(throws: FileProblem.self) { try DataDescription.read(path) }
    #expect(error?.place == "normalization")
  }

  @Test func `other data need the run's own no longer`() throws {
    let folder = try TemporaryFolder()
    let path = try Self.run(write("image-folder", in: folder), in: folder)
    let own = try predictions(path).predictions
    try FileManager.default.moveItem(atPath: folder("d"), toPath: folder("moved"))
    let error = #expect(throws: FileProblem.self) { try predictions(path) }
    #expect(error?.problem.contains("the data of the run \(path)") == true)
    #expect(error?.problem.contains("--data") == true)
    let other = try predictions(path, data: "image-folder:" + folder("moved")).predictions
    #expect(own.logits == other.logits)
  }
}
