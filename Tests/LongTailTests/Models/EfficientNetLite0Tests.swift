import LongTail
import Testing
import Torch

struct EfficientNetLite0Tests {
  @Test func `parameters are as published, multiply-adds as the table of stages has them`() throws {
    let model = try ExpertModel(
      ModelSettings(backbone: EfficientNetLite0()),
      input: .picture(height: 224, width: 224, channels: 3), classes: 1000, seed: 0)
    #expect(model.parameterCount == 4_652_008)
    // Products of convolutions and classifier alone, by hand from the paper's table 1; the published 407 million count
    // other operations too.
    #expect(model.cost.total == 385_187_552)
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
