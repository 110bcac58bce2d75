import ArrayFiles
import Foundation
import Testing

@testable import Calibration

struct `Numbers of predictions` {
  private func rows<Element: NumericElement>(
    _ values: [Element], classes: Int, kind: PredictionRows.Kind, in folder: String
  ) throws -> PredictionRows {
    try NPYFile.write(
      NumericArray(values, shape: [values.count / classes, classes]), to: folder + "/a.npy")
    return try PredictionRows(folder + "/a.npy", kind: kind)
  }

  @Test func `a little below 0 are taken as those a little above 1 are`() throws {
    try withTemporaryFolder { folder in
      for tiny in [-1e-7, -0.0009] {
        let found = try rows(
          [tiny, 1 - tiny, 0.25, 0.75], classes: 2, kind: .probabilities, in: folder)
        #expect(try found.probabilities(0..<2).values == [0, 1, 0.25, 0.75])
        let single = try rows(
          [Float(tiny), Float(1 - tiny), 0.25, 0.75], classes: 2, kind: .probabilities, in: folder)
        #expect(try single.probabilities(0..<2).values == [0, 1, 0.25, 0.75])
      }
      // What lies inside stays where it is, mapped or not.
      let inside = try rows([Float(0.1), 0.9], classes: 2, kind: .probabilities, in: folder)
      #expect(try inside.probabilities(0..<1).values == [Double(Float(0.1)), Double(Float(0.9))])
    }
  }

  @Test(arguments: [
    (
      [-0.01, 1.01], "row 0, column 0: -0.01; a number from 0 to 1 was expected (are these logits?)"
    ),
    ([30.0, 70], "column 0: 30.0; a number from 0 to 1 was expected (are these percentages?)"),
    ([0.5, 0.51], "probabilities sum to 1.01; 1 was expected (rounded?"),
    (
      [0.5, 0.9],
      "probabilities sum to 1.4; 1 was expected (are these of classes that do not exclude"
    ),
    (
      [0.3, 0.3],
      "probabilities sum to 0.6; 1 was expected (are these of classes that do not exclude"
    ),
    ([Double.nan, 1], "nan; a number from 0 to 1 was expected"),
  ])
  func `that are no probabilities are refused with the likely reason`(
    values: [Double], message: String
  ) throws {
    try withTemporaryFolder { folder in
      let found = try rows(values, classes: 2, kind: .probabilities, in: folder)
      #expect { try found.probabilities(0..<1) } throws: { "\($0)".contains(message) }
    }
  }

