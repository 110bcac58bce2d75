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

  @Test(arguments: [
    ["site1/cat", "site1/dog", "site2/cat"],
    ["site1/cat", "site2/dog", "site3/DOG"],
    ["h1/2020/cat", "h1/2020/dog", "h2/2021/cat", "h2/2021/dog"],
    ["h1/images/cat", "h1/images/dog", "h2/images/cat", "h2/images/dog"],
    ["orig/train/cat", "orig/train/dog", "aug/train/cat", "aug/train/dog"],
    ["images/cat", "images/dog", "masks/cat"],
    ["site1/cat", "site1/dog", "site2/2020/cat", "site2/2020/dog"],
    ["in/a/cat", "in/a/dog", "out/a/cat", "out/a/dog", "extra"],
    ["x/x/cat", "x/x/dog", "y/y/cat", "y/y/dog", "z/z"],
  ])
  func `a name below several upper folders is refused at any level and beside others`(
    folders: [String]
  ) throws {
    let data = try data(folders)
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("a folder in several of them"), "\(problem)")
    #expect(problem.contains("“cat”") && problem.contains("“dog”"), "\(problem)")
    let upper = Set(folders.compactMap { $0.split(separator: "/").first.map(String.init) })
    let taken = try samples("\(data.path),parts=no")
    #expect(taken.classNames == upper.sorted() && taken.remarks == [])
  }

  @Test func `names are told in their own capitals`() throws {
    let data = try data(["site1/COVID", "site1/Normal", "site2/Covid"])
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("“COVID”, “Covid”, “Normal” in each"), "\(problem)")
  }

  @Test func `levels in a named part are refused alike`() throws {
    let data = try data([
      "train/images/cat", "train/images/dog", "train/labels/cat", "test/images/cat",
      "test/labels/cat",
    ])
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("“images”, “labels”"), "\(problem)")
  }

  @Test(arguments: [
    ["PetImages/Cat", "PetImages/Dog", "sample"],
    ["in/cat", "in/dog", "out/owl", "out/yak", "sample"],
  ])
  func `a few folders with pictures beside upper ones are told`(folders: [String]) throws {
    let data = try data(folders)
    let remarks = try samples(data.path).remarks
    #expect(remarks.count == 1)
    #expect(
      remarks.first?.contains("pictures lie in “sample” and in folders of") == true, "\(remarks)")
    #expect(try samples("\(data.path),parts=no").remarks == [])
  }

  @Test(arguments: [
    ["cat/batch1", "dog/batch7"], ["cat/batch1/images", "dog/batch7/images"],
    ["cat/2019", "cat/2020", "dog/2021"], ["cat", "dog/more", "owl"],
    ["cat", "dog", "owl/barn", "owl/snowy", "yak"],
  ])
  func `classes with folders of their own are taken without a word`(folders: [String]) throws {
    let data = try data(folders)
    #expect(try samples(data.path).remarks == [])
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
