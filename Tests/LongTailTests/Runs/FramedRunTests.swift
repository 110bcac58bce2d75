import ArrayFiles
import Calibration
import Foundation
import ModelExport
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Runs on pictures of several shapes: what is recorded is what every later road uses.
struct FramedRunTests {
  /// Pictures of 13×21, 26×12 and 17×17.
  static func write(in folder: TemporaryFolder) throws -> String {
    for (part, count, first) in [("train", 4, 0), ("test", 2, 50)] {
      for (number, size) in [(21, 13), (12, 26), (17, 17)].enumerated() {
        try PictureFolder.write(
          "d/\(part)", count: count, from: first + 100 * number, width: size.0, height: size.1,
          in: folder)
      }
    }
    return "image-folder:" + folder("d")
  }

  static func recipe(
    _ source: String, evaluation: any Framing, training: any Framing = NativeFraming(),
    reducedDecoding: Bool = false
  ) -> Recipe {
    var framing = FramingSettings(reducedDecoding: reducedDecoding)
    framing.training = Chosen(training)
    framing.evaluation = Chosen(evaluation)
    return SmallRun.recipe(
      [
        Stage(
          epochs: 2, augmentations: [RandomResizedCrop(), HorizontalFlip()],
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
      ],
      data: DataSettings(
        source: source, validationFraction: 0.3, imageSize: 8, framing: framing),
      batchSize: 8)
  }

  private func testPaths(_ folder: TemporaryFolder) throws -> [String] {
    try ["blue", "green", "red"].flatMap { name in
      try FileManager.default.contentsOfDirectory(atPath: folder("d/test/\(name)")).sorted()
        .map { folder("d/test/\(name)/\($0)") }
    }
  }

  private func logits(_ run: String) throws -> [Float] {
    try PredictionFolder.read(run + "/predictions/test").logits.values
  }

  @Test(arguments: ["resize-center-crop", "five-crop", "squared"])
  func `evaluation, prediction and other data give the run's own answers`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let source = try Self.write(in: folder)
    var recipe = Self.recipe(source, evaluation: SquaredFraming())
    recipe = try recipe.setting("data.framing.evaluation=\(name)")
    if name != "squared" {
      recipe = try recipe.setting("data.framing.evaluation.shorterSide=11")
    }
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let own = try logits(folder("run"))
    let run = try FinishedRun(folder("run"), execution: Execution())
    let read = try SettingsTree(encoding: run.recipe.data.framing)
    #expect(try read == SettingsTree(encoding: recipe.data.framing))
    // New pictures, as `longtail predict` reads them.
    let pictures = try run.trained.pictures(testPaths(folder))
    #expect(pictures.problems.isEmpty && pictures.samples.count == 18)
    let predicted = try run.evaluator.scores(on: pictures.samples).values
    #expect(relativeDistance(predicted.map(Double.init), own.map(Double.init)) < 1e-5)
    // The run's own part, and the same pictures named as other data.
    var conditions = EvaluationConditions()
    #expect(try run.predictions(under: conditions)[0].predictions.logits.values == own)
    conditions.data = source
    #expect(try run.predictions(under: conditions)[0].predictions.logits.values == own)
    // What calibrators were fitted to, beside the same samples asked as new pictures.
    let held = try run.trained.heldOutPredictions()
    conditions = EvaluationConditions()
    conditions.part = .validation
    #expect(
      try run.predictions(under: conditions)[0].predictions.logits.values == held.logits.values)
  }

  @Test func `the answer to five crops is the mean of the answers to each`() throws {
    let folder = try TemporaryFolder()
    let source = try Self.write(in: folder)
    let recipe = Self.recipe(source, evaluation: FiveCrop(shorterSide: 11))
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let run = try FinishedRun(folder("run"), execution: Execution())
    let paths = try testPaths(folder)
    var sum = [Double](repeating: 0, count: 18 * 3)
    for look in 0..<5 {
      var pixels = Data()
      for path in paths {
        let picture = try PictureDecoder.decode(path: path)
        let cuts = FiveCrop(shorterSide: 11).cuts(
          of: picture.size, to: PictureFrame(PictureSize(height: 8, width: 8)))
        pixels.append(contentsOf: picture.cut(cuts[look]).pixels)
      }
      let samples = LabelledSamples(
        samples: .pictures(PictureStore(height: 8, width: 8, channels: 3, pixels: pixels)),
        labels: [Int](repeating: 0, count: 18), classNames: run.trained.description.classNames,
        normalization: run.trained.description.normalization, fingerprint: "")
      let answers = try run.evaluator.scores(on: samples).values
      for (index, value) in answers.enumerated() { sum[index] += Double(value) / 5 }
    }
    let own = try logits(folder("run")).map(Double.init)
    #expect(relativeDistance(own, sum) < 1e-5)
    let middle = Self.recipe(source, evaluation: ResizeCenterCrop(shorterSide: 11))
    _ = try SmallRun.session(middle, in: folder("middle")).carryOut()
    #expect(try logits(folder("middle")).map(Double.init) != own)
  }

  @Test(arguments: [false, true])
  func `stopping, resuming and the workers change no bit`(reducedDecoding: Bool) throws {
    let folder = try TemporaryFolder()
    let recipe = Self.recipe(
      try Self.write(in: folder), evaluation: FiveCrop(shorterSide: 11),
      reducedDecoding: reducedDecoding)
    _ = try SmallRun.session(recipe, in: folder("whole"), execution: Execution(workers: 4))
      .carryOut()
    let stop = StopAtQuestion(2)
    #expect(throws: TrainingError.self) {
      try SmallRun.session(
        recipe, in: folder("run"), execution: Execution(workers: 1) { stop() }
      ).carryOut()
    }
    _ = try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut()
    let (whole, resumed) = (
      try RunTraces(folder("whole")), try RunTraces(folder("run"))
    )
    #expect(resumed.records == whole.records)
    #expect(resumed.differences(from: whole) == [])
    var other = recipe
    other.data.framing.evaluation = Chosen(FiveCrop(shorterSide: 12))
    let error = #expect(throws: FileProblem.self) {
      _ = try SmallRun.session(other, in: folder("run"), resuming: true)
    }
    #expect("\(error as Any)".contains("data.framing.evaluation.shorterSide"))
  }

  @Test func `squares of before are what squared pictures are, bit for bit`() throws {
    let folder = try TemporaryFolder()
    let source = try Self.write(in: folder)
    let data = DataSettings(source: source, validationFraction: 0.3, imageSize: 8)
    let partition = try data.partition(seed: 3)
    guard case .pictures(let store) = partition.test.samples.samples else {
      throw FileProblem(source, "no pictures")
    }
    for (position, path) in try testPaths(folder).enumerated() {
      let expected = try PictureDecoder.decode(path: path).fitted(
        height: 8, width: 8, fit: .crop)
      #expect(try store.picture(at: position) == expected)
    }
    // A recipe that says nothing of framings.
    var recipe = try RecipeFile.text(SmallRun.recipe([Stage()], data: data))
    let start = try #require(recipe.range(of: "  framing:"))
    let end = try #require(recipe.range(of: "  testFraction:"))
    recipe.removeSubrange(start.lowerBound..<end.lowerBound)
    let path = try folder.file("recipe.yaml", Data(recipe.utf8))
    #expect(try RecipeFile.read(path).data == data)
    #expect(!recipe.contains("  framing:"))
  }

  @Test func `pictures in memory and in files train the same network`() throws {
    let folder = try TemporaryFolder()
    let source = try Self.write(in: folder)
    func network(_ bound: Int) throws -> [Float] {
      let recipe = Self.recipe(source, evaluation: ResizeCenterCrop(shorterSide: 11))
      var options = DatasetOptions(imageSize: 8, framing: recipe.data.framing)
      options.memoryBound = bound
      let partition = try DataPartition(
        source: Datasets.source(source, options: options), imbalanceFactor: nil,
        validationFraction: 0.3, seed: 3)
      guard case .pictures(let store) = partition.training.samples.samples else { return [] }
      #expect(store.readsFiles == (bound == 0))
      let loader = BatchLoader(
        partition.training.samples, batchSize: 64, augmentations: [RandomResizedCrop()],
        framing: recipe.data.framing.training.framing, seed: 3, workers: 2)
      return try loader.batches().next()?.withValues { Array($0) } ?? []
    }
    let inMemory = try network(1 << 20)
    #expect(!inMemory.isEmpty)
    #expect(try network(0) == inMemory)
  }

  @Test func `five crops are not exported, and one crop says how it is made`() throws {
    let folder = try TemporaryFolder()
    let source = try Self.write(in: folder)
    for (name, framing) in [
      ("five", FiveCrop(shorterSide: 11) as any Framing),
      ("one", ResizeCenterCrop(shorterSide: 11)),
    ] {
      _ = try SmallRun.session(Self.recipe(source, evaluation: framing), in: folder(name))
        .carryOut()
    }
    let five = try TrainedModel(folder("five"), device: .cpu)
    let error = #expect(throws: FileProblem.self) {
      _ = try RunExport(five, calibrator: nil, options: RunExport.Options())
    }
    #expect("\(error as Any)".contains("data.framing.evaluation"))
    let one = try RunExport(
      TrainedModel(folder("one"), device: .cpu), calibrator: nil, options: RunExport.Options())
    #expect(
      one.metadata["longtail.resize"]
        == "shorter side to 11, antialiased; middle 8x8 cut out")
  }
}
