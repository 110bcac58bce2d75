import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// Mixtures and teachers that do not fit are refused before anything is written.
struct ExpertRefusalTests {
  private static func problem(
    _ stage: Stage, experts: Int = 1, router: RouterSettings? = nil,
    prediction: PredictionRule = PredictionRule(), calibration: ExpertCalibration = .combined,
    in folder: TemporaryFolder
  ) throws -> SettingsError? {
    var recipe = SmallRun.recipe(
      [stage],
      model: ModelSettings(
        backbone: TwoLayerBackbone(hidden: 8), experts: experts, router: router),
      prediction: prediction)
    recipe.expertCalibration = calibration
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(recipe, in: folder("run"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
    return error
  }

  @Test func `strengths for another number of experts`() throws {
    let error = try Self.problem(
      Stage(epochs: 1, loss: ExpertLogitAdjustment(strengths: [0, 1, 2])), experts: 2,
      in: TemporaryFolder())
    #expect(error?.key == "stages.0.loss.strengths")
    #expect(error?.problem.contains("3 strengths for 2 experts") == true)
  }

  @Test func `a routing loss without experts, or without a router`() throws {
    let stage = Stage(epochs: 1, loss: RoutingLoss())
    for experts in [1, 3] {
      let error = try Self.problem(stage, experts: experts, in: TemporaryFolder())
      #expect(error?.key == "stages.0.loss")
    }
    let router = try Self.problem(
      Stage(epochs: 1), router: RouterSettings(topLogits: 2), in: TemporaryFolder())
    #expect(router?.key == "model.router")
    let rule = try Self.problem(
      Stage(epochs: 1), experts: 2, prediction: PredictionRule(routes: true),
      in: TemporaryFolder())
    #expect(rule?.key == "prediction.routes")
  }

  @Test func `a calibrator for each expert where a router chooses among them`() throws {
    let error = try Self.problem(
      Stage(epochs: 1), experts: 3, router: RouterSettings(topLogits: 2),
      prediction: PredictionRule(routes: true), calibration: .each, in: TemporaryFolder())
    #expect(error?.key == "expertCalibration")
    #expect(error?.problem.contains("each calibrates all 3 experts") == true)
  }

  @Test func `branches without a loss for them, and the other way round`() throws {
    let bare = try Self.problem(
      Stage(epochs: 1, loss: CumulativeLearning()), experts: 2, in: TemporaryFolder())
    #expect(bare?.key == "stages.0.streams")
    let many = try Self.problem(
      Stage(epochs: 1, streams: [Stream(Reversed())], loss: CumulativeLearning()), experts: 3,
      in: TemporaryFolder())
    #expect(many?.problem.contains("for 2 experts; the model has 3") == true)
    let deaf = try Self.problem(
      Stage(epochs: 1, streams: [Stream(Reversed())]), experts: 2, in: TemporaryFolder())
    #expect(deaf?.key == "stages.0.streams")
  }

  /// A package's own companion, and a loss that asks it.
  struct Listener: CompanionSettings {
    static let name = "own-listener"
    static let summary = "says nothing"
    static let isSingle = true

    final class Silent: Companion {}

    func make(for site: StageSite, trained: TeacherNetwork?) -> any Companion { Silent() }
  }

  struct Asking: LossFunction {
    static let name = "own-asking"
    static let summary = "cross-entropy that asks a companion"
    var companions: [String] { [Listener.name] }

    func callAsFunction(
      _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
    ) -> LossValues { CrossEntropy()(outputs, labels, context) }
  }

  @Test func `a package's own companion that nobody asks, that is missing, or that is there twice`()
    throws
  {
    try CatalogSet.builtIn.adding(companion: Listener.self).adding(loss: Asking.self).inUse {
      let unasked = try Self.problem(
        Stage(epochs: 1, companions: [Listener()]), in: TemporaryFolder())
      #expect(unasked?.key == "stages.0.companions.0")
      #expect(unasked?.problem.contains("own-asking would") == true)
      let missing = try Self.problem(Stage(epochs: 1, loss: Asking()), in: TemporaryFolder())
      #expect(missing?.key == "stages.0.loss")
      #expect(missing?.problem.contains("companions=[own-listener]") == true)
      let second = try Self.problem(
        Stage(epochs: 1, loss: Asking(), companions: [Listener(), Listener()]),
        in: TemporaryFolder())
      #expect(second?.key == "stages.0.companions.1")
      #expect(second?.problem.contains("one companion own-listener") == true)
    }
  }

  @Test func `a teacher that nobody listens to, and a loss without its teacher`() throws {
    let unheard = try Self.problem(
      Stage(epochs: 1, companions: [Teacher(path: "somewhere")]), in: TemporaryFolder())
    #expect(unheard?.key == "stages.0.companions.0")
    let lonely = try Self.problem(
      Stage(epochs: 1, loss: KnowledgeDistillation()), in: TemporaryFolder())
    #expect(lonely?.key == "stages.0.loss")
  }

  private static let plain = Stage(
    epochs: 1, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())

  private static func student(_ teacher: Teacher, data: DataSettings = SmallRun.data) -> Recipe {
    var stage = plain
    stage.loss = Chosen(KnowledgeDistillation())
    stage.teacher = teacher
    return SmallRun.recipe([stage], data: data)
  }

  @Test func `a teacher with other classes, other pictures, or none at all`() throws {
    let folder = try TemporaryFolder()
    let other = DataSettings(
      source: "synthetic:classes=5,per-class=40,test=10,size=8", imbalanceFactor: 4)
    _ = try SmallRun.session(
      SmallRun.recipe([Self.plain], data: other), in: folder("five")
    ).carryOut()
    let classes = #expect(throws: SettingsError.self) {
      try SmallRun.session(Self.student(Teacher(path: folder("five"))), in: folder("run"))
    }
    #expect(classes?.key == "stages.0.companions.0.path")
    #expect(classes?.problem.contains("knows 5 classes; the data has 4") == true)

    let larger = DataSettings(
      source: "synthetic:classes=4,per-class=40,test=10,size=12", imbalanceFactor: 4)
    _ = try SmallRun.session(
      SmallRun.recipe([Self.plain], data: larger), in: folder("larger")
    ).carryOut()
    let pictures = #expect(throws: SettingsError.self) {
      try SmallRun.session(Self.student(Teacher(path: folder("larger"))), in: folder("run"))
    }
    #expect(pictures?.problem.contains("12") == true)

    #expect(throws: FileProblem.self) {
      try SmallRun.session(Self.student(Teacher(path: folder("none"))), in: folder("run"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test func `a teacher that has seen what the student holds out`() throws {
    let folder = try TemporaryFolder()
    var everything = SmallRun.recipe([Self.plain], selection: .last)
    everything.data.validationFraction = 0
    _ = try SmallRun.session(everything, in: folder("all")).carryOut()
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.session(Self.student(Teacher(path: folder("all"))), in: folder("run"))
    }
    #expect(error?.key == "stages.0.companions.0")
    #expect(error?.problem.contains("validation fraction") == true)
  }

  @Test func `a run of more experts teaches a single network, and a file of weights does too`()
    throws
  {
    let folder = try TemporaryFolder()
    let ensemble = SmallRun.recipe(
      [Self.plain],
      model: ModelSettings(backbone: TwoLayerBackbone(hidden: 16), experts: 3))
    _ = try SmallRun.session(ensemble, in: folder("teacher")).carryOut()
    var recipe = Self.student(Teacher(path: folder("teacher")))
    recipe.stages[0].epochs = 2
    _ = try SmallRun.session(recipe, in: folder("student")).carryOut()
    let records = try EpochRecord.readAll(folder("student") + "/log.jsonl")
    let apart = records.map { $0.lossParts["distillation"] ?? -1 }
    #expect(apart[0] > apart[1] && apart[1] > 0)

    // The same weights as a bare file give the same training.
    let file = folder("teacher") + "/checkpoints/best/model.safetensors"
    recipe.stages[0].teacher = Teacher(path: file, model: ensemble.model)
    let session = try SmallRun.session(recipe, in: folder("second"))
    _ = try session.carryOut()
    let again = try EpochRecord.readAll(folder("second") + "/log.jsonl")
    #expect(again.map(\.loss) == records.map(\.loss))

    // The run knows its teacher by its bytes, and goes on with no other.
    let digest = try StartingWeights(file, afterStages: 0).sha256
    #expect(session.recipe.stages[0].teacher?.sha256 == digest)
    recipe.stages[0].teacher?.sha256 = String(digest.reversed())
    let changed = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("third"))
    }
    #expect(changed?.problem.contains(digest) == true)
    recipe.stages[0].teacher = Teacher(path: folder("teacher"), model: ensemble.model)
    let both = #expect(throws: SettingsError.self) {
      try SmallRun.session(recipe, in: folder("third"))
    }
    #expect(both?.key == "stages.0.companions.0.model")
    recipe.stages[0].teacher = Teacher(
      path: file, model: ModelSettings(backbone: TwoLayerBackbone(hidden: 16), experts: 0))
    let none = #expect(throws: SettingsError.self) {
      try SmallRun.session(recipe, in: folder("third"))
    }
    #expect(none?.key == "stages.0.companions.0.model.experts")
  }

  @Test
  func `a teacher teaches with its trained classifier, even one that its first stage drew anew`()
    throws
  {
    let folder = try TemporaryFolder()
    func firstDivergence(_ name: String, drawsAnew: [String]) throws -> Double? {
      var stage = Self.plain
      stage.reinitializes = drawsAnew
      _ = try SmallRun.session(SmallRun.recipe([Self.plain]), in: folder(name)).carryOut()
      // The same weights, in a run whose recipe says that their classifier was drawn anew at first.
      let path = folder(name) + "/recipe.yaml"
      let text = try RecipeFile.text(SmallRun.recipe([stage]))
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      try FileManager.default.removeItem(atPath: folder(name) + "/SHA256SUMS")
      _ = try SmallRun.session(
        Self.student(Teacher(path: folder(name))), in: folder(name + "-student")
      ).carryOut()
      return try EpochRecord.readAll(folder(name + "-student") + "/log.jsonl")[0]
        .lossParts["distillation"]
    }
    let plain = try firstDivergence("plain", drawsAnew: [])
    #expect(plain != nil)
    #expect(try firstDivergence("anew", drawsAnew: ["classifier"]) == plain)
  }
}
