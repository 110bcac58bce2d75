import ArrayFiles
import TestSupport
import Testing

@testable import LongTail

/// Two levels of folders, either of which may have the classes.
struct FolderLevelsTests {
  private func data(_ folders: [String]) throws -> DataFolder {
    let data = try DataFolder()
    for folder in folders { try data.pictures(folder) }
    return data
  }

  private func samples(_ location: String) throws -> LabelledSamples {
    try Datasets.source("image-folder:\(location)").load(.training)
  }

  @Test(arguments: [
    ["indoor/cat", "indoor/dog", "outdoor/cat", "outdoor/dog"],
    ["tr/cat", "tr/dog", "tr/owl", "te/cat", "te/dog"],
    ["site1/cat", "site1/dog", "site2/Cat", "site2/owl"],
    ["foldA/cat/2019", "foldA/dog/2019", "foldB/cat/2020", "foldB/dog/2020"],
  ])
  func `folders of one name below several others are refused with both readings`(
    folders: [String]
  ) throws {
    let data = try data(folders)
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("a folder in several of them"), "\(problem)")
    #expect(problem.contains("image-folder:\(data.path),parts=no"), "\(problem)")
    #expect(problem.contains("train=FOLDER,validation=FOLDER,test=FOLDER"), "\(problem)")
    #expect(problem.contains("“dog”"), "\(problem)")
    let taken = try samples("\(data.path),parts=no")
    #expect(taken.classNames.count == 2 && taken.remarks == [])
  }

  @Test func `the upper of two levels without a name in common is told`() throws {
    let data = try data(["pets/cat", "pets/dog", "wild/owl", "wild/yak"])
    let remarks = try samples(data.path).remarks
    #expect(remarks.count == 1)
    #expect(
      remarks.first?.contains("the classes are pets, wild, and not the folders in them, cat, dog")
        == true, "\(remarks)")
    #expect(try samples("\(data.path),parts=no").remarks == [])
  }

  @Test func `one folder in each, and pictures beside folders, leave no doubt`() throws {
    let single = try data(["a/images", "b/images"])
    #expect(try samples(single.path).remarks == [])
    let beside = try data(["a/x", "a/y", "b/x", "b/y", "b"])
    #expect(try samples(beside.path).remarks == [])
  }

  @Test func `folders below the classes of named parts are taken where somebody says so`() throws {
    let data = try data([
      "train/cat/2019", "train/cat/2020", "train/dog/2019", "train/dog/2020", "test/cat/2021",
      "test/cat/2022", "test/dog/2021", "test/dog/2022",
    ])
    #expect(data.problem("image-folder:\(data.path)").contains("behind train=FOLDER,test=FOLDER"))
    let named = "image-folder:train=\(data("train")),test=\(data("test")),parts=no"
    let source = try Datasets.source(named)
    #expect(try source.load(.training).classNames == ["cat", "dog"])
    #expect(try source.load(.test).classCounts == [4, 4])
    #expect(throws: DatasetProblem.self) {
      try Datasets.source("image-folder:train=\(data("train")),parts=yes")
    }
  }
}
