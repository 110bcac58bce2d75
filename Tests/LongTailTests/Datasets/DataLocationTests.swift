import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// What follows the colon of a source.
struct DataLocationTests {
  private func location(_ text: String) throws -> DataLocation {
    try DataLocation(text, source: "image-list", keys: ["train", "validation", "test", "root"])
  }

  @Test func `commas and equals signs may be part of a path`() throws {
    #expect(try location("a,b.txt").path == "a,b.txt")
    #expect(try location("train=a,b.txt,test=c=d.txt").path("train") == "a,b.txt")
    #expect(try location("train=a,b.txt,test=c=d.txt").path("test") == "c=d.txt")
  }

  @Test func `quotes hold anything`() throws {
    let quoted = try location(#"train="a,test=b.txt",test="say ""x"".txt",root=r"#)
    #expect(quoted.path("train") == "a,test=b.txt")
    #expect(quoted.path("test") == #"say "x".txt"#)
    #expect(quoted.path("root") == "r")
    #expect(try location(#""lr=1,x.txt""#).path == "lr=1,x.txt")
  }

  @Test func `a tilde is the home folder in front of every path`() throws {
    let home = NSHomeDirectory()
    #expect(try location("train=~/a.txt,test=~/b.txt").path("test") == "\(home)/b.txt")
    #expect(try location("~/a.txt").path == "\(home)/a.txt")
  }

  @Test(arguments: [
    "train=a,train=b", "train=,test=b", #"train="a"#, #"train="a"b"#, "train=a,tset=b",
    "val=a,validation=b",
  ])
  func `what makes no sense is refused`(text: String) {
    #expect(throws: (any Error).self) { try location(text) }
  }

  @Test func `an unknown key says which there are`() throws {
    let problem = try #require(throws: UnknownName.self) { try location("train=a,tset=b") }
    #expect(problem.description.contains("did you mean \"test\""))
  }

  @Test func `what is there as it stands is taken as it stands, unless both are there`() throws {
    let folder = try TemporaryFolder()
    let whole = try folder.file("a.txt,root=b", Data())
    #expect(try location(whole).path == whole)
    _ = try folder.file("a.txt", Data())
    #expect(throws: DatasetProblem.self) { try location(whole) }
    #expect(try location("\"\(whole)\"").path == whole)
  }
}
