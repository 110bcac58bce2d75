import Calibration
import Testing

@testable import LongTail

@Test func `names of sources are distinct, and described`() {
  let names = Datasets.all.map { $0.name }
  #expect(Set(names).count == names.count)
  for type in Datasets.all { #expect(type.summary.contains(type.name)) }
}

@Test(arguments: [
  ("cifar-100:x", "cifar100"), ("image-foldr:x", "image-folder"), ("minst", "mnist"),
])
func `a misspelt source is told the nearest`(text: String, nearest: String) throws {
  let problem = try #require(throws: UnknownName.self) { try Datasets.source(text) }
  #expect(problem.description.contains("did you mean \"\(nearest)\""))
}

@Test func `a source without a location says what it needs`() throws {
  for text in ["cifar100", "image-folder:"] {
    let problem = try #require(throws: DatasetProblem.self) { try Datasets.source(text) }
    #expect(problem.description.contains("FOLDER"))
  }
  #expect(try Datasets.source("synthetic").hasTestPart)
}

@Test(arguments: [0, -3, 5000])
func `an impossible image size is refused`(size: Int) {
  #expect(throws: DatasetProblem.self) {
    try Datasets.source("synthetic", options: DatasetOptions(imageSize: size))
  }
}
