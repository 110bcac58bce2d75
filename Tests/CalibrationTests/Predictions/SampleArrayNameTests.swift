import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Which arrays beside scores and labels are held together.
struct SampleArrayNameTests {
  private static let words = "the same values in another order"

  /// What is wrong with `b/labels.npy` beside `a/logits.npy`, with an array in each folder.
  private func problem(
    _ mine: (name: String, bytes: Data), _ theirs: (name: String, bytes: Data)
  ) throws -> String? {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] { try Folder.make(folder(name)) }
    try NPYFile.write(
      NumericArray([Float(2), 0, 0, 2, 3, 0, 0, 3], shape: [4, 2]), to: folder("a/logits.npy"))
    try NPYFile.write(NumericArray([0, 1, 0, 1], shape: [4]), to: folder("b/labels.npy"))
    _ = try folder.file("a/\(mine.name).npy", mine.bytes)
    _ = try folder.file("b/\(theirs.name).npy", theirs.bytes)
    return try problem(scores: folder("a/logits.npy"), labels: folder("b/labels.npy"))
  }

  private func problem(scores: String, labels: String) throws -> String? {
    do {
      _ = try LabelledRows(PredictionRows(scores, kind: .logits), labels: labels)
      return nil
    } catch { return error.description }
  }

  /// `numpy.save` of bytes, or of numbers.
  private func npy(_ type: String, _ elements: [UInt8]) -> Data {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (4,), }\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0])
      + Data(header.utf8) + Data(elements)
  }

  /// Texts of two letters.
  private func texts(_ values: [String]) -> Data { npy("|S2", values.flatMap { Array($0.utf8) }) }

  private func numbers(_ values: [UInt8]) -> Data { npy("|u1", values) }

  @Test(arguments: [
    "filenames", "file_names", "files", "paths", "images", "image_ids", "image_names", "img_path",
    "img_paths", "image_paths", "sample_ids", "sample_idx", "indexes", "keys", "names", "uids",
    "uuids", "fnames", "patient_id", "patient_ids", "study_id", "row_ids", "video_ids", "__key__",
    "urls", "hash", "imageIds", "IDs",
  ])
  func `arrays that are called as keys are held together`(name: String) throws {
    let keys = ["k1", "k2", "k3", "k4"]
    let turned = ["k2", "k1", "k3", "k4"]
    #expect(try problem((name, texts(keys)), (name, texts(keys))) == nil)
    #expect(
      try problem((name, texts(keys)), (name, texts(turned)))?.contains(Self.words) == true)
    #expect(
      try problem((name, texts(keys)), (name, texts(["n1", "n2", "n3", "n4"])))?
        .contains("no sample in common") == true)
    #expect(try problem((name, numbers([9, 7, 5, 3])), (name, numbers([9, 7, 5, 3]))) == nil)
    #expect(
      try problem((name, numbers([9, 7, 5, 3])), (name, numbers([9, 5, 7, 3])))?
        .contains("array '\(name)' is '5' in row 1, counted from 0") == true)
    #expect(
      try problem((name, numbers([9, 7, 5, 3])), (name, numbers([19, 17, 16, 13])))?
        .contains("no sample in common") == true)
  }

  @Test(arguments: ["npz", "safetensors"])
  func `so are arrays of one name in files of several`(ending: String) throws {
    let folder = try TemporaryFolder()
    func file(_ name: String, _ own: (String, NumericArray), _ keys: [Int]) throws -> String {
      let path = folder("\(name).\(ending)")
      let arrays = [own, ("accession", NumericArray(keys, shape: [4]))]
      if ending == "npz" {
        try NPZFile.write(Dictionary(uniqueKeysWithValues: arrays), to: path)
      } else {
        try SafetensorsFile.write(arrays.map { (name: $0.0, array: $0.1) }, to: path)
      }
      return path
    }
    let logits = NumericArray([Float(2), 0, 0, 2, 3, 0, 0, 3], shape: [4, 2])
    let labels = NumericArray([0, 1, 0, 1], shape: [4])
    let scores = try file("s", ("logits", logits), [40, 20, 30, 10])
    for (keys, words) in [
      ([40, 20, 30, 10], nil), ([40, 30, 20, 10], Self.words),
      ([40, 20, 30, 11], "the two are not of the same samples"),
      // A number of something else, such as a time: it is told.
      ([1, 5, 3, 4], nil),
    ] {
      let found = try problem(scores: scores, labels: file("l", ("labels", labels), keys))
      #expect((found == nil) == (words == nil), "\(found ?? "")")
      if let words { #expect(found?.contains(words) == true, "\(found ?? "")") }
    }
  }

  @Test func `texts under any name are held together where they are the same`() throws {
    let keys = ["k1", "k2", "k3", "k4"]
    #expect(
      try problem(("scan", texts(keys)), ("picture", texts(["k2", "k1", "k3", "k4"])))?
        .contains(Self.words) == true)
    #expect(
      try problem(("scan", texts(keys)), ("picture", texts(["k1", "k2", "k3", "k5"])))?
        .contains("the two are not of the same samples") == true)
    #expect(try problem(("scan", texts(keys)), ("picture", texts(keys))) == nil)
    #expect(
      try problem(("scan", texts(keys)), ("picture", texts(["n1", "n2", "n3", "n4"]))) == nil)
  }

  @Test(arguments: [
    "predictions", "y_pred", "target_names", "labels_old", "split", "fold_id", "group", "rank",
    "sorted_indices", "argsort", "class_counts", "topClass",
  ])
  func `arrays of something else may be in any order`(name: String) throws {
    #expect(
      try problem((name, numbers([3, 2, 1, 0])), (name, numbers([0, 1, 2, 3]))) == nil)
    #expect(
      try problem(
        (name, texts(["k1", "k2", "k3", "k4"])), (name, texts(["k4", "k2", "k3", "k1"]))) == nil)
  }

  @Test func `values that do not tell samples apart are no keys`() throws {
    #expect(
      try problem(
        ("dates", texts(["d1", "d1", "d2", "d2"])), ("dates", texts(["d2", "d2", "d1", "d1"])))
        == nil)
    #expect(
      try problem(("size", numbers([9, 9, 5, 3])), ("size", numbers([3, 9, 5, 9]))) == nil)
    // Numbers under two names, and fractions.
    #expect(
      try problem(("size", numbers([9, 7, 5, 3])), ("depth", numbers([3, 7, 5, 9]))) == nil)
    let halves: [UInt8] = [0, 0x3c, 0, 0x40, 0, 0x42, 0, 0x44]
    #expect(
      try problem(
        ("size", npy("<f2", halves)), ("size", npy("<f2", halves.suffix(4) + halves.prefix(4))))
        == nil)
  }
}
