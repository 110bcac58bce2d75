import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

/// The path of a file that Tests/Fixtures/checkpoint_fixtures.py wrote.
func checkpointFixture(_ name: String) -> String { fixtureFile("checkpoints/\(name)").path }

/// Expects that the checkpoint is refused in words that hold `words`.
func expectRefusal(
  _ name: String, _ words: String, location: SourceLocation = #_sourceLocation
) {
  let path = checkpointFixture(name)
  let problem = #expect(throws: FileProblem.self, "\(name)", sourceLocation: location) {
    try PyTorchCheckpoint.read(path)
  }
  guard let problem else { return }
  #expect(problem.path == path, sourceLocation: location)
  #expect(
    problem.description.contains(words), "\(name): \(problem.description)",
    sourceLocation: location)
}

/// What checkpoint_fixtures.py wrote of one tensor.
struct ExpectedTensor: Decodable {
  let type: String
  let shape: [Int]
  let values: [Double]
}

/// Expects exactly those tensors.
func expectTensors(
  of weights: WeightSet, _ expected: [String: ExpectedTensor],
  location: SourceLocation = #_sourceLocation
) {
  #expect(
    Set(weights.tensors.map(\.name)) == Set(expected.keys), sourceLocation: location)
  for (name, array) in weights.tensors {
    let tensor = expected[name]
    #expect(array.shape == tensor?.shape, "\(name)", sourceLocation: location)
    #expect(array.elementType.rawValue == tensor?.type, "\(name)", sourceLocation: location)
    #expect(array.doubles() == tensor?.values, "\(name)", sourceLocation: location)
  }
}
