import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// `expert_network_fixtures.json`: what the authors' networks give in float64
/// (Tests/Fixtures/expert_network_fixtures.py, which names their commits).
struct ExpertNetworkFixtures: Decodable {
  struct Training: Decodable {
    let logits: [Double]
    let loss: Double
    let gradients: [String: [Double]]
    let running: [String: [Double]]
  }

  struct Network: Decodable {
    /// Shapes by the authors' names.
    let state: [String: [Int]]
    let parameters: Int
    let multiplyAdds: Int
    /// `[batch, experts, classes]`
    let inference: [Double]
    let training: Training?
    /// SHIKE's with the classifiers of its second part.
    let second: [Double]?
    /// BBN's α.
    let share: Double?
  }

  struct Routed: Decodable {
    let state: [String: [Int]]
    let parameters: Int
    let multiplyAdds: Int
    let count: Int
    let offset: Double
    /// Of the decision, and of the hidden layer after the first expert.
    let biases: [Double]
    /// `[batch, experts, classes]`
    let inference: [Double]
    /// `[batch, experts − 1]`
    let decisions: [Double]
    /// `[batch, classes]`
    let routed: [Double]
    let used: [Int]
    /// Of the mean decision.
    let gradients: [String: [Double]]
  }

  let classes: Int
  let size: Int
  let labels: [Int]
  let offset: Double
  let reversedOffset: Double
  let balpoe: Network
  let balpoeShared: Network
  let shike: Network
  let shikeFour: Network
  /// With both banks of classifiers, for 100 classes, by the number of experts.
  let shikeParameters: [String: Int]
  let ride: Routed
  let bbn: Network

  static func read() throws -> ExpertNetworkFixtures {
    try fixture("expert_network_fixtures", as: ExpertNetworkFixtures.self)
  }

  var input: InputShape { .picture(height: size, width: size, channels: 3) }

  func pictures(_ count: Int? = nil, offset: Double? = nil, dtype: DType = .float64) -> Tensor {
    Self.pictures(
      count ?? labels.count, size: size, offset: offset ?? self.offset, dtype: dtype)
  }

  static func pictures(_ count: Int, size: Int, offset: Double, dtype: DType) -> Tensor {
    let shape = [count, 3, size, size]
    return Tensor(chirp(shape.reduce(1, *), offset: offset), shape: shape).to(dtype)
      .channelsLast()
  }

  /// The state that the script gives the authors' network, under their names.
  static func state(_ shapes: [String: [Int]]) -> [String: NumericArray] {
    Dictionary(
      uniqueKeysWithValues: shapes.map { name, shape in
        (name, NumericArray(values(name, shape), shape: shape))
      })
  }

  private static func values(_ name: String, _ shape: [Int]) -> [Double] {
    let place = name.utf8.enumerated().reduce(0) { $0 + ($1.offset + 1) * Int($1.element) } % 1009
    let wave = chirp(shape.reduce(1, *), offset: Double(place))
    if name.hasSuffix("num_batches_tracked") { return [0] }
    if name.hasSuffix("running_var") || (name.hasSuffix("weight") && shape.count == 1) {
      return wave.map { 1 + 0.3 * $0 }
    }
    if shape.count == 4 {
      let root = Double(shape.dropFirst().reduce(1, *)).squareRoot()
      return wave.map { $0 / root }
    }
    return wave.map { 0.2 * $0 }
  }
}

/// Norm and projection agree, relative to the norm; names are the authors'.
func expectProjections(
  of tensors: [String: Tensor], _ expected: [String: [Double]], within tolerance: Double,
  at location: SourceLocation = #_sourceLocation
) {
  #expect(!expected.isEmpty, sourceLocation: location)
  for (name, reference) in expected {
    guard let tensor = tensors[name] else {
      Issue.record("\(name) is not there", sourceLocation: location)
      continue
    }
    for (value, number) in zip(projections(tensor.doubles), reference) {
      #expect(
        abs(value - number) <= tolerance * reference[0], "\(name)", sourceLocation: location)
    }
  }
}

/// `sin(offset + 0.37 i + 0.011 i²)`, as in the script.
private func chirp(_ count: Int, offset: Double) -> [Double] {
  (0..<count).map { index in
    let x = Double(index)
    return sin(offset + 0.37 * x + 0.011 * x * x)
  }
}
