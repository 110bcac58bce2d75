import ArrayFiles
import Foundation
import TestSupport
import Testing

/// The path of a file that Tests/Fixtures/array_fixtures.py wrote.
func fixture(_ name: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/arrays/\(name)").path
}

/// Bytes of a file that Tests/Fixtures/array_fixtures.py wrote.
func fixtureBytes(_ name: String) throws -> Data {
  try Data(contentsOf: URL(fileURLWithPath: fixture(name)))
}

/// Expects a `FileProblem` for that path whose description holds `words`.
func expectProblem(
  _ words: String, path: String = "file", location: SourceLocation = #_sourceLocation,
  _ read: () throws -> Void
) {
  let problem = #expect(throws: FileProblem.self, sourceLocation: location) { try read() }
  guard let problem else { return }
  #expect(problem.path == path, sourceLocation: location)
  #expect(
    problem.description.contains(words), "\(problem.description)", sourceLocation: location)
}

/// Expects that no truncation of `bytes` can be read, and that damaged copies of it are read or
/// refused with a `FileProblem`.
func expectResistance(
  _ bytes: Data, location: SourceLocation = #_sourceLocation, _ read: (Data) throws -> Void
) {
  for part in HostileInput.truncations(of: bytes) {
    #expect(
      throws: FileProblem.self, "\(part.count) of \(bytes.count) bytes", sourceLocation: location
    ) { try read(part) }
  }
  expectNoCrash(HostileInput.damaged(bytes, copies: 3000, seed: 1), location: location, read)
}

/// Expects that each input is read or refused with a `FileProblem`.
func expectNoCrash(
  _ inputs: some Sequence<Data>, location: SourceLocation = #_sourceLocation,
  _ read: (Data) throws -> Void
) {
  for input in inputs {
    do {
      try read(input)
    } catch {
      #expect(error is FileProblem, "\(error)", sourceLocation: location)
    }
  }
}
