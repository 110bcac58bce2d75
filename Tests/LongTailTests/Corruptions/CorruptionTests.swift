import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Against the program of Hendrycks and Dietterich (Tests/Fixtures/corruption_fixtures.py).
struct CorruptionTests {
  private static let exact = Corruptions.names.filter { $0 != ImpulseNoise.name }

  private static func corruption(
    _ name: String, _ parameters: CorruptionParameters
  ) throws -> any Corruption {
    try #require(
      Corruptions.all(parameters, frost: CorruptionFixtures.frost).first {
        type(of: $0).name == name
      })
  }

  /// Levels that lie further apart than one grey level, and those that are compared.
  private static func differences(
    _ name: String, _ parameters: CorruptionParameters, side: Int, every step: Int
  ) throws -> (apart: Int, compared: Int) {
    let file = parameters == .cifar ? "cifar" : "imagenet"
    let expected = try #require(try CorruptionFixtures.arrays(file)[name])
    let corruption = try corruption(name, parameters)
    var (apart, compared) = (0, 0)
    for severity in Corruptions.severities {
      var draws = NumPyDraws(seed: 300 + severity)
      let found = try corruption.corrupted(
        CorruptionFixtures.picture(3, side: side), severity: severity, draws: &draws)
      #expect(found.height == side && found.width == side && found.channels == 3)
      let wanted = [UInt8](expected.rows(severity - 1..<severity).bytes)
      for row in stride(from: 0, to: side, by: step) {
        for column in stride(from: 0, to: side, by: step) {
          for channel in 0..<3 {
            let own = found.pixels[(row * side + column) * 3 + channel]
            if abs(Int(own) - Int(wanted[compared % wanted.count])) > 1 { apart += 1 }
            compared += 1
          }
        }
      }
    }
    return (apart, compared)
  }

  @Test(arguments: exact)
  func `with the same random numbers small pictures are those of the authors' program`(
    _ name: String
  ) throws {
    let found = try Self.differences(name, .cifar, side: 32, every: 1)
    #expect(found.compared == 5 * 32 * 32 * 3)
    #expect(found.apart == 0, "\(name): \(found.apart) of \(found.compared) levels")
  }

  @Test(arguments: exact)
  func `with the same random numbers large pictures are those of the authors' program`(
    _ name: String
  ) throws {
    let found = try Self.differences(name, .imagenet, side: 224, every: 16)
    #expect(found.compared == 5 * 14 * 14 * 3)
    #expect(found.apart == 0, "\(name): \(found.apart) of \(found.compared) levels")
  }

  private struct Statistics: Decodable {
    let mean: Double
    let variance: Double
  }

  /// Over 1,000 pictures of 3,072 values: means within half a level or four standard errors of noise that all pixels of a picture
  /// share, variances within 3 %.
  @Test func `with our own random numbers means and variances are those of the authors'`() throws {
    let expected = try fixture("corruptions/statistics", as: [String: [Statistics]].self)
    #expect(expected.count == 11)
    for (name, strengths) in expected {
      let corruption = try Self.corruption(name, .cifar)
      for (index, wanted) in strengths.enumerated() {
        let sums = try Self.sums(corruption, severity: index + 1, pictures: 1000)
        let mean = sums.sum / sums.count
        let variance = sums.squares / sums.count - mean * mean
        #expect(abs(mean - wanted.mean) < 0.6, "\(name) \(index + 1): mean \(mean)")
        #expect(
          abs(variance / wanted.variance - 1) < 0.03, "\(name) \(index + 1): variance \(variance)")
      }
    }
  }

  private static func sums(
    _ corruption: any Corruption, severity: Int, pictures: Int
  ) throws -> (sum: Double, squares: Double, count: Double) {
    var (sum, squares, count) = (0, 0, 0)
    for number in 0..<pictures {
      var draws = CounterBasedGenerator(seed: 5, stream: UInt64(severity), UInt64(number))
      let found = try corruption.corrupted(
        CorruptionFixtures.picture(number), severity: severity, draws: &draws)
      for pixel in found.pixels {
        sum += Int(pixel)
        squares += Int(pixel) * Int(pixel)
      }
      count += found.pixels.count
    }
    return (Double(sum), Double(squares), Double(count))
  }

  @Test func `the names are those of the published files, each once`() {
    #expect(Corruptions.names.count == 19 && Set(Corruptions.names).count == 19)
    #expect(
      Corruptions.all(.cifar, frost: CorruptionFixtures.frost).map { type(of: $0).name }
        == Corruptions.names)
    #expect(Corruptions.all(.imagenet, frost: nil).count == 18)
  }

  @Test func `counts of photons have Poisson's mean and variance`() {
    for mean in [0.5, 4, 40, 400.0] {
      var draws = CounterBasedGenerator(seed: 3, stream: UInt64(mean))
      let counts = (0..<20_000).map { _ in Double(draws.poisson(mean)) }
      let found = counts.reduce(0, +) / 20_000
      let variance = counts.reduce(0) { $0 + ($1 - found) * ($1 - found) } / 20_000
      // Five standard errors.
      #expect(abs(found - mean) < 5 * (mean / 20_000).squareRoot())
      #expect(abs(variance / mean - 1) < 5 * ((2 + 1 / mean) / 20_000).squareRoot())
    }
  }
}
