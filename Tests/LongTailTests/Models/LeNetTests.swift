import LongTail
import Testing
import Torch

struct LeNetTests {
  @Test func `has LeNet-5's 61,706 parameters on MNIST`() throws {
    var settings = ModelSettings()
    settings.backbone = try Chosen(named: "lenet")
    let model = try ExpertModel(
      settings, input: .picture(height: 28, width: 28, channels: 1), classes: 10, seed: 0)
    // 156 + 2,416 + 48,120 + 10,164 + 850, as in LeCun et al. (1998) with all maps connected.
    #expect(model.store.parameters.reduce(0) { $0 + $1.tensor.count } == 61_706)
  }

  @Test func `says what pictures it needs`() {
    #expect(throws: SettingsError.self) {
      try LeNet().validate(.picture(height: 11, width: 28, channels: 1))
    }
    #expect(throws: SettingsError.self) { try LeNet().validate(.features(width: 784)) }
  }
}
