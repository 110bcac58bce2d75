import Foundation
import TestSupport
import Testing

@testable import ArrayFiles

/// Files that Foundation cannot read, in the words of the other readers.
struct UnreadableFileTests {
  private func words(_ path: String) throws -> String? {
    do {
      _ = try Data(contentsOf: URL(fileURLWithPath: path))
      return nil
    } catch {
      return FileProblem.unreadable(path, error).problem
    }
  }

  @Test func `what is missing and what is a folder is said`() throws {
    let folder = try TemporaryFolder()
    #expect(try words(folder("no.json")) == "cannot be read: there is no such file or folder")
    #expect(
      try words(folder.path) == "cannot be read: it is a folder, where a file was expected")
  }
}
