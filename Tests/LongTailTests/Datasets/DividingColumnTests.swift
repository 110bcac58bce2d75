import TestSupport
import Testing

@testable import LongTail

/// Columns of lists that divide the rows.
struct DividingColumnTests {
  /// Six pictures of the classes a and b with a further column.
  private func folder(_ name: String?, _ values: [String]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 6)
    let rows = (0..<6).map {
      "p/\($0).png,\($0 % 2 == 0 ? "a" : "b"),\(values[$0 % values.count])\n"
    }
    try data.text("t.csv", (name.map { "path,label,\($0)\n" } ?? "") + rows.joined())
    return data
  }

  @Test(arguments: [
    "dataset", "data set", "dset", "mode", "stage", "tvt", "x", "group", "Usage", "anything",
  ])
  func `values that are parts divide the rows, whatever their column is called`(
    name: String
  ) throws {
    for values in [
      ["train", "test"], ["Training", "PublicTest", "PrivateTest"], ["trn", "VAL", "holdout"],
      ["Train", "valid", "other"], ["train2017", "val2017"], ["dev", "eval"], ["test", ""],
    ] {
      let data = try folder(name, values)
      let problem = data.problem("image-list:\(data("t.csv"))")
      #expect(problem.contains("the column “\(name)” divides the rows ("), "\(values): \(problem)")
      #expect(data.problem("image-list:\(data("t.csv")),parts=no") == "")
    }
  }

  @Test(arguments: [
    ("set", ["1", "2"]), ("train", ["1", "0"]), ("Test", ["False", "True"]), ("val", ["", "x"]),
    ("cv", ["0", "1"]), ("is_training_image", ["0", "1"]), ("Usage", ["A", "B"]),
    ("is_val", ["0", "1"]),
  ])
  func `names of such columns are known`(name: String, values: [String]) throws {
    let data = try folder(name, values)
    let problem = data.problem("image-list:\(data("t.csv"))")
    #expect(problem.contains("the column “\(name)” divides the rows ("), "\(problem)")
    #expect(data.problem("image-list:\(data("t.csv")),parts=no") == "")
  }

  @Test(arguments: [
    ("group", ["1", "2"]), ("dataset", ["Caltech", "Sun"]), ("stage", ["early", "late"]),
    ("x", ["train", "train"]), ("quality", ["valid", "invalid"]), ("test", ["0.4", "0.7"]),
    ("note", ["a train", "a test"]), ("invalid", ["0", "1"]),
  ])
  func `other columns are left out`(name: String, values: [String]) throws {
    let data = try folder(name, values)
    let samples = try Datasets.source("image-list:\(data("t.csv"))").load(.training)
    #expect(samples.count == 6)
    #expect(samples.remarks.count == 1 && samples.remarks[0].hasSuffix("left out: “\(name)”"))
  }

  @Test func `a table without names is looked at too`() throws {
    let data = try folder(nil, ["train", "test"])
    let list = "image-list:\(data("t.csv")),path=1,label=2"
    let problem = data.problem(list)
    #expect(problem.contains(": column 3 divides the rows (3 “test”, 3 “train”)"), "\(problem)")
    let samples = try Datasets.source(list + ",parts=no").load(.training)
    #expect(samples.remarks.count == 1 && samples.remarks[0].hasSuffix("left out: column 3"))
  }

  @Test func `parts are no labels, unless the column says so`() throws {
    let data = try DataFolder()
    try data.pictures("p", 2)
    for name in ["dset", "label"] {
      try data.text("\(name).csv", "path,\(name)\np/0.png,train\np/1.png,test\n")
    }
    let problem = data.problem("image-list:\(data("dset.csv"))")
    #expect(problem.contains("or label=dset if it holds the labels"), "\(problem)")
    #expect(data.problem("image-list:\(data("dset.csv")),label=dset") == "")
    #expect(data.problem("image-list:\(data("label.csv"))") == "")
  }

  @Test func `what a test list leaves out is said`() throws {
    let data = try DataFolder()
    try data.pictures("p", 4)
    try data.text("a.csv", "path,label\np/0.png,a\np/1.png,b\n")
    try data.text("b.csv", "path,label,note\np/2.png,a,x\np/3.png,b,y\n")
    let source = "image-list:train=\(data("a.csv")),test=\(data("b.csv"))"
    let warnings = try data.partition(source).warnings
    #expect(warnings.count == 1 && warnings[0].hasSuffix("left out: “note”"), "\(warnings)")
  }
}
