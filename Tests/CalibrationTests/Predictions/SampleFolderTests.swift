import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Keys that are paths of files whose names are there once in each folder.
struct SampleFolderTests {
  private static let places = ["cat/1.png", "cat/2.png", "dog/1.png", "dog/2.png"]
  private static let turned = ["dog/1.png", "dog/2.png", "cat/1.png", "cat/2.png"]
  private static let words = "the same values in another order"

  /// What is wrong with labels, or else uncertainties, that have `theirs` beside scores that have `mine`.
  private func problem(
    _ mine: [String], _ theirs: [String], names: (String, String) = ("filename", "filename"),
    ofUncertainties: Bool = false
  ) throws -> String? {
    let folder = try TemporaryFolder()
    let scores = [".9,.1", ".8,.2", ".3,.7", ".1,.9"]
    let classes = theirs.map { $0.contains("dog") ? "dog" : "cat" }
    func table(_ header: String, _ keys: [String], _ rest: [String]) -> Data {
      Data(([header] + zip(keys, rest).map { "\($0),\($1)" }).joined(separator: "\n").utf8)
    }
    let path = try folder.file("p.csv", table("\(names.0),cat,dog", mine, scores))
    let labels = try folder.file(
      "l.csv",
      ofUncertainties
        ? Data("label\n0\n0\n1\n1\n".utf8) : table("\(names.1),label", theirs, classes))
    let file: UncertaintyFile? =
      ofUncertainties
      ? .uncertainty(
        try folder.file("u.csv", table("\(names.1),uncertainty", theirs, ["1", "2", "3", "4"])))
      : nil
    do {
      _ = try LabelledRows(
        PredictionRows(path, kind: .probabilities, uncertainties: file), labels: labels,
        uncertainties: file)
      return nil
    } catch { return error.description }
  }

  private func under(_ root: String, _ places: [String] = SampleFolderTests.places) -> [String] {
    places.map { root + $0 }
  }

  @Test(arguments: ["test/", "", "./", "C:\\t\\", "a/b/c/d/"])
  func `classes in another order below another root are refused`(root: String) throws {
    let turned = under(root, Self.turned).map {
      root.contains("\\") ? $0.replacing("/", with: "\\") : $0
    }
    for ofUncertainties in [false, true] {
      let found = try problem(
        under("/kaggle/input/test/"), turned, ofUncertainties: ofUncertainties)
      #expect(
        found?.contains(
          "column 'filename' is '\(turned[0])' in line 2, but '/kaggle/input/test/cat/1.png'")
          == true, "\(found ?? "")")
      #expect(found?.contains(Self.words) == true)
    }
    #expect(
      try problem(under("/kaggle/input/test/"), turned, names: ("path", "picture"))?
        .contains(Self.words) == true)
  }

  @Test func `other orders within a class are refused below another root`() throws {
    let others = ["a/cat/2.png", "a/cat/1.png", "a/dog/1.png", "a/dog/2.png"]
    for names in [("filename", "filename"), ("path", "picture")] {
      #expect(
        try problem(under("b/c/"), others, names: names)?.contains(Self.words) == true)
    }
  }

  @Test func `one order below other roots is accepted`() throws {
    for (mine, theirs) in [
      (under("/kaggle/input/test/"), under("test/")), (under("/data/val/"), under("images/")),
      (under(""), under("C:\\t\\")), (under("Test/"), under("/x/TEST/")),
      // A root that is not the same in all rows.
      (["p1/cat/1.png", "p1/cat/2.png", "p2/dog/1.png", "p2/dog/2.png"], Self.places),
      // Nothing but names of files on one side.
      (under("test/"), ["1.png", "2.png", "1.png", "2.png"]),
      (under("test/"), under("flat/", ["1.png", "2.png", "1.png", "2.png"])),
    ] {
      #expect(try problem(mine, theirs) == nil)
      #expect(try problem(theirs, mine) == nil)
    }
  }

  @Test func `names of files that are there once need no folders`() throws {
    let names = ["1.png", "2.png", "3.png", "4.png"]
    #expect(try problem(under("a/train/", names), under("b/images/", names)) == nil)
    #expect(
      try problem(
        ["cat/1.png", "cat/2.png", "dog/3.png", "dog/4.png"],
        ["x/1.png", "y/2.png", "x/3.png", "y/4.png"]) == nil)
  }

  @Test func `folders that are others are refused where they must tell files apart`() throws {
    let others = ["x/1.png", "x/2.png", "y/1.png", "y/2.png"]
    #expect(
      try problem(Self.places, others)?.contains("the same names of files in other folders") == true
    )
    // Columns that are not called as keys are may mean something else.
    #expect(try problem(Self.places, others, names: ("foto", "mask")) == nil)
  }

  @Test func `dates are no paths`() throws {
    let first = ["1/2/2024", "2/2/2024", "3/2/2024", "4/2/2024"]
    let later = ["2/2/2024", "3/2/2024", "4/2/2024", "5/2/2024"]
    #expect(try problem(first, later, names: ("begin", "end")) == nil)
  }
}
