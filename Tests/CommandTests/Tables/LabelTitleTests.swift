import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Label columns whose name says which of two classes their 1 is.
struct LabelTitleTests {
  private static let scores = [".9,.1", ".8,.2", ".1,.9", ".2,.8"]

  /// A folder with `p.csv`, whose columns are an id, the scores, and labels that agree with the first class as 1.
  private func folder(
    _ names: String, _ title: String, one: String = "1", zero: String = "0"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let rows = Self.scores.enumerated().map { "k\($0),\($1),\($0 < 2 ? one : zero)\n" }
    _ = try folder.file("p.csv", Data(("id,\(names),\(title)\n" + rows.joined()).utf8))
    return folder
  }

  private func command(_ title: String) -> [String] {
    ["metrics", "--probabilities", "p.csv", "--labels", "p.csv:\(title)", "--format", "json"]
  }

  private func accuracy(_ arguments: [String], in folder: TemporaryFolder) throws -> Double? {
    let text = try LongTailProcess.output(arguments, in: folder)
    return try PrintedJSON.object(text)["accuracy"] as? Double
  }

  @Test(arguments: [
    ("fraud,legit", "isFraud"), ("fraud,legit", "fraud_reported"), ("fraud,legit", "is_fraudulent"),
    ("churn,stay", "churned"), ("bad,good", "defective"),
  ])
  func `have two readings by a form of the first class`(names: String, title: String) throws {
    for (one, zero) in [("1", "0"), ("True", "False")] {
      let folder = try folder(names, title, one: one, zero: zero)
      let classes = names.split(separator: ",")
      try expectRefusal(
        command(title), code: 1,
        naming: [
          "its column is called '\(title)', so that \(one) may mean the class '\(classes[0])'; by position \(one) is "
            + "'\(classes[1])'"
        ], in: folder)
      let turned = ["--columns", classes.reversed().joined(separator: ",")]
      #expect(try accuracy(command(title) + turned, in: folder) == 1)
    }
  }

  @Test(arguments: [
    ("cat,dog", "label"), ("cat,dog", "category"), ("legit,fraud", "isFraud"),
    ("fraud,legit", "not_fraud"), ("good,bad", "defective"),
  ])
  func `are taken by position otherwise`(names: String, title: String) throws {
    let folder = try folder(names, title, one: "0", zero: "1")
    #expect(try accuracy(command(title), in: folder) == 1)
  }

  @Test func `agree with True and False that are taken by words`() throws {
    let folder = try folder("fraud,no_fraud", "isFraud", one: "True", zero: "False")
    #expect(try accuracy(command("isFraud"), in: folder) == 1)
  }

  @Test func `are not the first of labels without a title`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", Data("True,False\n.1,2.5\n2.5,.2\n.3,2.1\n".utf8))
    _ = try folder.file("l.csv", Data("FALSE\nTRUE\nFALSE\n".utf8))
    let command = ["metrics", "--logits", "s.csv", "--labels", "l.csv", "--format", "json"]
    #expect(try accuracy(command, in: folder) == 1)
  }

  @Test(arguments: [
    "prob_disease,prob_healthy", "p_anomaly,p_normal", "score_abnormal,score_normal",
    "disease_prob,healthy_prob", "logit_mask,logit_no_mask", "paid,unpaid", "valid,invalid",
    "with_mask,without_mask", "fire,nofire",
  ])
  func `do not matter where the classes are yes and no`(names: String) throws {
    let folder = try folder(names, "label")
    let classes = names.split(separator: ",")
    try expectRefusal(
      command("label"), code: 1,
      naming: [
        "label 1 is class '\(classes[0])' as its word says, and class '\(classes[1])' by its position"
      ], in: folder)
    let turned = ["--columns", classes.reversed().joined(separator: ",")]
    #expect(try accuracy(command("label") + turned, in: folder) == 1)
  }

  @Test(arguments: ["flag", "positive", "is_positive"])
  func `that flag samples without a class are doubted`(title: String) throws {
    for (names, isDoubted) in [("fraud,legit", true), ("normal,spam", false), ("c0,c1", false)] {
      for (one, zero) in [("1", "0"), ("True", "False")] {
        let folder = try folder(names, title, one: one, zero: zero)
        let outcome = try LongTailProcess.run(command(title), in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
          outcome.errors.contains(
            "warning: p.csv: '\(title)' does not say which class its column is about; by position 0 is fraud and 1 is "
              + "legit") == isDoubted, "\(outcome.errors)")
      }
    }
  }

  @Test func `are the names of arrays as well`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    try NPYFile.write(
      NumericArray([Float(2.5), 0.1, 0.1, 2.5], shape: [2, 2]), to: folder("set/logits.npy"))
    _ = try folder.file("set/class_names.txt", Data("fraud\nlegit\n".utf8))
    try NPZFile.write(
      ["is_fraud": NumericArray([1, 0], shape: [2]), "label": NumericArray([0, 1], shape: [2])],
      to: folder("l.npz"))
    let command = ["metrics", "--format", "json", "--logits", "set/logits.npy", "--labels"]
    try expectRefusal(
      command + ["l.npz:is_fraud"], code: 1,
      naming: [
        "its array is called 'is_fraud', so that 1 may mean the class 'fraud'; by position 1 is 'legit'; an array called "
          + "label is taken by position"
      ], in: folder)
    #expect(try accuracy(command + ["l.npz:label"], in: folder) == 1)
  }
}
