public import Calibration

/// All of the backbone, with rates that may fall towards the pictures.
public struct FullTuning: Tuning {
  public static let name = "full"
  public static let summary = "all of the backbone, with rates that may fall layer by layer"

  /// d in (0, 1]: of L blocks, number k from 1 trains at d^(L + 1 − k) of the stage's rate, what lies before them at
  /// d^(L + 1), what lies behind them and the classifier at all of it (Bao et al., ICLR 2022, and He et al., CVPR 2022, with
  /// 0.65 … 0.75). Biases, scales, tokens and places then have no weight decay, as there. All trains alike when `nil`.
  @OrNone public var layerDecay: Double?

  public init() {}

  public init(layerDecay: Double?) {
    self.layerDecay = layerDecay
  }

  public func validate() throws {
    if let layerDecay { try SettingsError.require("layerDecay", layerDecay, above: 0, to: 1) }
  }

  public func trains(_ name: String) -> Bool { true }
  public var trainsAll: Bool { true }
}
