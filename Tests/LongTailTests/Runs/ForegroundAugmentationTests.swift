import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Pictures that are made of a run's training part.
struct ForegroundAugmentationTests {
  private static func stage(_ name: String) -> Stage {
    Stage(
      name: name, epochs: 1, augmentations: [HorizontalFlip()],
      optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
  }

  /// A run of two stages on pictures of 16×16.
  private static func run(
    _ name: String, in folder: TemporaryFolder,
    data: DataSettings = DataSettings(
      source: "synthetic:classes=4,per-class=32,test=3,size=16", imbalanceFactor: 4,
      validationFraction: 0.25),
    model: ModelSettings = ModelSettings(backbone: ResNet32(widths: [2, 3, 4])),
    stages: [Stage] = [stage("features"), stage("second")]
  ) throws -> String {
    _ = try SmallRun.session(
      SmallRun.recipe(stages, model: model, data: data, selection: .last), in: folder(name)
    ).carryOut()
    return folder(name)
  }

  private static func request(
    seed: UInt64 = 0, threshold: Int? = nil, form: ForegroundForm = .code, replaces: Bool = false
  ) -> ForegroundAugmentation.Request {
    var request = ForegroundAugmentation.Request()
    request.seed = seed
    request.threshold = threshold
    request.form = form
    request.replaces = replaces
    return request
  }

  private static func augment(
    _ run: String, to output: String, _ request: ForegroundAugmentation.Request = request(),
    execution: Execution = Execution()
  ) throws -> ForegroundAugmentation {
    try ForegroundAugmentation(of: run, request, to: output, execution: execution)
  }

  private static func partition(_ text: String, _ fraction: Double = 0) throws -> DataPartition {
    try DataSettings(source: text, validationFraction: fraction).partition(seed: 0)
  }

  @Test func `what is made is data whose groups and normalisation are those before`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.run("run", in: folder)
    let before = try RecordedData(
      of: RunDirectory.opened(run), recipe: RecipeFile.read(run + "/recipe.yaml")
    ).partition()
    let augmentation = try Self.augment(run, to: folder("more"))
    #expect(augmentation.place == "arrays:\(folder("more"))")
    #expect(try augmentation.write() == .finished)
    let own = before.training.samples
    // The part that is held out is the run's own, whatever fraction is asked for.
    let after = try Self.partition(augmentation.place, 0.2)
    let full = (own.classCounts.max() ?? 0) + (own.classCounts.min() ?? 0)
    #expect(after.training.samples.classCounts == [Int](repeating: full, count: 4))
    #expect(after.publishedCounts == before.publishedCounts)
    #expect(after.training.samples.normalization.mean == own.normalization.mean)
    #expect(after.origin?.source == "synthetic")
    #expect(after.warnings.contains { $0.contains("were made of others") })
    #expect(after.validation?.samples.labels == before.validation?.samples.labels)
    #expect(after.test.samples.labels == before.test.samples.labels)
    // The run's own pictures come first, as they were; each made one is another than the one it is of.
    let sources = try NPYFile.read(folder("more/train/sources.npy")).integers()
    #expect(Array(sources.prefix(own.count)) == Array(0..<own.count))
    guard case .pictures(let old) = own.samples,
      case .pictures(let new) = after.training.samples.samples
    else { return #expect(Bool(false), "no pictures") }
    var changed = 0
    for position in 0..<new.count {
      let source = sources[position]
      #expect(after.training.samples.labels[position] == own.labels[source])
      let isSame = try new.picture(at: position) == old.picture(at: source)
      if position < own.count { #expect(isSame) } else if !isSame { changed += 1 }
    }
    #expect(Double(changed) > 0.9 * Double(new.count - own.count))
  }

  @Test func `the map's mean is the logit without its bias`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.run("run", in: folder)
    let trained = try TrainedModel(run, device: .cpu)
    let mapping = try ActivationMapping(trained, execution: Execution())
    let values: [Float] = (0..<1536).map { Float($0 % 17) / 17 }
    let inputs = Tensor(values, shape: [2, 3, 16, 16])
    let labels = Tensor([3, 1])
    let map = try mapping.activations(inputs, labels)
    #expect(map.shape == [2, 4, 4])
    let bias = try #require(
      trained.model.store.parameters.first { $0.name == "classifier.bias" }
    ).tensor.indexSelected(axis: 0, labels)
    let logits = trained.model(inputs, .inference).combinedLogits
      .gathered(axis: 1, labels.unsqueezed(axis: 1)).squeezed(axis: 1)
    let mean = map.mean(axes: [1, 2], keepingAxes: false)
    #expect(relativeDistance((mean + bias).doubles, logits.doubles) < 1e-5)
  }

