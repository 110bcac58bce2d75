import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Files that look like what was asked for, and would give a wrong figure without a word.
struct MisreadFileTests {
  private func text(_ name: String, _ content: String, in folder: String) throws -> String {
    let path = folder + "/" + name
    try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func folder(
    features: String, labels: String = "id,label\n7,0\n9,1\n8,0\n", in folder: String
  ) throws {
    try NPYFile.write(
      NumericArray([1.5, 0, 0, 1.5, 1.5, 0.5], shape: [3, 2]), to: folder + "/logits.npy")
    _ = try text("labels.csv", labels, in: folder)
    _ = try text("features.csv", features, in: folder)
  }

  @Test func `an id is no feature, and must stand in the order of the labels`() throws {
    try withTemporaryFolder { folder in
      try self.folder(features: "id,f0,f1\n7,.5,4\n9,1.5,2\n8,2.5,3\n", in: folder)
      let read = try PredictionFolder.read(folder)
      #expect(read.features == Features([0.5, 4, 1.5, 2, 2.5, 3], width: 2))
      #expect(read.notes.contains { $0.hasSuffix("features.csv: column id is left out") })
      try self.folder(features: "f0,f1,ID\n.5,4,7.0\n1.5,2,8\n2.5,3,9\n", in: folder)
      #expect { try PredictionFolder.read(folder) } throws: {
        "\($0)".contains("features.csv") && "\($0)".contains("the same values in another order")
      }
      try self.folder(
        features: "path,f0,f1\na.png,.5,4\nc.png,1.5,2\nb.png,2.5,3\n",
        labels: "path,label\na.png,0\nb.png,1\nc.png,0\n", in: folder)
      #expect { try PredictionFolder.read(folder) } throws: {
        "\($0)".contains("column 'path' is 'c.png' in line 3, but 'b.png' in line 3 of")
      }
    }
  }

  @Test func `features of a table of scores must stand in its order`() throws {
    try withTemporaryFolder { folder in
      let scores = try text("z.csv", "id,a,b\n7,.5,1\n9,1.5,2\n", in: folder)
      let rows = try PredictionRows(
        scores, kind: .logits, choice: TableChoice(columns: ColumnSelection("a,b")))
      let good = try text("f.csv", "id,f,g\n7,.5,3\n9,2,1\n", in: folder)
      #expect(try PredictionArrays.features(good, of: rows).features.values == [0.5, 3, 2, 1])
      let turned = try text("g.csv", "id,f,g\n9,2,1\n7,.5,3\n", in: folder)
      #expect { try PredictionArrays.features(turned, of: rows) } throws: {
        "\($0)".contains("the same values in another order")
      }
    }
  }

  @Test func `labels that their type may have rounded are refused`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/y.npy"
      // 2047 and 2048 in half precision; the second may have been 2049.
      for (bits, isRead) in [(UInt16(0x67FF), true), (0x6800, false)] {
        let bytes = withUnsafeBytes(of: [bits.littleEndian][0]) { Data($0) }
        try NPYFile.write(NumericArray(shape: [1], elementType: .float16, bytes: bytes), to: path)
        if isRead {
          #expect(try PredictionArrays.labels(path, samples: 1, classes: 5000) == [2047])
        } else {
          #expect { try PredictionArrays.labels(path, samples: 1, classes: 5000) } throws: {
            "\($0)".contains("row 0: 2048.0 may have been rounded: float16 has no room")
          }
        }
      }
      try NPYFile.write(NumericArray([Float(1 << 24)], shape: [1]), to: path)
      #expect { try PredictionArrays.labels(path, samples: 1, classes: 1 << 25) } throws: {
        "\($0)".contains("may have been rounded")
      }
    }
  }

  @Test func `an array that is called as the other kind is not taken for this one`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/p.safetensors"
      let array = NumericArray([Float(0.25), 0.75], shape: [1, 2])
      try SafetensorsFile.write([(name: "probs", array: array)], to: path)
      #expect { try PredictionRows(path, kind: .logits) } throws: {
        "\($0)".contains("called as probabilities are") && "\($0)".contains("--probabilities")
      }
      #expect(try PredictionRows(path, kind: .probabilities).samples == 1)
      #expect(try PredictionRows(path + ":probs", kind: .logits).samples == 1)
      try SafetensorsFile.write([(name: "logits", array: array)], to: path)
      #expect { try PredictionRows(path, kind: .probabilities) } throws: {
        "\($0)".contains("called as logits are")
      }
    }
  }

  @Test func `one-hot labels, ignored ones and one score a sample are told by what they are`()
    throws
  {
    try withTemporaryFolder { folder in
      let path = folder + "/a.npy"
      try NPYFile.write(NumericArray([UInt8(1), 0, 0, 1], shape: [2, 2]), to: path)
      #expect { try PredictionArrays.labels(path, samples: 2, classes: 2) } throws: {
        "\($0)".contains("(one-hot?")
      }
      for ignored in [-1, -100, 255] {
        try NPYFile.write(NumericArray([0, ignored], shape: [2]), to: path)
        #expect { try PredictionArrays.labels(path, samples: 2, classes: 2) } throws: {
          "\($0)".contains("row 1: label \(ignored)") && "\($0)".contains("(a sample to ignore?")
        }
      }
      for shape in [[2], [2, 1]] {
        try NPYFile.write(NumericArray([0.25, 0.5], shape: shape), to: path)
        #expect { try PredictionRows(path, kind: .probabilities) } throws: {
          "\($0)".contains("Its two classes have 1 - p and p")
        }
      }
    }
  }

  @Test func `counts with points that part thousands are not taken for small ones`() throws {
    try withTemporaryFolder { folder in
      for table in ["count\n5.000\n50\n", "a,b\n1.000,50\n"] {
        let path = try text("c.csv", table, in: folder)
        #expect { try PredictionArrays.classCounts(path, classes: 2) } throws: {
          "\($0)".contains("with three decimals, or") && "\($0)".contains("line 2")
        }
      }
      let path = try text("c.csv", "count\n5.0\n50.0\n", in: folder)
      #expect(try PredictionArrays.classCounts(path, classes: 2).counts == [5, 50])
    }
  }

  @Test func `counts beside numbers that are the classes' names go by the names`() throws {
    try withTemporaryFolder { folder in
      let path = try text("c.csv", "label,count\n0,7\n1,8\n", in: folder)
      let found = try PredictionArrays.classCounts(path, classes: 2, classNames: ["1", "0"])
      #expect(found.counts == [8, 7])
      let truth = try text("t.csv", "label,count\nfalse,7\ntrue,8\n", in: folder)
      #expect(
        try PredictionArrays.classCounts(truth, classes: 2, classNames: ["True", "False"]).counts
          == [8, 7])
      #expect(try PredictionArrays.classCounts(truth, classes: 2).counts == [7, 8])
    }
  }

  @Test func `samples that are measured and fitted to are told`() throws {
    try withTemporaryFolder { folder in
      var values: [Float] = []
      for index in 0..<30 { values.append(Float(index) * 0.37 - 3.1) }
      let own = Predictions(
        logits: Logits(values, classes: 3), labels: (0..<10).map { $0 % 3 })
      let others = Predictions(
        logits: Logits(values.map { $0 + 0.011 * $0 * $0 }, classes: 3), labels: own.labels)
      try PredictionFolder.write(own, to: folder + "/v")
      try PredictionFolder.write(own, to: folder + "/copy")
      try PredictionFolder.write(others, to: folder + "/t")
      func warnings(_ test: String) throws -> [String] {
        try ComparedFolders(validation: folder + "/v", test: folder + "/" + test).test.warnings
      }
      for test in ["v", "copy"] {
        #expect(
          try warnings(test).first?.contains("10 of its samples are in \(folder)/v too") == true)
      }
      #expect(try warnings("t") == [])
    }
  }
}
