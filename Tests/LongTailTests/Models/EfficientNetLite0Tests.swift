import LongTail
import Testing
import Torch

struct EfficientNetLite0Tests {
  @Test func `parameters and multiply-adds are as published`() throws {
    let model = try ExpertModel(
      ModelSettings(backbone: EfficientNetLite0()),
      input: .picture(height: 224, width: 224, channels: 3), classes: 1000, seed: 0)
    #expect(model.parameterCount == 4_652_008)
    // timm's table of `tf_efficientnet_lite0`: 0.41 GMACs.
    #expect(model.cost.total / 1_000_000 == 385)
  }

  @Test func `inputs that are too small are refused`() {
    #expect(throws: SettingsError.self) {
      try EfficientNetLite0().validate(.picture(height: 7, width: 40, channels: 3))
    }
    #expect(throws: SettingsError.self) {
      try EfficientNetLite0().validate(.features(width: 40))
    }
  }
}
