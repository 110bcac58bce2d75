import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Which folders are parts.
struct PartFoldersTests {
  @Test(arguments: [
    ("train", "test"), ("Train", "Test"), ("TRAINING", "TESTING"), ("training", "testing"),
    ("training_set", "test_set"), ("Train Images", "test-images"), ("trainset", "testset"),
    ("train", "eval"), ("train", "Evaluation"), ("train", "eval_set"), ("train", "holdout"),
  ])
  func `parts are known by their names in any spelling`(train: String, test: String) throws {
    let data = try DataFolder()
    try data.pictures("\(train)/a", 3).pictures("\(train)/b").pictures("\(test)/b", 1)
    let source = try Datasets.source("image-folder:\(data.path)")
    #expect(source.hasTestPart && !source.hasValidationPart)
    #expect(try source.load(.training).classCounts == [3, 2])
    #expect(try source.load(.test).classCounts == [0, 1])
  }

  @Test(arguments: ["val", "valid", "validation", "dev", "Val"])
  func `a validation folder serves for validation where a test folder is there too`(name: String)
    throws
  {
    let data = try DataFolder()
    try data.pictures("train/a", 5).pictures("train/b", 5).pictures("test/a").pictures("test/b", 1)
      .pictures("\(name)/a", 3).pictures("\(name)/b", 4)
    let parts = try data.partition("image-folder:\(data.path)", validation: 0.5)
    #expect(parts.hasOwnValidationPart)
    #expect(
      parts.warnings == [
        "the validation part is the data's own, 7 samples; a validation fraction of 0.5 is for data without one"
      ])
    // What is not asked for is not told.
    #expect(try data.partition("image-folder:\(data.path)").warnings == [])
    #expect(parts.training.samples.classCounts == [5, 5])
    #expect(parts.validation?.samples.classCounts == [3, 4])
    #expect(parts.calibration?.samples.classCounts == [3, 4])
    #expect(parts.test.samples.classCounts == [2, 1])
    #expect(
      parts.validation?.samples.normalization == parts.training.samples.normalization)
  }

  @Test(arguments: ["val", "valid", "validation", "dev"])
  func `a validation folder alone serves as the test part, and that is said`(name: String) throws {
    let data = try DataFolder()
    try data.pictures("train/a", 5).pictures("train/b", 5).pictures("\(name)/a").pictures(
      "\(name)/b")
    let parts = try data.partition("image-folder:\(data.path)")
    #expect(!parts.hasOwnValidationPart && !parts.testIsHeldOut)
    #expect(parts.test.samples.classCounts == [2, 2])
    #expect(parts.warnings.count == 1)
    #expect(parts.warnings[0].contains("“\(name)” serves as the test part"))
  }

  @Test(arguments: [false, true])
  func `a class called train beside other classes is refused with both readings`(nested: Bool)
    throws
  {
    let data = try DataFolder()
    try data.pictures("bus").pictures("car").pictures("ship")
    if nested {
      try data.pictures("train/steam").pictures("train/diesel")
    } else {
      try data.pictures("train")
    }
    let problem = data.problem("image-folder:\(data.path)")
    for word in ["“train”", "“bus”, “car”, “ship”", "parts=yes", "parts=no"] {
      #expect(problem.contains(word), "\(problem)")
    }
    let classes = try Datasets.source("image-folder:\(data.path),parts=no").load(.training)
    #expect(classes.classNames == ["bus", "car", "ship", "train"])
    guard nested else { return }
    let parts = try data.partition("image-folder:\(data.path),parts=yes")
    #expect(parts.training.samples.classNames == ["diesel", "steam"])
    #expect(
      parts.warnings.contains { $0.contains("“bus”, “car”, “ship”") && $0.contains("not used") })
  }

  @Test(arguments: [
    ["val", "test"], ["test", "validation"], ["test"], ["testing", "bus"], ["dev", "a", "b"],
  ])
  func `parts without a training part are refused`(names: [String]) throws {
    let data = try DataFolder()
    for name in names { try data.pictures("\(name)/a").pictures("\(name)/b") }
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("parts=no"), "\(problem)")
    #expect(problem.contains("“\(names[0])”"))
    guard names.count > 1 else { return }
    #expect(
      try Datasets.source("image-folder:\(data.path),parts=no").load(.training).classNames
        == names.sorted())
  }

  @Test(arguments: [
    (["test"], "test"), (["val", "Test"], "Test"), (["validation"], "validation"),
  ])
  func `parts without a training part are measured, and not learned from`(
    names: [String], measured: String
  ) throws {
    let data = try DataFolder()
    for name in names { try data.pictures("\(name)/a", 3).pictures("\(name)/b", 2) }
    try data.pictures("\(measured)/c", 1)
    let source = try Datasets.source("image-folder:\(data.path)")
    let samples = try TestSet(from: source).samples
    #expect(samples.classNames == ["a", "b", "c"])
    #expect(samples.classCounts == [3, 2, 1])
    #expect(
      samples.remarks
        == (measured == "validation"
          ? ["\(data.path) has no test folder: “validation” serves as the test part"] : []))
    #expect(source.hasTestPart && !source.hasValidationPart)
    for part in [DatasetPart.training, .validation] {
      #expect(throws: (any Error).self) { try source.load(part) }
    }
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("there is no folder train"), "\(problem)")
    #expect(throws: FileProblem.self) { try data.partition("image-folder:\(data.path)") }
  }

  @Test func `a part beside what may be classes is not measured, unless somebody says so`() throws {
    let data = try DataFolder()
    try data.pictures("test/a").pictures("test/b").pictures("bus")
    #expect(throws: FileProblem.self) { try Datasets.source("image-folder:\(data.path)") }
    let source = try Datasets.source("image-folder:\(data.path),parts=yes")
    let samples = try TestSet(from: source).samples
    #expect(samples.classNames == ["a", "b"])
    #expect(samples.remarks.contains { $0.contains("“bus” beside the parts: not used") })
  }

  @Test(arguments: [
    ["train", "Training"], ["train", "val", "valid"], ["train", "test", "TEST"],
    ["train", "eval", "test"],
  ])
  func `two folders for one part are refused`(names: [String]) throws {
    let data = try DataFolder()
    for name in names { try data.pictures("\(name)/a").pictures("\(name)/b") }
    #expect(data.problem("image-folder:\(data.path)").contains("could both be"))
    let named = "image-folder:train=\(data(names[0])),test=\(data(names.last ?? ""))"
    #expect(try Datasets.source(named).load(.test).count == 4)
  }

  @Test(arguments: [
    ["seg_train", "seg_test"], ["x_train", "x_test", "pred"], ["train2017", "val2014", "other"],
    ["trainA", "trainB", "testA", "testB"], ["TrainA", "TestA"], ["trainA", "testA", "readme"],
    ["catTrain", "dogTrain", "catTest", "dogTest"], ["CTTrain", "CTVal", "CT"],
  ])
  func `folders that only may be parts are refused, whatever lies beside them`(names: [String])
    throws
  {
    for isNested in [false, true] {
      let data = try DataFolder()
      for name in names {
        if isNested {
          try data.pictures("\(name)/a").pictures("\(name)/b")
        } else {
          try data.pictures(name)
        }
      }
      let problem = data.problem("image-folder:\(data.path)")
      for word in ["“\(names[0])”", "may be parts", "train=FOLDER", "parts=no"] {
        #expect(problem.contains(word), "\(problem)")
      }
      let taken = try Datasets.source("image-folder:\(data.path),parts=no").load(.training)
      #expect(taken.classNames == names.sorted())
    }
  }

  @Test(arguments: [
    ["train_station", "test_tube", "bus"], ["trainA", "trainB", "bus"], ["valley", "trainer"],
    ["catTest", "dogTrain", "owl"], ["Latrain", "Latest", "contest"],
  ])
  func `names that have a part's name by chance are classes`(names: [String]) throws {
    let data = try DataFolder()
    for name in names { try data.pictures(name) }
    #expect(data.problem("image-folder:\(data.path)") == "")
  }

  @Test func `parts that are one folder are told, whatever paths lead to it`() throws {
    let data = try DataFolder()
    try data.pictures("train/a").pictures("train/b")
    try data.link("test", to: "train")
    for source in [data.path, "train=\(data("train")),test=\(data("test"))"] {
      let warnings = try data.partition("image-folder:\(source)").warnings
      #expect(
        warnings.contains { $0.contains("the training part and the test part are the same") },
        "\(warnings)")
    }
  }

  @Test func `what is not used is named`() throws {
    let data = try DataFolder()
    try data.pictures("train/a").pictures("train/b").pictures("test/a").pictures("test/b")
    try data.text("annotations/a.xml", "")
    try data.file("overview.png", try data.picture())
    try data.file("train/loose.png", try data.picture())
    let warnings = try data.partition("image-folder:\(data.path)").warnings
    for word in ["annotations", "overview.png", "loose.png"] {
      #expect(warnings.contains { $0.contains(word) && $0.contains("not used") }, "\(warnings)")
    }
  }

  @Test func `pictures right in the training folder are told, with the other reading`() throws {
    let data = try DataFolder()
    try data.pictures("train").pictures("test")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("2 pictures lie in this folder itself"), "\(problem)")
    #expect(problem.contains("parts=no"))
  }

  @Test func `arrays have the same parts`() throws {
    let folder = try TemporaryFolder()
    for part in ["Train", "val", "Test"] {
      let samples = artificialSamples(labels: [0, 1, 0, 1, 1], classes: 2, side: 2)
      try SampleExport.write(samples, classCounts: [2, 3], to: folder(part))
    }
    let source = try Datasets.source("arrays:\(folder.path)")
    #expect(source.hasTestPart && source.hasValidationPart)
    #expect(try source.load(.validation).classCounts == [2, 3])
    try FileManager.default.removeItem(atPath: folder("Train"))
    let measured = try Datasets.source("arrays:\(folder.path)")
    #expect(try TestSet(from: measured).samples.classCounts == [2, 3])
    #expect(throws: FileProblem.self) { try measured.load(.training) }
    // Arrays in the folder itself and in one below it.
    let whole = artificialSamples(labels: [0, 1, 0, 1], classes: 2, side: 2)
    try SampleExport.write(whole, classCounts: [2, 2], to: folder.path)
    #expect(throws: FileProblem.self) { try Datasets.source("arrays:\(folder.path)") }
    #expect(try Datasets.source("arrays:\(folder.path),parts=no").load(.training).count == 4)
    let named = try Datasets.source("arrays:train=\(folder.path),test=\(folder("Test"))")
    #expect(try named.load(.test).count == 5)
  }
}
