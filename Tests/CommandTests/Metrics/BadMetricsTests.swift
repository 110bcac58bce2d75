import ArrayFiles
import Foundation
import TestSupport
import Testing

/// What `longtail metrics` refuses.
struct BadMetricsTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try matrix([0.5, 0.5, 0.25, 0.75, 1, 0], to: folder("p.npy"))
    try NPYFile.write(NumericArray([0, 1, 0], shape: [3]), to: folder("y.npy"))
    return folder
  }

  private func matrix(_ values: [Float], to path: String) throws {
    try NPYFile.write(NumericArray(values, shape: [values.count / 2, 2]), to: path)
  }

  private func expectRefused(
    _ arguments: String..., code: Int32 = 1, naming words: [String],
    in folder: TemporaryFolder, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try expectRefusal(
      ["metrics"] + arguments, code: code, naming: words, in: folder,
      sourceLocation: sourceLocation)
  }

  @Test func `arguments that do not go together are refused`() throws {
    let folder = try folder()
    try expectRefused(code: 2, naming: ["--logits FILE"], in: folder)
    try expectRefused("--logits", "p.npy", code: 2, naming: ["--labels is missing"], in: folder)
    try expectRefused(
      "--logits", "p.npy", "--probabilities", "p.npy", "--labels", "y.npy", code: 2,
      naming: ["only one of"], in: folder)
    let whole = ["--probabilities", "p.npy", "--labels", "y.npy"]
    for (extra, words) in [
      (["--fail-if", "ecce>0.1"], ["ecce", "did you mean \"ece\""]),
      (["--fail-if", "ece"], ["ece>0.05"]),
      (["--bins", "0"], ["--bins is 0", "1 to 100000"]),
      (["--bins", "-3"], ["--bins is -3"]),
      (["--seed", "-1"], ["--seed is -1"]),
      (["--compatibility", "netcall"], ["netcall"]),
      (["--streaming", "--intervals"], ["--intervals", "--streaming"]),
      (["--streaming", "--uncertainty", "y.npy"], ["--uncertainty", "--streaming"]),
      (
        ["--confidence", "y.npy", "--uncertainty", "y.npy"],
        ["only one of --uncertainty and --confidence"]
      ),
      (["--groups"], ["--groups needs --class-counts"]),
    ] {
      try expectRefusal(["metrics"] + whole + extra, code: 2, naming: words, in: folder)
    }
    try expectRefusal(
      ["metrics"] + whole + ["--test-prior", "backward-50"], code: 2, naming: ["class counts"],
      in: folder)
    try expectRefusal(
      ["metrics"] + whole + ["--test-prior", "sideways"], code: 2,
      naming: ["sideways", "uniform, forward-R, backward-R"], in: folder)
  }

  @Test
  func `numbers that are not what they are said to be are named by file, row and column`() throws {
    let folder = try folder()
    try matrix([1, 2, .nan, 4, 5, 6], to: folder("nan.npy"))
    try expectRefused(
      "--logits", "nan.npy", "--labels", "y.npy", naming: ["nan.npy, row 1, column 0", "nan"],
      in: folder)
    try matrix([1, 2, 3, 4, 5, 6], to: folder("z.npy"))
    try expectRefused(
      "--probabilities", "z.npy", "--labels", "y.npy",
      naming: ["z.npy, row 0, column 1", "from 0 to 1"], in: folder)
    try matrix([0.5, 0.5, 0.5, 0.25, 1, 0], to: folder("sum.npy"))
    try expectRefused(
      "--probabilities", "sum.npy", "--labels", "y.npy",
      naming: ["sum.npy, row 1", "sum to 0.75"], in: folder)
    try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder("two.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "two.npy",
      naming: ["two.npy", "2 labels for 3 samples"], in: folder)
    try NPYFile.write(NumericArray([0, 1, 2], shape: [3]), to: folder("out.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "out.npy",
      naming: ["out.npy, row 2", "label 2", "0 to 1"], in: folder)
    try NPYFile.write(NumericArray([0, -1, 1], shape: [3]), to: folder("minus.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "minus.npy", naming: ["row 1", "label -1"],
      in: folder)
    try NPYFile.write(NumericArray([Float(0), 1.5, 1], shape: [3]), to: folder("float.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "float.npy",
      naming: ["float.npy, row 1", "1.5", "a whole number was expected"], in: folder)
    try expectRefused(
      "--logits", "y.npy", "--labels", "y.npy",
      naming: ["y.npy", "shape [3]; logits are [samples"],
      in: folder)
    try NPYFile.write(NumericArray([0.5, 1], shape: [2]), to: folder("short.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "y.npy", "--uncertainty", "short.npy",
      naming: ["short.npy", "2 numbers for 3 samples"], in: folder)
    try NPYFile.write(NumericArray([0.5, .nan, 1], shape: [3]), to: folder("not.npy"))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "y.npy", "--confidence", "not.npy",
      naming: ["not.npy, row 1", "nan; a finite number was expected"], in: folder)
    _ = try folder.file("counts.json", Data("[1, 2, 3]".utf8))
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "y.npy", "--class-counts", "counts.json",
      naming: ["counts.json", "3 counts for 2 classes"], in: folder)
  }

  @Test func `files that are missing, cut, or of no known kind are refused`() throws {
    let folder = try folder()
    try expectRefused(
      "--probabilities", "none.npy", "--labels", "y.npy", naming: ["none.npy"], in: folder)
    try expectRefused(
      "--probabilities", "p.pkl", "--labels", "y.npy", naming: ["p.pkl", "no such file"],
      in: folder)
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder("p.npy")))
    _ = try folder.file("cut.npy", whole.prefix(whole.count - 3))
    try expectRefused(
      "--probabilities", "cut.npy", "--labels", "y.npy", naming: ["cut.npy", "truncated"],
      in: folder)
    _ = try folder.file("p.txt", whole)
    try expectRefused(
      "--probabilities", "p.txt", "--labels", "y.npy", naming: ["p.txt", ".npy, .npz"], in: folder)
    _ = try folder.file("p.csv", Data("a,b\n0.5,0.5\n0.2,x\n1,0\n".utf8))
    try expectRefused(
      "--probabilities", "p.csv", "--labels", "y.npy",
      naming: ["p.csv, line 3, field 2", "'x' of column 'b' is not a number"], in: folder)
    try NPZFile.write(
      ["a": NumericArray([1], shape: [1]), "b": NumericArray([1], shape: [1])], to: folder("n.npz"))
    try expectRefused(
      "--probabilities", "n.npz", "--labels", "y.npy",
      naming: ["n.npz", "no array 'probabilities'", "a [1], b [1]"], in: folder)
    try expectRefused("--predictions", "nowhere", naming: ["nowhere"], in: folder)
  }

  @Test func `states that are none, or do not fit together, are refused`() throws {
    let folder = try folder()
    _ = try folder.file("bad.json", Data("{}".utf8))
    try expectRefused("merge", "bad.json", naming: ["bad.json", "not a state"], in: folder)
    try expectRefused("merge", "none.json", naming: ["none.json"], in: folder)
    try expectRefused("merge", code: 2, naming: ["states"], in: folder)
    try expectRefused(
      "merge", "bad.json", "--bins", "10", code: 2, naming: ["--bins", "measured already"],
      in: folder)
    try expectRefused(
      "--probabilities", "p.npy", "--labels", "y.npy", "--state", "y.npy",
      naming: ["y.npy", "--overwrite"], in: folder)
    for (name, bins) in [("a", "15"), ("b", "10")] {
      let outcome = try LongTailProcess.run(
        [
          "metrics", "--probabilities", "p.npy", "--labels", "y.npy", "--bins", bins, "--state",
          "\(name).json",
        ], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    try expectRefused("merge", "a.json", "./a.json", naming: ["a.json", "twice"], in: folder)
    try expectRefused(
      "merge", "a.json", "b.json", naming: ["b.json", "15 bins", "10 bins"], in: folder)
  }
}
