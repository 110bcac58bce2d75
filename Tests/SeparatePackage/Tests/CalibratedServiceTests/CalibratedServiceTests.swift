import Calibration
import CalibratedService
import Foundation
import Testing

/// A package that imports Calibration.
struct CalibratedServiceTests {
  /// Logits (2, 0), right three times in four: softmax(2 / T) = 3/4 at T = 2 / log 3.
  private let validation = Predictions(
    logits: Logits([2, 0, 2, 0, 2, 0, 2, 0], classes: 2), labels: [0, 0, 0, 1])

  @Test func `the service fits a temperature, writes it, reads it and answers with it`() throws {
    let service = try CalibratedService(calibrator: CalibratedService.fit(validation))
    let probabilities = try service.probabilities([2, 0])
    #expect(abs(probabilities[0] - 0.75) < 1e-9)
    #expect(abs(probabilities[1] - 0.25) < 1e-9)
    #expect(throws: CalibrationError.self) { try service.probabilities([2, 0, 1]) }
  }

  @Test func `the service measures calibration`() throws {
    let confident = Probabilities([0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1], classes: 2)
    let card = try FigureTable(of: Measures.recorded, confident, labels: validation.labels)
    #expect(card["accuracy"] == 0.75)
    #expect(abs((card["ece"] ?? 0) - 0.15) < 1e-12)
  }

  #if os(Linux)
    @Test func `the service loads nothing of LibTorch`() throws {
      let maps = try #require(FileHandle(forReadingAtPath: "/proc/self/maps"))
      let loaded = String(decoding: try #require(try maps.readToEnd()), as: UTF8.self)
      let libraries = Set(
        loaded.split(whereSeparator: \.isWhitespace).filter { $0.contains(".so") })
      #expect(libraries.contains { $0.contains("/libFoundation.so") })
      #expect(!libraries.contains { $0.contains("torch") || $0.contains("c10") })
    }
  #endif
}
