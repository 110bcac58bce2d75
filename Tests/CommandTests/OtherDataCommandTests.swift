import Foundation
import TestSupport
import Testing

/// Runs away from where they were made, and data other than theirs.
struct OtherDataCommandTests {
  private static let colors: [String: [UInt8]] = [
    "blue": [30, 40, 200], "green": [40, 190, 60], "red": [200, 40, 30], "yellow": [200, 190, 40],
  ]

  /// Writes pictures of 8×8, a folder a class.
  private func write(
    _ name: String, classes: [String] = ["blue", "green", "red"], count: Int, from first: Int = 0,
    in folder: TemporaryFolder
  ) throws {
    for label in classes {
      let path = folder("\(name)/\(label)")
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let color = Self.colors[label] ?? [90, 90, 90]
      for number in first..<first + count {
        try PNGPicture.colored(color[0], color[1], color[2], number: number)
          .write(to: URL(fileURLWithPath: "\(path)/\(number).png"))
      }
    }
  }

  private func train(_ data: String, in folder: TemporaryFolder, extra: [String] = []) throws {
    _ = try LongTailProcess.output(
      [
        "train", "cross-entropy", "--data", data, "--epochs", "2", "--set",
        "model.backbone=two-layer", "--set", "batchSize=8", "--threads", "1", "--device", "cpu",
        "--output", "run",
      ] + extra, in: folder)
  }