  @Test(arguments: [2, 3, 4, 5, 9])
  func `without a possible class are refused by row`(classes: Int) throws {
    try withTemporaryFolder { folder in
      var values = [Float](repeating: 1, count: 7 * classes)
      // A class, and all of them but one, may be excluded.
      for index in 0..<classes - 1 { values[2 * classes + index] = -.infinity }
      let allowed = try rows(values, classes: classes, kind: .logits, in: folder)
      #expect(try allowed.probabilities(0..<7).values[3 * classes - 1] == 1)
      for index in 0..<classes { values[5 * classes + index] = -.infinity }
      let refused = try rows(values, classes: classes, kind: .logits, in: folder)
      #expect { try refused.probabilities(0..<7) } throws: {
        "\($0)".contains("row 5: all logits are -inf")
      }
      #expect { try refused.probabilities(4..<7) } throws: { "\($0)".contains("row 5: all logits") }
      let predictions = Predictions(
        logits: Logits(values, classes: classes), labels: [Int](repeating: 0, count: 7))
      #expect(throws: PredictionProblem.noPossibleClass(row: 5)) { try predictions.check() }
      #expect(throws: CalibrationError.self) { try TemperatureScaling().fitted(to: predictions) }
      // The first flaw is named, whichever it is.
      values[3 * classes] = .nan
      #expect {
        try Predictions(
          logits: Logits(values, classes: classes), labels: [Int](repeating: 0, count: 7)
        ).check()
      } throws: { "\($0)".contains("row 3, column 0") }
    }
  }

  @Test func `that are wrong say from which number their rows and columns count`() throws {
    try withTemporaryFolder { folder in
      let found = try rows([Float(1), 2, 3, .nan], classes: 2, kind: .logits, in: folder)
      #expect { try found.logits(0..<2) } throws: {
        "\($0)".hasSuffix(
          "a.npy, row 1, column 1: nan; a number or -inf was expected; rows and columns are counted from 0"
        )
      }
    }
  }

  @Test func `of experts without a possible class name the expert`() {
    var predictions = Predictions(logits: Logits([1, 2], classes: 2), labels: [0])
    predictions.expertLogits = [
      Logits([1, 2], classes: 2), Logits([-.infinity, -.infinity], classes: 2),
    ]
    #expect(throws: PredictionProblem.noPossibleExpertClass(expert: 1, row: 0)) {
      try predictions.check()
    }
  }

  @Test func `that are called logits but look like percentages are doubted`() throws {
    try withTemporaryFolder { folder in
      let like = try rows([25.0, 75, 100, 0], classes: 2, kind: .logits, in: folder)
      #expect(like.warnings.first?.contains("are they percentages?") == true)
      #expect(try rows([25.0, 75, 99, 0], classes: 2, kind: .logits, in: folder).warnings.isEmpty)
    }
  }

  @Test func `labels that may count from 1 are told`() throws {
    try withTemporaryFolder { folder in
      let scores = try rows([1.5, 2, 3, 4, 5, 6], classes: 3, kind: .logits, in: folder)
      func labels(_ values: [Int64]) throws -> PredictionArrays.FoundLabels {
        try NPYFile.write(NumericArray(values, shape: [2]), to: folder + "/y.npy")
        return try PredictionArrays.labels(of: scores, at: folder + "/y.npy")
      }
      #expect(try labels([0, 2]).warnings.isEmpty)
      #expect(
        try labels([1, 2]).warnings.first?.contains("no label is 0; they are taken to count")
          == true)
      #expect { try labels([1, 3]) } throws: { "\($0)".contains("(do they count from 1?)") }
    }
  }

  @Test func `classes of one name are refused`() throws {
    try withTemporaryFolder { folder in
      try Data("cat,dog,cat\n.5,.2,.1\n".utf8).write(to: URL(fileURLWithPath: folder + "/s.csv"))
      #expect { try PredictionRows(folder + "/s.csv", kind: .logits) } throws: {
        "\($0)".contains("columns 1 and 3 of the scores are both called “cat”")
      }
    }
  }

  @Test func `that are called logits but look like probabilities are doubted`() throws {
    try withTemporaryFolder { folder in
      let like = try rows([0.25, 0.75, 1, 0], classes: 2, kind: .logits, in: folder)
      #expect(like.warnings.count == 1)
      #expect(like.warnings.first?.contains("are they probabilities?") == true)
      #expect(
        try rows([0.25, 0.75, 1, 0.5], classes: 2, kind: .logits, in: folder).warnings.isEmpty)
      #expect(
        try rows([0.25, 0.75], classes: 2, kind: .probabilities, in: folder).warnings.isEmpty)
    }
  }

  @Test func `may be whole floats where they are labels`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/y.npy"
      for array in [
        NumericArray([0.0, 2, 1], shape: [3]), NumericArray([Float(0), 2, 1], shape: [3, 1]),
        NumericArray([UInt8(0), 2, 1], shape: [1, 3]),
      ] {
        try NPYFile.write(array, to: path)
        #expect(try PredictionArrays.labels(path, samples: 3, classes: 3) == [0, 2, 1])
      }
      for (values, words) in [
        ([0, 1.5, 1], "row 1: 1.5; a whole number"), ([0, 1, .nan], "row 2: nan; a whole number"),
        ([0, 1, 1e300], "row 2: 1e+300; a whole number"), ([0, -1, 0], "row 1: label -1"),
      ] as [([Double], String)] {
        try NPYFile.write(NumericArray(values, shape: [3]), to: path)
        #expect { try PredictionArrays.labels(path, samples: 3, classes: 3) } throws: {
          "\($0)".contains(words)
        }
      }
      try NPYFile.write(NumericArray([5.0, 2.5], shape: [1, 2]), to: folder + "/counts.npy")
      #expect { try PredictionArrays.classCounts(folder + "/counts.npy", classes: 2) } throws: {
        "\($0)".contains("class 1: 2.5; a whole number")
      }
    }
  }
}
