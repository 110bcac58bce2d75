import Calibration
import TestSupport
import Testing

@testable import LongTail

struct RecommendedTrainingTests {
  private func chosen(_ counts: [Int], _ backbone: any Backbone) -> RecommendedTraining {
    RecommendedTraining(counts: counts, backbone: backbone)
  }

  @Test func `few samples train the classifier alone`() {
    let tiny = chosen([80, 20, 5], VisionTransformer())
    #expect(tiny.settings == ["model.tuning=linear-probe"])
    #expect(tiny.epochs == 50)
    #expect(tiny.reasons[0].contains("105 training samples of 3 classes"))
    // Enough in all, but 19 a class.
    #expect(
      chosen([Int](repeating: 19, count: 100), VisionTransformer()).settings
        == ["model.tuning=linear-probe"])
  }

  @Test func `more train adapters where the backbone takes them`() {
    let large = chosen([6000, 2000, 500], VisionTransformer())
    #expect(large.settings == ["model.tuning=adaptformer"])
    #expect(large.epochs == 10)
    #expect(chosen([900, 150], VisionTransformer()).settings == ["model.tuning=adaptformer"])
    #expect(chosen([900, 150], VisionTransformer()).epochs == 50)
    #expect(chosen([900, 150], EfficientNetLite0()).settings == ["model.tuning=linear-probe"])
    #expect(chosen([5000, 150], EfficientNetLite0()).settings == ["model.tuning=norm"])
  }

  @Test func `a length is chosen that has some hundred steps`() {
    // 2000 samples: 16 steps an epoch.
    #expect(chosen([1500, 500], VisionTransformer()).epochs == 32)
  }

  @Test func `it says what it is and why`() {
    let remarks = chosen([80, 20, 5], VisionTransformer()).remarks
    #expect(remarks[0].contains("longtail train lift --set model.tuning=linear-probe --epochs 50"))
    #expect(remarks.count == 4)
  }

  @Test func `a plan has it, and settings that are given come after`() throws {
    let folder = try TemporaryFolder()
    let file = folder("vit.safetensors")
    try TinyTransformerFile.timm.write(to: file)
    let heads = "model.backbone.heads=3"
    let data = DataSettings(
      source: "synthetic:classes=4,per-class=20,test=5,size=16", imbalanceFactor: 4, imageSize: 16)
    func plan(_ settings: [String]) throws -> RunPlan {
      try RunPlan(
        recommendedFor: MethodRequest(
          method: "", backbone: try PretrainedBackbone(file, settings: [heads]),
          settings: [heads] + settings), data: data)
    }
    let plain = try plan([])
    #expect(plain.recipe.method == "lift")
    #expect(plain.recipe.model.tuning?.name == "linear-probe")
    #expect(plain.recipe.model.classifier.name == "cosine")
    #expect(plain.recipe.stages[0].epochs == 50)
    #expect(!plain.remarks.isEmpty)
    #expect(try plan(["model.tuning=bitfit"]).recipe.model.tuning?.name == "bitfit")
    let run = folder("run")
    let recipe = try plan(["stages.0.epochs=2"]).recipe
    let evaluation = try SmallRun.session(recipe, in: run).carryOut()
    #expect(evaluation.results.first?.scores?.samples == 20)
  }

  @Test func `without a backbone a method is asked for`() {
    #expect(throws: SettingsError.self) {
      _ = try RunPlan(
        recommendedFor: MethodRequest(method: ""), data: DataSettings(source: "synthetic:classes=4")
      )
    }
  }
}
