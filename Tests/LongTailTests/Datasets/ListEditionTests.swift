import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct ListEditionTests {
  private static let edition = ListEdition(
    title: "Small-LT", classes: 3,
    training: .init(
      file: "train.txt", samples: 126, largest: 101, smallest: 5,
      // printf 'a\n' | git hash-object --stdin
      blobs: ["78981922613b2afb6025042ff6bd878ac1994e85"]),
    test: .init(file: "test.txt", samples: 6, largest: 2, smallest: 2),
    groups: (1, 1, 1))
  private static let labels = [(0, 101), (1, 20), (2, 5)].flatMap {
    [Int](repeating: $0.0, count: $0.1)
  }

  @Test func `a list with the published counts passes, and a word says that its bytes differ`()
    throws
  {
    let folder = try TemporaryFolder()
    let own = try folder.file("train.txt", Data("b\n".utf8))
    let said = try Self.edition.check(own, .training, labels: Self.labels, classes: 3)
    #expect(said.count == 1 && said[0].contains("not byte for byte"))
    let published = try folder.file("p.txt", Data("a\n".utf8))
    #expect(try Self.edition.check(published, .training, labels: Self.labels, classes: 3) == [])
    #expect(
      try Self.edition.check(own, .test, labels: [0, 0, 1, 1, 2, 2], classes: 3) == [])
  }

  @Test(arguments: [
    ([(0, 101), (1, 20), (2, 4)], 3, "125 lines"), ([(0, 101), (1, 20), (2, 5)], 2, "2 classes"),
    ([(0, 102), (1, 19), (2, 5)], 3, "102 samples of the largest"),
    ([(0, 101), (1, 21), (2, 4)], 3, "4 samples of the smallest"),
  ])
  func `a list with other counts is refused with both`(
    counts: [(Int, Int)], classes: Int, words: String
  ) throws {
    let labels = counts.flatMap { [Int](repeating: $0.0, count: $0.1) }
    let problem = #expect(throws: FileProblem.self) {
      try Self.edition.check("x", .training, labels: labels, classes: classes)
    }
    #expect(problem?.problem.contains(words) == true)
    #expect(problem?.problem.contains("Small-LT has") == true)
  }

  @Test func `a list that is no published one is refused before pictures are looked for`() throws {
    let folder = try TemporaryFolder()
    for name in ["train", "val", "test"] {
      _ = try folder.file("Places_LT_\(name).txt", Data("a.jpg 0\nb.jpg 1\n".utf8))
    }
    let source = try Datasets.source("places-lt:\(folder.path)")
    #expect(source.hasTestPart && source.hasValidationPart)
    let problem = #expect(throws: FileProblem.self) { try source.load(.training) }
    #expect(problem?.problem == "2 lines; the list of Places-LT has 62500")
    #expect(throws: FileProblem.self) {
      try Datasets.source("places-lt:\(folder.path),root=\(folder("none"))")
    }
  }

  @Test(arguments: [ImageNetLT.edition, INaturalist2018.edition, PlacesLT.edition])
  func `groups hold every class`(edition: ListEdition) {
    #expect(edition.groups.many + edition.groups.medium + edition.groups.few == edition.classes)
  }
}
