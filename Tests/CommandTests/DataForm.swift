import ArrayFiles
import Foundation
import TestSupport
import Testing

/// A form of data with what it holds.
struct DataForm: CustomTestStringConvertible, Sendable {
  let name: String
  let make: @Sendable (DataFolder) throws -> String
  /// Samples of each class, before anything is held out.
  let training: [String: Int]
  /// `nil` where there is no test part.
  var test: [String: Int]?

  var testDescription: String { name }

  private static func lines(_ line: (Int, String) -> String) -> String {
    (0..<12).map { line($0, $0 % 3 == 0 ? "cat" : "dog") + "\n" }.joined()
  }

  private static func list(_ name: String, _ file: String, _ text: String) -> DataForm {
    DataForm(
      name: name,
      make: { data in
        try data.pictures("p", 12)
        try data.text(file, text)
        return "image-list:\(file)"
      }, training: ["cat": 4, "dog": 8])
  }

  /// Twelve samples of the classes 0, 1 and 2 and six to test on, as arrays.
  private static func arrays(_ data: DataFolder, _ write: (String, [Int]) throws -> Void) throws {
    try write("train", (0..<12).map { $0 % 3 })
    try write("test", [0, 1, 1, 2, 2, 2])
  }

  private static func pixels(_ count: Int, of bytes: Int) -> [UInt8] {
    (0..<count * bytes).map { UInt8(truncatingIfNeeded: $0 * 73 + count * 29) }
  }

  private static func write(_ labels: [Int], to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: folder + "/labels.npy")
  }

  private static let numbered: (training: [String: Int], test: [String: Int]) = (
    ["0": 4, "1": 4, "2": 4], ["0": 1, "1": 2, "2": 3]
  )

  private static func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
    let extents = shape.flatMap { extent in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: extent >> $0) }
    }
    return Data([0, 0, 8, UInt8(shape.count)] + extents + bytes)
  }

  static let all = [
    DataForm(
      name: "class folders",
      make: { data in
        try data.pictures("in/dog", 8).pictures("in/cat", 4)
        return "image-folder:in"
      }, training: ["cat": 4, "dog": 8]),
    DataForm(
      name: "folders by name",
      make: { data in
        try data.pictures("one/dog", 8).pictures("one/cat", 4).pictures("two,x=1/cat", 2)
        return "image-folder:train=one,test=\"two,x=1\""
      }, training: ["cat": 4, "dog": 8], test: ["cat": 2, "dog": 0]),
    list("a plain list", "l.txt", lines { "p/\($0).png \($1)" }),
    list("a list with tabs", "l.lst", lines { "p/\($0).png\t\($1)" }),
    list(
      "a table of semicolons", "l.csv",
      "id;Label;Image\n" + lines { "\($0);\"\($1)\";p/\($0).png" }),
    list("a table of tabs", "l.tsv", "n\tpath\tclass\n" + lines { "\($0)\tp/\($0).png\t\($1)" }),
    DataForm(
      name: "lists of parts with labels from 1",
      make: { data in
        try data.pictures("p", 12)
        try data.text("a.txt", (0..<12).map { "\($0).png \($0 % 2 + 1)\n" }.joined())
        try data.text("b.txt", "1.png 2\n2.png 1\n3.png 2\n")
        return "image-list:train=a.txt,test=b.txt,root=p"
      }, training: ["1": 6, "2": 6], test: ["1": 1, "2": 2]),
    DataForm(
      name: "arrays in parts",
      make: { data in
        try arrays(data) { part, labels in
          try write(labels, to: data("in/\(part)"))
          try NPYFile.write(
            NumericArray(pixels(labels.count, of: 48), shape: [labels.count, 4, 4, 3]),
            to: data("in/\(part)/images.npy"))
        }
        return "arrays:in"
      }, training: numbered.training, test: numbered.test),
    DataForm(
      name: "one array with names of classes",
      make: { data in
        try write((0..<12).map { $0 % 3 == 0 ? 0 : 1 }, to: data("in"))
        try NPYFile.write(
          NumericArray(pixels(12, of: 16), shape: [12, 4, 4]), to: data("in/images.npy"))
        try data.text("in/class_names.txt", "cat\ndog\n")
        return "arrays:in/images.npy"
      }, training: ["cat": 4, "dog": 8]),
    DataForm(
      name: "features in parts",
      make: { data in
        try arrays(data) { part, labels in
          try write(labels, to: data("in/\(part)"))
          let values: [Float] = labels.indices.flatMap {
            [Float(labels[$0]), Float($0 * $0 % 7), 1]
          }
          try NPYFile.write(
            NumericArray(values, shape: [labels.count, 3]), to: data("in/\(part)/features.npy"))
        }
        return "features:in"
      }, training: numbered.training, test: numbered.test),
    DataForm(
      name: "idx files",
      make: { data in
        try arrays(data) { part, labels in
          let name = part == "train" ? "emnist-train" : "emnist-test"
          try data.file(
            "in/\(name)-images-idx3-ubyte",
            idx([labels.count, 4, 4], pixels(labels.count, of: 16)))
          try data.file(
            "in/\(name)-labels-idx1-ubyte", idx([labels.count], labels.map { UInt8($0) }))
        }
        return "mnist:in"
      }, training: numbered.training, test: numbered.test),
    DataForm(
      name: "painted pictures", make: { _ in "synthetic:classes=3,per-class=4,test=2,size=8" },
      training: ["plain disc": 4, "plain square": 4, "striped disc": 4],
      test: ["plain disc": 2, "plain square": 2, "striped disc": 2]),
  ]
}
