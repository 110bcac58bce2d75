import Calibration
import Foundation
import Reports

/// What is worth showing of a fitted calibrator.
enum CalibratorFacts {
  static func facts(of fitted: FittedCalibration) -> [Fact] {
    switch fitted {
    case .combined(let calibrator, _): return facts(of: calibrator)
    case .each(let calibrators):
      return [Fact("calibrated experts combined by", calibrators.combination.rawValue)]
        + calibrators.experts.enumerated().flatMap { expert, calibrator in
          facts(of: calibrator).map { Fact("expert \(expert + 1): \($0.name)", $0.value) }
        }
    }
  }

  static func facts(of calibrator: any Calibrator) -> [Fact] {
    var facts: [Fact] = []
    if let temperature = calibrator.fittedTemperature {
      facts.append(Fact("temperature", String(format: "%.4f", temperature)))
    }
    switch calibrator {
    case let fitted as KnowledgeTransferCalibrator:
      facts += [
        Fact("α", "\(fitted.alpha)"),
        Fact("class statistics from", fitted.statisticsSource.rawValue),
        Fact("head classes", "\(fitted.headClasses.count)"),
      ]
    case let fitted as EnsembleTemperatureCalibrator:
      let shares = fitted.shares.map { String(format: "%.3f", $0) }.joined(separator: " / ")
      facts.append(Fact("shares of scaled, plain, uniform", shares))
    case let fitted as ClassWiseTemperatureCalibrator:
      facts += range("temperatures", fitted.temperatures)
    case let fitted as VectorCalibrator:
      facts += range("factors", fitted.factors) + range("offsets", fitted.offsets)
    case let fitted as IsotonicCalibrator:
      let steps = fitted.maps.reduce(0) { $0 + $1.inputs.count }
      facts.append(Fact("maps", "\(fitted.maps.count) with \(steps) points"))
    case let fitted as GaussianProcessCalibrator:
      facts += [
        Fact("lengthscale", String(format: "%.3f", fitted.process.lengthscale)),
        Fact("variance", String(format: "%.3f", fitted.process.variance)),
      ]
    default: break
    }
    return facts
  }

  private static func range(_ name: String, _ values: [Double]) -> [Fact] {
    guard let least = values.min(), let most = values.max() else { return [] }
    return [Fact(name, String(format: "%.3f to %.3f", least, most))]
  }
}
