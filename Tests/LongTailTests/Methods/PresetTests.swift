import Calibration
import LongTail
import TestSupport
import Testing

/// Published settings can be trained with by their name.
struct PresetTests {
  private static let data = DataSettings(source: "synthetic:classes=30,per-class=12,test=2,size=8")

  private func plan(_ method: String, _ preset: String, settings: [String] = []) throws -> Recipe {
    try RunPlan(
      MethodRequest(method: method, preset: preset, settings: settings), data: Self.data
    ).recipe
  }

  @Test func `every preset has a name of its own and makes a valid recipe`() throws {
    for type in Methods.all {
      let names = type.presets.compactMap(\.names.last)
      #expect(Set(names).count == names.count, "\(type.name): \(names)")
      for (name, preset) in zip(names, type.presets) {
        let recipe = try plan(type.name, name)
        #expect(recipe.model.backbone.name == preset.network, "\(type.name) \(name)")
        #expect(recipe.batchSize == preset.batchSize)
        #expect(
          try recipe.stages.map { try SettingsTree(encoding: $0) }
            == preset.stages.map { try SettingsTree(encoding: $0) }, "\(type.name) \(name)")
      }
    }
  }

  @Test func `a preset is scaled and changed as any plan`() throws {
    let whole = try plan("crt", "imagenet-lt/resnext50")
    let request = MethodRequest(
      method: "crt", preset: "imagenet-lt/resnext50", epochs: 9, settings: ["batchSize=64"])
    let recipe = try RunPlan(request, data: Self.data).recipe
    #expect(recipe.stages[0].epochs == 9 && recipe.batchSize == 64)
    #expect(recipe.stages.count == whole.stages.count)
  }

  @Test func `a name that several have, and one that none has, are refused with those there are`() {
    let several = #expect(throws: SettingsError.self) { try plan("ride", "imagenet-lt") }
    #expect(
      several?.key == "--preset" && several?.problem.contains("imagenet-lt/resnext50") == true)
    let none = #expect(throws: UnknownName.self) { try plan("ride", "imagenet-tl/resnet50") }
    #expect(none?.description.contains("imagenet-lt/resnet50") == true)
  }

  @Test func `a preset frames files as its authors do, and leaves what was asked for`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d", count: 5, width: 13, height: 10, in: folder)
    func framed(_ side: Int?, _ settings: [String] = []) throws -> DataSettings {
      let request = MethodRequest(
        method: "crt", preset: "imagenet-lt/resnext50", settings: settings)
      return try RunPlan(
        request, data: DataSettings(source: "image-folder:" + folder("d"), imageSize: side)
      ).recipe.data
    }
    let whole = try framed(nil)
    #expect(whole.imageSize == 224)
    #expect(
      whole.framing
        == FramingSettings(
          training: NativeFraming(), evaluation: ResizeCenterCrop(shorterSide: 256)))
    #expect(
      try framed(112).framing.evaluation.item as? ResizeCenterCrop
        == ResizeCenterCrop(shorterSide: 128))
    let asked = try framed(
      64, ["data.framing.training=squared", "data.framing.evaluation=squared"])
    #expect(asked.framing == FramingSettings() && asked.imageSize == 64)
    // Pictures that are stored at one size, and settings for such.
    #expect(try plan("crt", "imagenet-lt/resnext50").data == Self.data)
    #expect(try plan("ride", "cifar-100-lt/resnet32/100").data.framing == FramingSettings())
  }

  @Test func `features have no preset for pictures`() {
    let error = #expect(throws: (any Error).self) {
      try MethodRequest(method: "ride", preset: "imagenet-lt/resnet50").check(
        data: DataSettings(source: "features:nowhere"), seed: 0)
    }
    #expect((error as? SettingsError)?.key == "--preset")
  }
}
