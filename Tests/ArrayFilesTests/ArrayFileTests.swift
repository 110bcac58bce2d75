import ArrayFiles
import Foundation
import TestSupport
import Testing

struct ArrayFileTests {
  private let values = (0..<6).map { Float($0) / 4 }

  @Test func `every format gives the same array`() throws {
    let folder = try TemporaryFolder()
    let array = NumericArray(values, shape: [3, 2])
    try NPYFile.write(array, to: folder("a.npy"))
    try NPZFile.write(["logits": array, "x": NumericArray([1], shape: [1])], to: folder("a.npz"))
    try SafetensorsFile.write([("logits", array)], to: folder("a.safetensors"))
    _ = try folder.file("a.csv", Data("0,0.25\n0.5,0.75\n1,1.25\n".utf8))
    _ = try folder.file("a.TSV", Data("cat\tdog\n0\t0.25\n0.5\t0.75\n1\t1.25\n".utf8))
    for name in ["a.npy", "a.npz", "a.safetensors", "a.csv", "a.TSV"] {
      let found = try ArrayFile.read(folder(name), names: ["logits"])
      #expect(found.array.shape == [3, 2], "\(name)")
      #expect(found.array.floats() == values, "\(name)")
      #expect(found.path == folder(name))
      #expect((found.table != nil) == name.lowercased().hasSuffix("sv"))
    }
  }

  @Test func `an array is chosen by name behind a colon`() throws {
    let folder = try TemporaryFolder()
    try NPZFile.write(
      ["a": NumericArray([1], shape: [1]), "b": NumericArray([2], shape: [1])],
      to: folder("two.npz"))
    #expect(try ArrayFile.read(folder("two.npz") + ":b", names: ["c"]).array.integers() == [2])
    #expect(try ArrayFile.read(folder("two.npz"), names: ["c", "a"]).name == "a")
    expectProblem("no array 'c'; its arrays are a [1], b [1]", path: folder("two.npz")) {
      _ = try ArrayFile.read(folder("two.npz"), names: ["c"])
    }
    try NPZFile.write(["a": NumericArray([1], shape: [1])], to: folder("one.npz"))
    #expect(try ArrayFile.read(folder("one.npz"), names: ["c"]).name == "a")
    expectProblem("no array 'c'", path: folder("one.npz")) {
      _ = try ArrayFile.read(folder("one.npz") + ":c", names: ["c"])
    }
  }

  @Test func `the array that may be meant by another name is advised`() throws {
    let folder = try TemporaryFolder()
    let scores = NumericArray(values, shape: [3, 2])
    let labels = NumericArray([0, 1, 1], shape: [3])
    let path = folder("two.npz")
    try NPZFile.write(["x": scores, "targets": labels], to: path)
    expectProblem(
      "no array 'labels'; its arrays are targets [3], x [3, 2]; \(path):targets chooses the only one",
      path: path
    ) { _ = try ArrayFile.read(path, names: ["labels"], isColumn: true) }
    expectProblem("\(path):x chooses the only one", path: path) {
      _ = try ArrayFile.read(path, names: ["logits"], axes: 2)
    }
    try NPZFile.write(["x": scores, "targets": labels, "y": labels], to: path)
    expectProblem(
      "targets, y may each be meant; choose one: \(path):targets or \(path):y", path: path
    ) { _ = try ArrayFile.read(path, names: ["labels"], isColumn: true) }
  }

  @Test func `a table with a header gives columns by name`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("t.csv", Data("cat,label,dog\n1,7,2\n3,8,4\n".utf8))
    let whole = try ArrayFile.read(path, names: ["logits"], others: ["label"])
    #expect(whole.array.shape == [2, 2])
    #expect(whole.array.doubles() == [1, 2, 3, 4])
    let labels = try ArrayFile.read(path, names: ["labels", "label"])
    #expect(labels.array.shape == [2])
    #expect(labels.array.doubles() == [7, 8])
    #expect(try ArrayFile.read(path + ":dog", names: []).array.doubles() == [2, 4])
    expectProblem("its columns are cat, label, dog", path: path) {
      _ = try ArrayFile.read(path + ":cow", names: [])
    }
    let bare = try folder.file("b.csv", Data("1\n2\n".utf8))
    #expect(try ArrayFile.read(bare, names: ["labels"]).array.shape == [2])
    expectProblem("does not name columns", path: bare) {
      _ = try ArrayFile.read(bare + ":cow", names: [])
    }
  }

  @Test func `other endings and missing files are refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a.pkl", Data("x".utf8))
    expectProblem(".npy, .npz, .safetensors, .csv, .tsv", path: path) {
      _ = try ArrayFile.read(path, names: [])
    }
    expectProblem("no such file", path: folder("b.bin")) {
      _ = try ArrayFile.read(folder("b.bin"), names: [])
    }
    expectProblem("cannot open", path: folder("b.npy")) {
      _ = try ArrayFile.read(folder("b.npy"), names: [])
    }
    expectProblem("it is a folder", path: folder.path) {
      _ = try ArrayFile.read(folder.path, names: [])
    }
    let one = try folder.file("one.npy", Data())
    expectProblem("one array, which has no name", path: one + ":x") {
      _ = try ArrayFile.read(one + ":x", names: [])
    }
    expectProblem("it is not an NPY file: it is empty", path: one) {
      _ = try ArrayFile.read(one, names: [])
    }
  }

  @Test func `a folder is a collection of files`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(NumericArray(values, shape: [3, 2]), to: folder("logits.npy"))
    _ = try folder.file("labels.csv", Data("0\n1\n1\n".utf8))
    let arrays = try ArrayCollection(path: folder.path)
    #expect(arrays.isFolder)
    #expect(try arrays.array("logits")?.array.floats() == values)
    #expect(try arrays.array("labels")?.array.doubles() == [0, 1, 1])
    #expect(try arrays.array("features").map(\.path) == nil)
    _ = try folder.file("logits.csv", Data("0\n".utf8))
    expectProblem("both logits.npy and logits.csv", path: folder.path) {
      _ = try arrays.array("logits")
    }
    expectProblem("several arrays", path: folder("logits.npy")) {
      _ = try ArrayCollection(path: folder("logits.npy"))
    }
  }

  @Test func `rows are slices without a copy`() {
    let array = NumericArray(values, shape: [3, 2])
    #expect(array.rows(1..<3).floats() == Array(values[2...]))
    #expect(array.rows(1..<3).shape == [2, 2])
    #expect(array.rows(2..<2).floats().isEmpty)
    #expect(array.rows(1..<3).rows(1..<2).floats() == Array(values[4...]))
  }
}
