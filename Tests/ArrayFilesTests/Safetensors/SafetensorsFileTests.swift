import ArrayFiles
import Foundation
import TestSupport
import Testing

struct SafetensorsFileTests {
  private func file(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> Data {
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) }
      + Data(header.utf8) + Data(data)
  }

  private func tensor(
    _ name: String, _ start: Int, _ end: Int, type: String = "U8", shape: String? = nil
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape ?? "[\(end - start)]"),"
      + "\"data_offsets\":[\(start),\(end)]}"
  }

  @Test func `every type that the reference writes is read`() throws {
    let file = try SafetensorsFile.read(fixture("all-types.safetensors"))
    #expect(file.tensors.count == 14)
    #expect(file.tensors.first?.name == "unsigned")
    #expect(file["layer.weight"]?.shape == [2, 3])
    #expect(file["layer.weight"]?.floats() == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(file["layer.bias"]?.floats() == [0.5, -0.5])
    #expect(file["count"]?.shape == [])
    #expect(try file["count"]?.integers() == [7])
    #expect(file["half"]?.floats() == [1, -2])
    #expect(try file["mask"]?.integers() == [1, 0, 1])
    #expect(try file["bytes"]?.integers() == [0, 1, 2, 3, 4])
    #expect(file["double"]?.doubles() == [1.0 / 3])
    #expect(try file["short"]?.integers() == [-3])
    #expect(file["empty"]?.shape == [0, 4])
    #expect(file["unsigned"]?.doubles() == [18_446_744_073_709_551_616])
    #expect(try file["tiny"]?.integers() == [-1])
    #expect(try file["word"]?.integers() == [65535])
    #expect(try file["int"]?.integers() == [-5])
    #expect(try file["uint"]?.integers() == [5])
    #expect(file["nothing"] == nil)
  }

  @Test(arguments: ["all-types.safetensors", "metadata.safetensors"])
  func `the bytes written are those that the reference writes`(_ name: String) throws {
    let folder = try TemporaryFolder()
    let file = try SafetensorsFile.read(fixture(name))
    try SafetensorsFile.write(
      file.tensors.reversed(), metadata: file.metadata, to: folder("copy"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder("copy"))) == fixtureBytes(name))
  }

  @Test func `metadata keeps its text`() throws {
    let file = try SafetensorsFile.read(fixture("metadata.safetensors"))
    #expect(file.metadata == ["note": "a \"quoted\" line\nand é"])
    let escaped = self.file(
      #"{"__metadata__":{"A":"\u00e9\ud83d\ude00\/\b\f\r\t\\"}}"#)
    #expect(
      try SafetensorsFile.parse(escaped, path: "file").metadata
        == ["A": "é😀/\u{8}\u{c}\r\t\\"])
  }

  @Test func `any text and brain floats survive writing and reading`() throws {
    let folder = try TemporaryFolder()
    let array = NumericArray(shape: [1, 1], elementType: .bfloat16, bytes: Data([0x80, 0x3f]))
    let metadata = ["\u{1}\"\\": "\u{0}\n\u{1f}é😀", "": ""]
    try SafetensorsFile.write([("a \"b\" \u{7}", array)], metadata: metadata, to: folder("a"))
    let file = try SafetensorsFile.read(folder("a"))
    #expect(file.metadata == metadata)
    #expect(file["a \"b\" \u{7}"]?.floats() == [1])
  }

  @Test func `no tensors are a file too`() throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile.write([], to: folder("a"))
    #expect(try SafetensorsFile.read(folder("a")).tensors.isEmpty)
  }

  @Test func `what the format forbids is refused`() {
    let cases: [(Data, String)] = [
      (file("{}", length: 1 << 63), "not a safetensors file"),
      (file("{}", length: 3), "only 2 are left"),
      (file("[]"), "no JSON object"),
      (file(" {}"), "no JSON object"),
      (file("{} x"), "something follows"),
      (file("{}", data: [0]), "belong to no tensor"),
      (file("{\(tensor("a", 0, 2))}", data: [0, 0, 0]), "belong to no tensor"),
      (file("{\(tensor("a", 0, 2))}", data: [0]), "'a' needs 2 bytes"),
      (file("{\(tensor("a", 1, 2))}", data: [0, 0]), "no hole"),
      (file("{\(tensor("a", 0, 1)),\(tensor("b", 2, 3))}", data: [0, 0, 0]), "no hole"),
      (file("{\(tensor("a", 0, 2)),\(tensor("b", 1, 3))}", data: [0, 0, 0]), "no overlap"),
      (file("{\(tensor("a", 0, 1)),\(tensor("a", 1, 2))}", data: [0, 0]), "appears twice"),
      (file("{\(tensor("a", 0, 1, type: "F8_E4M3"))}", data: [0]), "is F8_E4M3"),
      (file("{\(tensor("a", 0, 1, shape: "[2]"))}", data: [0]), "does not fit"),
      (file("{\(tensor("a", 0, 1, shape: "[-1]"))}", data: [0]), "natural number"),
      (file("{\(tensor("a", 0, 1, shape: "[01]"))}", data: [0]), "natural number"),
      (file("{\(tensor("a", 0, 1, shape: "[1.0]"))}", data: [0]), "']' was expected"),
      (
        file("{\(tensor("a", 0, 1, shape: "[4294967296,4294967296,0]"))}", data: [0]),
        "does not fit"
      ),
      (file("{\(tensor("a", 0, 1, shape: "[99999999999999999999]"))}"), "too large"),
      (file(#"{"a":{"dtype":"U8","shape":[1]}}"#), "does not have"),
      (file(#"{"a":{"dtype":"U8","dtype":"U8"}}"#), "given twice"),
      (file(#"{"a":{"other":"U8"}}"#), "unknown"),
      (file(#"{"__metadata__":{"a":1}}"#), "'\"' was expected"),
      (file(#"{"__metadata__":{"a":"","a":""}}"#), "appears twice"),
      (file(#"{"__metadata__":{"a":"\ud800"}}"#), "surrogate"),
      (file(#"{"__metadata__":{"a":"\udc00"}}"#), "surrogate"),
      (file(#"{"__metadata__":{"a":"\x"}}"#), "unknown escape"),
      (file(#"{"__metadata__":{"a":"\u12"#), "hexadecimal"),
      (file("{\"__metadata__\":{\"a\":\"\n\"}}"), "control character"),
      (file(String(repeating: "{\"a\":", count: 100_000)), "unknown"),
    ]
    for (bytes, words) in cases {
      expectProblem(words) { _ = try SafetensorsFile.parse(bytes, path: "file") }
    }
    var text = file(#"{"__metadata__":{"a":"x"}}"#)
    text[text.count - 4] = 0xff
    expectProblem("not UTF-8") { _ = try SafetensorsFile.parse(text, path: "file") }
  }

  @Test(arguments: ["all-types.safetensors", "metadata.safetensors"])
  func `damaged files never crash`(_ name: String) throws {
    expectResistance(try fixtureBytes(name)) { bytes in
      for tensor in try SafetensorsFile.parse(bytes, path: "file").tensors {
        _ = tensor.array.doubles()
      }
    }
  }
}
