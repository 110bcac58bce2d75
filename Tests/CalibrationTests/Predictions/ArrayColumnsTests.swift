import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Columns of arrays that hold no scores.
struct ArrayColumnsTests {
  private let fractions: [[Double]] = [[2.5, 0.1], [0.25, 2.5], [2.125, 0.375], [-1, 0.5]]

  /// Logits with another column at a place.
  private func rows(
    _ column: [Double], at place: Int, in folder: String, kind: PredictionRows.Kind = .logits
  ) throws -> PredictionRows {
    var rows = fractions
    for (row, value) in column.enumerated() { rows[row].insert(value, at: place) }
    let values = rows.prefix(column.count).flatMap { $0 }
    try NPYFile.write(
      NumericArray(values.map { Float($0) }, shape: [column.count, 3]), to: folder + "/z.npy")
    try NPYFile.write(NumericArray(values, shape: [column.count, 3]), to: folder + "/d.npy")
    _ = try PredictionRows(folder + "/d.npy", kind: kind)
    return try PredictionRows(folder + "/z.npy", kind: kind)
  }

  @Test(arguments: [
    ([0, 1, 2, 3], 0, "column 0, counted from 0, counts the rows", "array[:, 1:] leaves"),
    ([1, 0, 0, 1], 2, "column 2, counted from 0, holds whole numbers", "array[:, :-1] leaves"),
    ([7, 5, 9, 2], 1, "column 1, counted from 0, holds whole", "np.delete(array, [1], axis=1)"),
  ])
  func `whole numbers beside fractions are refused, with what to do`(
    column: [Double], place: Int, words: String, advice: String
  ) throws {
    _ = try withTemporaryFolder { folder in
      #expect {
        _ = try self.rows(column, at: place, in: folder)
      } throws: {
        "\($0)".contains(words) && "\($0)".contains(advice)
      }
    }
  }

  @Test func `a reference class, single rows and whole numbers throughout are scores`() throws {
    try withTemporaryFolder { folder in
      #expect(try self.rows([0, 0, 0, 0], at: 0, in: folder).classes == 3)
      #expect(try self.rows([4], at: 0, in: folder).samples == 1)
      #expect(try self.rows([0, -.infinity, 1, 2], at: 0, in: folder).classes == 3)
      let path = folder + "/w.npy"
      try NPYFile.write(
        NumericArray([Float(0), 3, 1, 2, 2, 5, 3, 1], shape: [4, 2]), to: path)
      #expect(try PredictionRows(path, kind: .logits).samples == 4)
      // float16 has no fractions from 1024 on.
      let halves: [UInt16] = [0x6400, 0x3800, 0x6401, 0x3A00, 0x6402, 0x3B00]
      let bytes = halves.withUnsafeBytes { Data($0) }
      try NPYFile.write(NumericArray(shape: [3, 2], elementType: .float16, bytes: bytes), to: path)
      #expect(try PredictionRows(path, kind: .logits).samples == 3)
    }
  }
}
