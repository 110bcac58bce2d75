import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// A class distribution in a file.
struct ClassSharesTests {
  private func shares(_ text: String) throws -> [Double] {
    let folder = try TemporaryFolder()
    return try ClassShares.read(folder.file("prior.json", Data(text.utf8)))
  }

  private func problem(_ text: String) throws -> String {
    let error = #expect(throws: FileProblem.self) { try shares(text) }
    return try #require(error).description
  }

  @Test func `shares have the sum one, and may be rounded to three digits`() throws {
    #expect(try shares("[0.25, 0.25, 0.5]") == [0.25, 0.25, 0.5])
    #expect(try shares("[0, 1, 0]") == [0, 1, 0])
    #expect(try shares("[0.333, 0.333, 0.333]").allSatisfy { abs($0 - 1.0 / 3) < 1e-12 })
    #expect(try problem("[0.332, 0.333, 0.333]").contains("1 was expected"))
  }

  @Test func `counts are whole numbers`() throws {
    #expect(try shares("[6, 3, 1]") == [0.6, 0.3, 0.1])
    #expect(try shares("[1, 1]") == [0.5, 0.5])
    #expect(try problem("[6, 3.5, 1]").contains("the shares sum to 10.5; 1 was expected"))
  }

  @Test func `any other sum, and numbers that are no shares, are refused`() throws {
    #expect(try problem("[0.5, 0.5, 0.5, 0.5]").contains("the shares sum to 2; 1 was expected"))
    #expect(try problem("[0.25, 0.25]").contains("sum to 0.5"))
    #expect(try problem("[0, 0]").contains("sum to 0;"))
    #expect(try problem("[]").contains("sum to 0;"))
    #expect(try problem("[1.5, -0.5]").contains("class 1: share -0.5"))
    #expect(try problem("{}").contains("not a JSON array of numbers"))
    let error = #expect(throws: FileProblem.self) { try ClassShares.read("gone.json") }
    #expect(error?.description.contains("gone.json: cannot be read") == true)
  }

  @Test func `shares and class counts may be in an array file too`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(NumericArray([Float(0.25), 0.75], shape: [2]), to: folder("prior.npy"))
    #expect(try ClassShares.read(folder("prior.npy")) == [0.25, 0.75])
    try NPYFile.write(NumericArray([300, 100], shape: [2]), to: folder("class_counts.npy"))
    #expect(try ClassShares.read(folder("class_counts.npy")) == [0.75, 0.25])
    try NPYFile.write(NumericArray([1, 2, 3, 4], shape: [2, 2]), to: folder("table.npy"))
    let table = #expect(throws: FileProblem.self) { try ClassShares.read(folder("table.npy")) }
    #expect(table?.description.contains("[2, 2]; one number a class was expected") == true)
  }
}
