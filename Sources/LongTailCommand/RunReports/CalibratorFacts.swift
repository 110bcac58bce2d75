import Calibration
import Foundation
import Reports

/// What is worth showing of a fitted calibrator.
enum CalibratorFacts {
  static func facts(of calibrator: any Calibrator) -> [Fact] {
    switch calibrator {
    case let fitted as TemperatureCalibrator:
      return [temperature(fitted.temperature)]
    case let fitted as KnowledgeTransferCalibrator:
      return [
        temperature(fitted.temperature), Fact("α", "\(fitted.alpha)"),
        Fact("class statistics from", fitted.statisticsSource.rawValue),
        Fact("head classes", "\(fitted.headClasses.count)"),
      ]
    default: return []
    }
  }

  private static func temperature(_ value: Double) -> Fact {
    Fact("temperature", String(format: "%.4f", value))
  }
}
