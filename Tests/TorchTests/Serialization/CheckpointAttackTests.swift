import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

struct CheckpointAttackTests {
  @Test func `code is refused by name`() {
    expectRefusal("system.pt", "'posix.system'")
    expectRefusal("eval-legacy.pth", "'__builtin__.eval'")
    expectRefusal("getattr.pt", "'builtins.getattr'")
    expectRefusal("whole-model.pt", "'__main__.Model'")
    expectRefusal("instance.pt", "'os.system'")
    expectRefusal("extension.pt", "opcode 130")
  }

  @Test func `views outside their storage are refused`() {
    for name in [
      "outside-offset.pt", "outside-stride.pt", "negative-stride.pt", "negative-extent.pt",
      "overflow.pt", "overflow-zero.pt",
    ] {
      expectRefusal(name, "does not lie within its storage of 2 elements")
    }
    expectRefusal("stretched.pt", "far larger than its storage")
  }

  @Test func `nesting and loops are bounded`() {
    expectRefusal("nested-tuples.pt", "nested more than")
    expectRefusal("nested-lists.pt", "nested more than")
    expectRefusal("itself.pt", "contains itself")
    expectRefusal("laughs.pt", "too many entries")
    expectRefusal("copies.pt", "too much work")
  }

  @Test func `false lengths are refused`() {
    expectRefusal("claims-text.pt", "a text needs")
    expectRefusal("claims-integer.pt", "an integer has 2147483647 bytes")
    expectRefusal("underflow.pt", "the pickle")
  }

  @Test(arguments: [
    "parallel.pt", "full-legacy.pth", "numbers-legacy.pth", "big-endian.pt",
  ])
  func `damaged files never crash`(_ name: String) throws {
    let bytes = try Data(contentsOf: fixtureFile("checkpoints/\(name)"))
    for part in HostileInput.truncations(of: bytes) {
      #expect(throws: FileProblem.self, "\(part.count) of \(bytes.count) bytes") {
        try PyTorchCheckpoint.parse(part, path: "file")
      }
    }
    for copy in HostileInput.damaged(bytes, copies: 1000, seed: 4) {
      // Read or refused: either is right, a crash is not.
      _ = try? PyTorchCheckpoint.parse(copy, path: "file").sets
        .flatMap(\.tensors).map { $0.array.doubles() }
    }
  }

  // In a zip file the checksum finds most damage first; without checksums the pickle itself is hit.
  @Test func `damaged pickles never crash`() throws {
    let bytes = try Data(contentsOf: fixtureFile("checkpoints/without-checksums.pt"))
    let pickle = try #require(bytes.firstRange(of: Data([0x80, 2, 0x7d])))
    let head = bytes[..<pickle.lowerBound]
    let body = bytes[pickle.lowerBound...].prefix(1900)
    let rest = bytes[body.endIndex...]
    for copy in HostileInput.damaged(Data(body), copies: 2000, seed: 5) {
      _ = try? PyTorchCheckpoint.parse(head + copy + rest, path: "file").sets
        .flatMap(\.tensors).map { $0.array.doubles() }
    }
  }
}
