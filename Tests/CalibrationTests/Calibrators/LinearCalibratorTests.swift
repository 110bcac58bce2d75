import Foundation
import Testing

@testable import Calibration

/// Vector, matrix, Dirichlet, class-wise temperature and beta calibration.
struct LinearCalibratorTests {
  @Test(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
  func `linear calibrators agree with the reference on CIFAR-10-LT`() throws {
    // Chen and Su, CVPR 2023, the authors' program, percent.
    try expect(VectorScaling(), percent: 2.248)
    try expect(MatrixScaling(penalty: .none), percent: 2.198)
    try expect(MatrixScaling(penalty: .published), percent: 2.023)
    try expect(DirichletCalibration(penalty: .none), percent: 2.237)
    try expect(DirichletCalibration(penalty: .published), percent: 1.995)
  }

  private func expect(
    _ method: some CalibrationMethod, percent: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let calibrator = try method.fitted(to: RealPredictions.longTailed("validation"))
    let test = try RealPredictions.longTailed("test")
    let card = try FigureTable(of: Measures.recorded, calibrator(test.logits), labels: test.labels)
    let found = 100 * (card["ece"] ?? .nan)
    #expect(abs(found - percent) < 0.02, "\(found)", sourceLocation: sourceLocation)
    #expect(calibrator.warnings == [], sourceLocation: sourceLocation)
  }
}
