import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Networks that another run trained: their normalisation of pictures and their classes are their own.
struct TeacherUseTests {
  private func description(
    _ names: [String], mean: [Double], deviation: [Double]
  ) throws -> DataDescription {
    let folder = try TemporaryFolder()
    let path = try OtherData.run("synthetic:classes=3,per-class=6,test=2,size=8", in: folder)
    var description = try DataDescription.read(path + "/data.json")
    description.classNames = names
    description.normalization = Normalization(mean: mean, deviation: deviation, origin: .measured)
    return description
  }

  private func data(_ normalization: Normalization, names: [String]) throws -> DataPartition {
    let data = try DataSettings(source: "synthetic:classes=3,per-class=6,test=2,size=8")
      .partition(seed: 3).normalized(as: normalization)
    var copy = data
    let samples = data.training.samples
    copy.training = TrainingSet(
      LabelledSamples(
        samples: samples.samples, labels: samples.labels, classNames: names,
        normalization: samples.normalization, fingerprint: samples.fingerprint))
    return copy
  }

  private func model() throws -> ExpertModel {
    try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 8)),
      input: .picture(height: 8, width: 8, channels: 3), classes: 3, seed: 5)
  }

  private func inputs(_ data: DataPartition, as normalization: Normalization) throws -> Tensor {
    let batches = BatchLoader(
      data.training.samples, batchSize: 6, normalization: normalization, workers: 0
    ).batches()
    return try #require(try batches.next()).tensor(on: .cpu)
  }

  @Test func `a teacher sees pictures as it was trained, and answers in the student's classes`()
    throws
  {
    let own = Normalization(
      mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.1], origin: .measured)
    let names = ["a", "b", "c"]
    let teacher = try description(
      ["c", "a", "b"], mean: [0.1, 0.2, 0.6], deviation: [0.25, 0.15, 0.5])
    let data = try data(own, names: names)
    let model = try model()
    let use = try TeacherUse(
      of: teacher, path: "teacher", student: model, data: data, key: "stages.0.teacher.path")
    let network = TeacherNetwork(
      model, renormalization: use.renormalization, classes: use.classes,
      knownClasses: use.knownClasses)
    let answers = network.logits(try inputs(data, as: own)).floats
    let seen = try inputs(data, as: teacher.normalization)
    let direct = withoutGradients { model(seen, .inference).combinedLogits.floats }
    for row in 0..<6 {
      for (column, other) in [1, 2, 0].enumerated() {
        #expect(abs(answers[row * 3 + column] - direct[row * 3 + other]) < 1e-4)
      }
    }
    // What differs must matter.
    let plain = TeacherNetwork(model).logits(try inputs(data, as: own)).floats
    #expect(zip(plain, answers).contains { abs($0 - $1) > 1e-2 })
  }

  @Test func `a teacher of the same use is asked as it is`() throws {
    let own = Normalization(
      mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.3, 0.1], origin: .measured)
    let teacher = try description(["a", "b", "c"], mean: own.mean, deviation: own.deviation)
    let data = try data(own, names: ["a", "b", "c"])
    let use = try TeacherUse(
      of: teacher, path: "teacher", student: model(), data: data, key: "teacher")
    #expect(use.renormalization == nil && use.classes == nil && use.remarks.isEmpty)
    let error = #expect(throws: SettingsError.self) {
      try TeacherUse(
        of: teacher, path: "teacher", student: model(),
        data: self.data(own, names: ["a", "b", "x"]), key: "teacher")
    }
    #expect(error?.problem.contains("“x”") == true)
  }

  @Test func `weights of a run keep its normalisation and its classes`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("first", count: 8, in: folder)
    try PictureFolder.write("second", classes: ["blue", "green", "yellow"], count: 8, in: folder)
    let first = try OtherData.run(
      "image-folder:" + folder("first"), name: "one", in: folder)
    let description = try DataDescription.read(first + "/data.json")
    let weights = try StartingWeights(first, afterStages: 0)
    var recipe = SmallRun.recipe(
      [Stage(epochs: 1)],
      data: DataSettings(source: "image-folder:" + folder("second"), validationFraction: 0),
      selection: .last, batchSize: 8)
    recipe.start = CheckpointStart(path: first, stage: 0, sha256: weights.sha256)
    let error = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("two"))
    }
    #expect(error?.problem.contains("“yellow”") == true, "\(String(describing: error))")
    // The classifier is drawn anew: other classes fit, and pictures look as they did to the network.
    recipe.stages[0].reinitializes = ["classifier"]
    let session = try SmallRun.session(recipe, in: folder("two"))
    #expect(session.data.training.samples.normalization == description.normalization)
    let own = try recipe.data.partition(seed: recipe.seed).training.samples.normalization
    #expect(own != description.normalization)
    #expect(
      try DataDescription.read(folder("two/data.json")).normalization
        == description.normalization)
  }
}