  private func figures(
    _ arguments: [String], in path: String
  ) throws -> (rows: [[String: Any]], errors: String) {
    let outcome = try LongTailProcess.run(
      ["evaluate"] + arguments + ["--format", "json"], in: path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    return (try PrintedJSON.rows(outcome.output), outcome.errors)
  }

  @Test(arguments: [
    "image-folder:train=one,validation=three,test=two",
    "image-list:train=a.txt,val=c.txt,test=b.txt",
  ])
  func `parts that were named are found from any folder`(_ source: String) throws {
    let folder = try TemporaryFolder()
    for (place, list, count, first) in [
      ("one", "a", 8, 0), ("two", "b", 4, 50), ("three", "c", 3, 70),
    ] {
      try write(place, count: count, from: first, in: folder)
      let lines = ["blue", "green", "red"].flatMap { label in
        (first..<first + count).map { "\(place)/\(label)/\($0).png \(label)\n" }
      }
      _ = try folder.file("\(list).txt", Data(lines.joined().utf8))
    }
    try train(source, in: folder)
    let own = try figures(["run"], in: folder.path).rows
    for arguments in [[folder("run")], [folder("run"), "--split", "validation"]] {
      let other = try figures(arguments, in: "/").rows
      #expect(other.count == own.count)
    }
    let moved = try figures([folder("run")], in: "/").rows
    #expect(moved.map { $0["nll"] as? Double } == own.map { $0["nll"] as? Double })
  }

  @Test func `a run is measured from any folder, and on data with its classes by name`() throws {
    let folder = try TemporaryFolder()
    try write("pics/train", count: 8, in: folder)
    try write("pics/test", count: 4, from: 50, in: folder)
    try train("image-folder:pics", in: folder)
    let own = try figures(["run"], in: folder.path)
    // The test part without the training part.
    try write("alone/test", count: 4, from: 50, in: folder)
    for (arguments, place) in [
      (["run", "--data", "image-folder:alone"], folder.path),
      ([folder("run")], "/"), (["run", "--data", "image-folder:pics"], folder.path),
      ([folder("run"), "--data", "image-folder:" + folder("pics")], "/"),
    ] {
      let other = try figures(arguments, in: place)
      #expect(other.rows.count == own.rows.count)
      for (one, two) in zip(own.rows, other.rows) {
        for key in ["accuracy", "ece", "nll", "brier"] {
          #expect(one[key] as? Double == two[key] as? Double, "\(arguments) \(key)")
        }
      }
    }
    try expectRefusal(
      ["train", "cross-entropy", "--data", "image-folder:alone", "--output", "no"], code: 1,
      naming: ["alone: “test” looks like a part of the data, but there is no folder train"],
      in: folder)
    try write("swapped", classes: ["green", "red", "yellow"], count: 2, in: folder)
    try expectRefusal(
      ["evaluate", "run", "--data", "image-folder:swapped"], code: 1,
      naming: ["image-folder:swapped", "“yellow” (2 samples)", "“blue”"], in: folder)
    try write("lacks", classes: ["green", "red"], count: 2, from: 80, in: folder)
    let lacking = try figures(["run", "--data", "image-folder:lacks"], in: folder.path)
    #expect(lacking.errors.contains("warning: no measured sample of class 0 (blue)"))
    #expect(lacking.errors.contains("all its 4 samples"))
    for (arguments, words) in [
      (["--data", "image-folder:lacks", "--split", "validation"], "--split"),
      (["--match-classes", "name"], "--match-classes"),
      (["--match-classes", "from-0"], "--match-classes"),
      (["--data", "image-folder:lacks", "--accept-changed-data"], "--accept-changed-data"),
    ] {
      try expectRefusal(["evaluate", "run"] + arguments, code: 2, naming: [words], in: folder)
    }
    try expectRefusal(
      ["train", "cross-entropy", "--data", "synthetic", "--accept-changed-data"], code: 2,
      naming: ["--accept-changed-data", "--resume"], in: folder)
  }

  @Test func `samples of classes that a run does not know are measured, and no others`() throws {
    let folder = try TemporaryFolder()
    try write("pics/train", count: 8, in: folder)
    try write("pics/test", count: 4, from: 50, in: folder)
    try train("image-folder:pics", in: folder)
    try write("open", classes: ["yellow", "violet"], count: 3, in: folder)
    _ = try folder.file("open/violet/x.webp", Data("RIFF".utf8))
    let open = ["run", "--open-set", "image-folder:open"]
    let (all, said) = try figures(open + ["--open-threshold", "0"], in: folder.path)
    #expect(said.contains("warning: open: 1 file that is no JPEG or PNG"), "\(said)")
    #expect(all.first?["calibrator"] as? String == "none")
    for row in all {
      #expect(row["known_samples"] as? Int == 12 && row["open_samples"] as? Int == 6)
      // Everything is answered: precision is accuracy.
      #expect(row["known_rejected"] as? Double == 0 && row["open_rejected"] as? Double == 0)
    }
    let accuracy = try figures(["run"], in: folder.path).rows.first?["accuracy"] as? Double
    #expect(all.first?["precision"] as? Double == accuracy)
    let none = try figures(open + ["--open-threshold", "1"], in: folder.path).rows
    #expect(none.first?["threshold"] as? Double == 1)
    #expect(try figures(open, in: folder.path).rows.first?["threshold"] as? Double == 0.1)
    try write("shared", classes: ["red", "violet"], count: 2, from: 90, in: folder)
    try expectRefusal(
      ["evaluate", "run", "--open-set", "image-folder:shared"], code: 2,
      naming: ["--open-set", "image-folder:shared", "red"], in: folder)
    // The run's own pictures under another name.
    try FileManager.default.createDirectory(
      atPath: folder("copies"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: folder("pics/train/red"), toPath: folder("copies/scarlet"))
    try FileManager.default.copyItem(
      atPath: folder("pics/train/blue"), toPath: folder("copies/navy"))
    try expectRefusal(
      ["evaluate", "run", "--open-set", "image-folder:copies"], code: 2,
      naming: ["--open-set", "16 of the 16 samples"], in: folder)
    for (arguments, words) in [
      (["--open-threshold", "0.5"], "--open-set"),
      (["--open-set", "image-folder:open", "--open-threshold", "1.5"], "--open-threshold"),
      (["--open-set", "image-folder:open", "--prior", "estimated"], "--prior"),
    ] {
      try expectRefusal(["evaluate", "run"] + arguments, code: 2, naming: [words], in: folder)
    }
  }

  @Test func `a run goes on from any folder, with data that were moved, and not with others`()
    throws
  {
    let folder = try TemporaryFolder()
    try write("pics", count: 10, in: folder)
    try train("image-folder:pics", in: folder)
    let before = try SmallRun.result(folder("run"))
    let elsewhere = try LongTailProcess.run(
      ["train", "--resume", "--output", folder("run"), "--threads", "1"], in: "/")
    #expect(elsewhere.code == 0, "\(elsewhere.errors)")
    try SmallRun.expectEqual(folder("run"), before)
    try FileManager.default.moveItem(atPath: folder("pics"), toPath: folder("moved"))
    try expectRefusal(
      ["evaluate", "run"], code: 1, naming: ["pics", "the data of the run", "--data"], in: folder)
    let moved = try LongTailProcess.run(
      ["train", "--resume", "--output", "run", "--data", "image-folder:moved", "--threads", "1"],
      in: folder.path)
    #expect(moved.code == 0, "\(moved.errors)")
    try SmallRun.expectEqual(folder("run"), before)
    #expect(try figures([folder("run")], in: "/").errors.isEmpty)
    try write("moved", classes: ["red"], count: 1, from: 70, in: folder)
    for command in [["evaluate", "run"], ["train", "--resume", "--output", "run"]] {
      let refused = try LongTailProcess.run(command, in: folder.path)
      #expect(refused.code == 1)
      #expect(refused.errors.contains("1 sample added"), "\(refused.errors)")
      let accepted = try LongTailProcess.run(command + ["--accept-changed-data"], in: folder.path)
      #expect(accepted.code == 0, "\(accepted.errors)")
      #expect(accepted.errors.contains("warning: the data have changed"), "\(accepted.errors)")
    }
    #expect(try figures(["run"], in: folder.path).errors.isEmpty)
  }

  @Test func `bad pictures are named and the others answered`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    _ = try folder.file("good.png", PNGPicture.gradient(width: 12, height: 9))
    _ = try folder.file("bad.png", Data("no picture".utf8))
    let outcome = try LongTailProcess.run(
      [
        "predict", "run", "gone.png", "good.png", "bad.png", "good.png", "--top", "1", "--format",
        "json",
      ],
      in: folder.path)
    #expect(outcome.code == 1)
    #expect(
      try PrintedJSON.rows(outcome.output).map { $0["picture"] as? String }
        == ["good.png", "good.png"])
    #expect(outcome.errors.contains("gone.png: ") && outcome.errors.contains("bad.png: "))
    #expect(!outcome.errors.contains("good.png"))
    let none = try LongTailProcess.run(["predict", "run", "gone.png", "bad.png"], in: folder.path)
    #expect(none.code == 1 && none.output.isEmpty)
  }