  @Test func `broken off work goes on, and ends with the same bytes; another seed has others`()
    throws
  {
    let folder = try TemporaryFolder()
    // More than are made at a time.
    let run = try Self.run(
      "run", in: folder,
      data: DataSettings(
        source: "synthetic:classes=4,per-class=200,test=3,size=16", imbalanceFactor: 40,
        validationFraction: 0))
    #expect(try Self.augment(run, to: folder("a")).write() == .finished)
    let stop = StopAtQuestion(3)
    let part = try Self.augment(
      run, to: folder("b"), execution: Execution(shouldStop: { stop() }))
    #expect(try part.write() == .stopped)
    #expect(!FileManager.default.fileExists(atPath: folder("b/train/images.npy")))
    #expect(throws: (any Error).self) { try Self.partition("arrays:\(folder("b"))") }
    var seen: [ForegroundAugmentation.Progress] = []
    let again = try Self.augment(run, to: folder("b"))
    #expect(try again.write(observe: { seen.append($0) }) == .finished)
    let total = try #require(seen.first).total
    #expect(seen.first?.done == 0)
    func bytes(_ name: String) throws -> Data {
      try Data(contentsOf: URL(fileURLWithPath: folder(name)))
    }
    for name in ["images.npy", "labels.npy", "sources.npy", "origin.json"] {
      #expect(try bytes("a/train/\(name)") == bytes("b/train/\(name)"), "\(name)")
    }
    // Of 540 that bring 200, 58, 17 and 5 to 205 each, two times 256 were there.
    #expect(total == 28)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder("b/train"))
    #expect(!left.contains { $0.hasSuffix(".partial") })
    // All is there: nothing is made again.
    var more = 0
    #expect(try Self.augment(run, to: folder("b")).write(observe: { _ in more += 1 }) == .finished)
    #expect(more == 0)
    for (name, request) in [("c", Self.request(seed: 1)), ("d", Self.request(form: .published))] {
      #expect(try Self.augment(run, to: folder(name), request).write() == .finished)
      #expect(try bytes("a/train/images.npy") != bytes("\(name)/train/images.npy"))
    }
    // Another request replaces what is there only when told to.
    let refused = #expect(throws: FileProblem.self) {
      try Self.augment(run, to: folder("c"))
    }
    #expect(refused?.problem.contains("--overwrite") == true)
    #expect(
      try Self.augment(run, to: folder("c"), Self.request(replaces: true)).write() == .finished)
    #expect(try bytes("a/train/images.npy") == bytes("c/train/images.npy"))
  }

  @Test func `encoded pictures stay as they are, and made ones are as large as theirs`() throws {
    let folder = try TemporaryFolder()
    let classes = ["blue", "green", "red"]
    for (label, count) in zip(classes, [9, 5, 3]) {
      try PictureFolder.write(
        "pictures/train", classes: [label], count: count, width: 40, height: 24, in: folder)
    }
    try PictureFolder.write(
      "pictures/test", classes: classes, count: 2, from: 50, width: 24, height: 40, in: folder)
    let data = DataSettings(
      source: "image-folder:\(folder("pictures"))", validationFraction: 0, imageSize: 16)
    let run = try Self.run("run", in: folder, data: data)
    let augmentation = try Self.augment(run, to: folder("more"))
    #expect(augmentation.place == "packed:\(folder("more"))")
    #expect(augmentation.remarks.contains { $0.contains("--validation-fraction 0") })
    #expect(try augmentation.write() == .finished)
    let pack = try PackedPictures(path: folder("more/train.pack"))
    #expect(pack.index.entries.map(\.label).count { $0 == 2 } == 12 && pack.count == 36)
    let original = try Data(
      contentsOf: URL(fileURLWithPath: folder("pictures/train/blue/1000.png")))
    #expect(try pack.bytes(0) == original)
    for index in 17..<pack.count {
      let size = try pack.decodedSize(index)
      #expect(size == PictureSize(height: 24, width: 40))
    }
    #expect(pack.index.entries[17].name == "made/0/0")
    let settings = DataSettings(
      source: augmentation.place, validationFraction: 0, imageSize: 16)
    let after = try settings.partition(seed: 0)
    #expect(after.publishedCounts == [9, 5, 3] && after.test.samples.count == 6)
    #expect(after.origin?.source == "image-folder")
    // A stopped one goes on.
    let stop = StopAtQuestion(1)
    #expect(
      try Self.augment(run, to: folder("b"), execution: Execution(shouldStop: { stop() })).write()
        == .stopped)
    #expect(try Self.augment(run, to: folder("b")).write() == .finished)
    let other = try PackedPictures(path: folder("b/train.pack"))
    for index in 0..<pack.count { #expect(try other.bytes(index) == pack.bytes(index)) }
  }

  @Test func `made samples are never measured on, and no selection is made of them`() throws {
    let folder = try TemporaryFolder()
    let run = try Self.run(
      "run", in: folder,
      data: DataSettings(
        source: "synthetic:classes=4,per-class=16,test=3,size=16", imbalanceFactor: 4,
        validationFraction: 0))
    let augmentation = try Self.augment(run, to: folder("more"))
    #expect(try augmentation.write() == .finished)
    var settings = DataSettings(source: augmentation.place, validationFraction: 0)
    _ = try settings.partition(seed: 0)
    settings.imbalanceFactor = 10
    for (change, words) in [
      (settings, "--imbalance-factor"),
      (
        DataSettings(source: augmentation.place, validationFraction: 0.2), "--validation-fraction 0"
      ),
      (
        DataSettings(
          source: augmentation.place, validationFraction: 0, calibrationFraction: 0.1),
        "--calibration-fraction 0"
      ),
    ] {
      let problem = #expect(throws: DatasetProblem.self) { try change.partition(seed: 0) }
      #expect(problem?.description.contains(words) == true, "\(String(describing: problem))")
    }
    try FileManager.default.removeItem(atPath: folder("more/test"))
    let untested = #expect(throws: (any Error).self) {
      try Self.partition("arrays:train=\(folder("more/train"))")
    }
    #expect("\(String(describing: untested))".contains("test part"))
    // Nor are pictures made of those that were made.
    try Data("{\"classCounts\": [4, 0], \"source\": \"a\", \"mean\": [], \"deviation\": []}".utf8)
      .write(to: URL(fileURLWithPath: folder("more/train/origin.json")))
    let wrong = #expect(throws: FileProblem.self) {
      try Self.partition("arrays:train=\(folder("more/train"))")
    }
    #expect(wrong?.place == "classCounts")
  }

  @Test func `networks and data without foregrounds are refused, with what was found`() throws {
    let folder = try TemporaryFolder()
    let two = try Self.run(
      "two-layer", in: folder, model: ModelSettings(backbone: TwoLayerBackbone(hidden: 4)))
    let experts = try Self.run(
      "experts", in: folder,
      model: ModelSettings(backbone: ResNet32(widths: [2, 2, 2]), experts: 2))
    let plain = try Self.run("plain", in: folder, stages: [Self.stage("only")])
    for (run, words) in [(two, "two-layer"), (experts, "2 experts")] {
      let problem = #expect(throws: DatasetProblem.self) {
        try Self.augment(run, to: folder("more"))
      }
      #expect(problem?.description.contains(words) == true)
    }
    let none = #expect(throws: DatasetProblem.self) {
      try Self.augment(plain, to: folder("more"), Self.request(threshold: 2))
    }
    #expect(none?.description.contains("nothing to make") == true)
    var late = Self.request()
    late.stages = 2
    let stage = #expect(throws: FileProblem.self) {
      try Self.augment(plain, to: folder("more"), late)
    }
    #expect(stage?.problem.contains("stage 2") == true)
    var request = Self.request()
    for (change, key) in [
      ({ $0.threshold = 0 }, "threshold"), ({ $0.quality = 101 }, "quality"),
      ({ $0.stages = 0 }, "stages"),
    ] as [((inout ForegroundAugmentation.Request) -> Void, String)] {
      request = Self.request()
      change(&request)
      let error = #expect(throws: SettingsError.self) { try request.validate() }
      #expect(error?.key == key)
    }
    _ = try folder.file("mine.txt", Data())
    let foreign = #expect(throws: FileProblem.self) { try Self.augment(plain, to: folder.path) }
    #expect(foreign?.problem.contains("augmentation.json") == true)
    #expect(!FileManager.default.fileExists(atPath: folder("more")))
  }

  @Test func `a run goes on with stage 2 on what was made, mirrored and not selected again`() throws
  {
    let folder = try TemporaryFolder()
    let run = try Self.run("run", in: folder)
    let augmentation = try Self.augment(run, to: folder("more"))
    #expect(try augmentation.write() == .finished)
    let request = MethodRequest(
      method: "cam", settings: ["model.backbone={name: resnet32, widths: [2, 3, 4]}"])
    let plan = try RunPlan(
      startingFrom: run, request, data: { DataSettings(source: "synthetic") },
      changing: { $0.source = augmentation.place })
    #expect(plan.recipe.start?.stage == 1 && plan.recipe.data.imbalanceFactor == nil)
    #expect(plan.recipe.stages.map(\.name) == ["features", "re-sampling"])
    #expect(plan.recipe.stages[1].sampler.name == "class-balanced")
    #expect(plan.partition.hasOwnValidationPart)
    // On the run's own data the selection stays.
    let same = try RunPlan(
      startingFrom: run, request, data: { DataSettings(source: "synthetic") }, changing: { _ in })
    #expect(same.recipe.data.imbalanceFactor == 4)
    let task = TaskDescription(plan.partition, dataset: "arrays")
    #expect(task.dataset == "synthetic" && task.imbalanceFactor == 4)
  }
}