  @Test func `all pictures in a folder and below it are answered, in order of names`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let picture = PNGPicture.gradient(width: 12, height: 9)
    for name in ["in/b.png", "in/a/2.png", "in/a/10.JPG", "in/c.png", "in/.hidden.png", "d.png"] {
      try FileManager.default.createDirectory(
        atPath: folder("in/a"), withIntermediateDirectories: true)
      _ = try folder.file(name, picture)
    }
    _ = try folder.file("in/notes.txt", Data("no picture".utf8))
    try FileManager.default.createSymbolicLink(
      atPath: folder("in/a/up"), withDestinationPath: "..")
    func pictures(_ names: [String]) throws -> (names: [String?], code: Int32, errors: String) {
      let outcome = try LongTailProcess.run(
        ["predict", "run"] + names + ["--top", "1", "--format", "json"], in: folder.path)
      let rows = outcome.output.isEmpty ? [] : try PrintedJSON.rows(outcome.output)
      return (rows.map { $0["picture"] as? String }, outcome.code, outcome.errors)
    }
    let expected = ["in/a/10.JPG", "in/a/2.png", "in/b.png", "in/c.png"]
    let all = try pictures(["d.png", "in"])
    #expect(all.code == 0 && all.names == ["d.png"] + expected, "\(all)")
    #expect(try pictures(["in/"]).names == expected)
    _ = try folder.file("in/a/1.webp", Data("RIFF....WEBP".utf8))
    _ = try folder.file("in/bad.png", Data("no picture".utf8))
    let some = try pictures(["in"])
    #expect(some.code == 1 && some.names == expected, "\(some)")
    #expect(some.errors.contains("in/a/1.webp: ") && some.errors.contains("in/bad.png: "))
    try FileManager.default.createDirectory(
      atPath: folder("empty"), withIntermediateDirectories: true)
    let none = try pictures(["empty", "d.png"])
    #expect(none.code == 1 && none.names == ["d.png"])
    #expect(none.errors.contains("empty: no picture is in this folder or below it"))
  }

  @Test func `a report tells no paths of its maker's machine, unless it is asked to`() throws {
    let folder = try TemporaryFolder()
    try write("pics/train", count: 6, in: folder)
    try write("pics/test", count: 2, from: 50, in: folder)
    try train("image-folder:" + folder("pics"), in: folder)
    func page(_ name: String) throws -> String {
      try String(contentsOfFile: folder(name), encoding: .utf8)
    }
    let own = try page("run/report.html")
    #expect(!own.contains(folder.path) && own.contains("image-folder:…/pics"))
    #expect(!own.contains(LongTailProcess.executable))
    _ = try LongTailProcess.output(
      ["report", folder("run"), "--output", folder("one.html")], in: folder)
    #expect(try !page("one.html").contains(folder.path))
    _ = try LongTailProcess.output(
      ["report", folder("run"), "--output", folder("whole.html"), "--show-paths"], in: folder)
    #expect(try page("whole.html").contains("image-folder:" + folder("pics")))
    // A second run with weights of the first names that one in its recipe.
    _ = try LongTailProcess.output(
      [
        "train", "crt", "--from", folder("run"), "--epochs", "1", "--output", folder("second"),
        "--threads", "1", "--device", "cpu",
      ], in: folder)
    let second = try page("second/report.html")
    #expect(!second.contains(folder.path) && second.contains("…/run"))
    let predictions = folder("run/predictions")
    _ = try LongTailProcess.output(
      [
        "calibrate", "compare", "--validation", predictions + "/validation", "--test",
        predictions + "/test", "--methods", "temperature", "--report", folder("cal.html"),
      ], in: folder)
    #expect(try !page("cal.html").contains(folder.path))
  }
}
